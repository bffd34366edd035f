package io.functionrunner.perf.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all: a reader never sees half of one. */
public final class AtomicFile {

  /** Of files that are being written; after a kill one may be left. */
  public static final String TEMPORARY = ".tmp";

  /** What goes into a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /** Makes the file or replaces it. Of several at once, the last that is done stays. */
  public static void write(Path file, Content content) throws IOException {
    Path temporary =
        file.resolveSibling(
            ".%s.%d-%d%s"
                .formatted(
                    file.getFileName(),
                    ProcessHandle.current().pid(),
                    System.nanoTime(),
                    TEMPORARY));
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
        content.writeTo(out);
      }
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
