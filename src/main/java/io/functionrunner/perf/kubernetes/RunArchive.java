package io.functionrunner.perf.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A run directory as a pod sends it, {@code .tar.gz}. What ran in the pod may have been anything:
 * only plain files and folders are taken, only below the folder that was asked for, and only as
 * much as there is room for.
 */
final class RunArchive {

  private static final int MAX_DEPTH = 16;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** A run directory has some dozen files, and Gatling's report some hundred. */
  private static final int MAX_ENTRIES = 10_000;

  private static final long MAX_BYTES = 64L << 30;

  /**
   * What an archive may at most hold.
   *
   * @param bytes of all files together, unpacked
   */
  record Limits(int entries, long bytes) {

    /** As much as a run may come to, and never all the room there is. */
    static Limits of(Path folder) throws IOException {
      long room = Files.getFileStore(folder).getUsableSpace();
      return new Limits(MAX_ENTRIES, Math.min(MAX_BYTES, room / 2));
    }
  }

  private final Path root;
  private final Limits limits;
  private int entries;
  private long bytes;

  private RunArchive(Path root, Limits limits) {
    this.root = root;
    this.limits = limits;
  }

  /**
   * Reads it to its end and unpacks it; a folder with that name means that all of it came.
   *
   * @param into a folder that is not there yet, in one that is
   * @throws IOException when it is cut or damaged, or holds what no run directory does
   */
  static void unpack(InputStream archive, Path into, Limits limits) throws IOException {
    Path partial = into.resolveSibling(into.getFileName() + ".partial");
    remove(partial);
    Files.createDirectory(partial);
    try (InputStream plain = new GZIPInputStream(archive, BUFFER_BYTES)) {
      new RunArchive(partial, limits).entries(plain);
      // What follows the last entry is padding, and then the checksum of all of it.
      plain.skip(Long.MAX_VALUE);
      Files.move(partial, into, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      remove(partial);
    }
  }

  private void entries(InputStream plain) throws IOException {
    // Not closed: the rest of the stream is still to be read.
    TarArchiveInputStream tar = new TarArchiveInputStream(plain);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      entries++;
      if (entries > limits.entries) {
        throw refused(entry, "more than %,d entries".formatted(limits.entries));
      }
      Path file = place(entry);
      if (entry.isDirectory()) {
        Files.createDirectories(file);
      } else if (isPlain(entry)) {
        Files.createDirectories(file.getParent());
        copy(tar, entry, file);
      } else {
        throw refused(entry, "neither a plain file nor a folder");
      }
    }
  }

  /** {@code isFile} says so of links too. */
  private static boolean isPlain(TarArchiveEntry entry) {
    return (entry.getLinkFlag() == TarConstants.LF_NORMAL
            || entry.getLinkFlag() == TarConstants.LF_OLDNORM)
        && !entry.isSparse();
  }

  private Path place(TarArchiveEntry entry) throws IOException {
    String name = entry.getName();
    if (name.isEmpty()
        || name.startsWith("/")
        || name.indexOf('\\') >= 0
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw refused(entry, "not a relative path");
    }
    Path file = root;
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw refused(entry, "not below the run directory");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        file = file.resolve(part);
      }
    }
    if (file.getNameCount() - root.getNameCount() > MAX_DEPTH) {
      throw refused(entry, "more than %d folders deep".formatted(MAX_DEPTH));
    }
    return file;
  }

  private void copy(InputStream from, TarArchiveEntry entry, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        bytes += read;
        if (bytes > limits.bytes) {
          throw refused(entry, "more than %,d bytes in all".formatted(limits.bytes));
        }
        out.write(buffer, 0, read);
      }
    }
  }

  private static IOException refused(TarArchiveEntry entry, String why) {
    return new IOException(
        "the archive is refused at \"%s\": %s".formatted(ClusterText.line(entry.getName()), why));
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
