package io.functionrunner.perf.metrics;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Whole lines of a compressed stream that may have been cut anywhere. Not a {@code BufferedReader}:
 * that one hands out a half line as if it were whole, and loses lines it has when the next read
 * fails.
 */
final class LineInput {

  private static final int MAX_LINE_BYTES = 1 << 20;

  /** Opens the stream: the header may be cut, too. */
  interface Opening {
    InputStream open() throws IOException;
  }

  private final byte[] buffer = new byte[1 << 16];
  private InputStream in = InputStream.nullInputStream();
  private int position;
  private int end;
  private boolean truncated;

  LineInput(Opening opening) throws IOException {
    try {
      in = opening.open();
    } catch (EOFException e) {
      truncated = true;
    }
  }

  /** The next line without its newline, or null at the end. */
  String next() throws IOException {
    byte[] line = new byte[64];
    int length = 0;
    while (true) {
      if (position == end && !fill()) {
        truncated |= length > 0;
        return null;
      }
      byte b = buffer[position++];
      if (b == '\n') {
        return new String(line, 0, length, StandardCharsets.UTF_8);
      }
      if (length == MAX_LINE_BYTES) {
        throw new IOException("a line over " + MAX_LINE_BYTES + " bytes");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = b;
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    try {
      end = Math.max(0, in.read(buffer));
    } catch (EOFException | ZipException e) {
      end = 0;
      truncated = true;
    }
    return end > 0;
  }

  /** Whether the stream ended before its end; known once {@link #next} has given null. */
  boolean truncated() {
    return truncated;
  }
}
