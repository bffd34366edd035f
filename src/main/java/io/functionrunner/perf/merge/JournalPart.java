package io.functionrunner.perf.merge;

import io.functionrunner.perf.run.TaskJournalLine;
import io.functionrunner.perf.run.TaskJournalReader;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One journal of several that are merged: holds its next line until it is that one's turn. */
final class JournalPart implements Closeable {

  private static final int BUFFER_CHARS = 1 << 16;
  private static final int SHOWN = 80;

  private final Path file;
  private final long clockOffsetMillis;
  private final boolean cut;
  private final BufferedReader reader;
  private String line;
  private String following;
  private long number;

  /** Never falls: a part's lines keep their order, whatever their times. */
  private long dueMillis = Long.MIN_VALUE;

  JournalPart(Path file, long clockOffsetMillis) throws IOException {
    this.file = file;
    this.clockOffsetMillis = clockOffsetMillis;
    this.cut = TaskJournalReader.isCut(file);
    // Byte for byte, whatever is in it: texts are only passed on.
    this.reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1),
            BUFFER_CHARS);
    this.following = reader.readLine();
  }

  /** Reads the next line; false when there is none. One that was cut by a kill is none. */
  boolean advance() throws IOException {
    line = following;
    if (line == null) {
      return false;
    }
    following = reader.readLine();
    if (following == null && cut) {
      return false;
    }
    number++;
    try {
      line = TaskJournalLine.shifted(line, clockOffsetMillis);
      dueMillis = Math.max(dueMillis, TaskJournalLine.atMillis(line));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s line %d is not an event of a task: %s"
              .formatted(file, number, line.substring(0, Math.min(SHOWN, line.length()))),
          e);
    }
    return true;
  }

  /** The line that is held, by the clock that all are brought to. */
  String line() {
    return line;
  }

  /** When it was written. */
  long dueMillis() {
    return dueMillis;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
