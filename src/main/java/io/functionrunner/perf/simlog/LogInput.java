package io.functionrunner.perf.simlog;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * The primitives of the format, read through one buffer, which no length in the file can make
 * larger than one text of the longest kind. Plain reads and not a memory map, because a mapped file
 * that shrinks kills the JVM's access, and files beyond 2 GiB would need many maps.
 *
 * <p>Every method throws {@link EOFException} at the end of the file.
 */
final class LogInput {
  /** Longest text taken for real. Gatling's own writer had an 8 KiB buffer for a whole text. */
  static final int MAX_TEXT_BYTES = 512 * 1024;

  private final FileChannel channel;
  private final LongConsumer progress;
  private byte[] buffer;
  private long bufferOffset;
  private int position;
  private int limit;

  /**
   * @param bufferBytes large for speed, small where many files are open
   * @param progress told the offset whenever the buffer is filled
   */
  LogInput(FileChannel channel, int bufferBytes, LongConsumer progress) {
    this.channel = channel;
    this.buffer = new byte[bufferBytes];
    this.progress = progress;
  }

  /** Where in the file the next byte comes from. */
  long offset() {
    return bufferOffset + position;
  }

  /** Makes the next byte come from {@code offset}. */
  void seek(long offset) {
    bufferOffset = offset;
    position = 0;
    limit = 0;
  }

  /** Whether the file ends here. */
  boolean atEnd() throws IOException {
    return position == limit && !fill(1);
  }

  /** What is buffered, of which the next byte is at {@link #position()}. Not to be written to. */
  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  /** Where what is buffered ends. */
  int limit() {
    return limit;
  }

  /** Makes the next byte come from there, which is buffered. */
  void position(int next) {
    position = next;
  }

  byte readByte() throws IOException {
    require(1);
    return buffer[position++];
  }

  int readInt() throws IOException {
    require(Integer.BYTES);
    int value = intAt(buffer, position);
    position += Integer.BYTES;
    return value;
  }

  long readLong() throws IOException {
    long high = readInt();
    return (high << Integer.SIZE) | (readInt() & 0xFFFFFFFFL);
  }

  /** A length that is a count of bytes to come, then as many bytes. */
  byte[] readBytes() throws IOException {
    int length = readLength(MAX_TEXT_BYTES, "bytes");
    byte[] bytes = new byte[length];
    System.arraycopy(buffer, take(length), bytes, 0, length);
    return bytes;
  }

  /** A string: length, bytes, coder; the length alone when empty. */
  String readString() throws IOException {
    int length = readLength(MAX_TEXT_BYTES, "bytes of text");
    if (length == 0) {
      return "";
    }
    require(length + 1);
    int start = take(length);
    byte coder = readByte();
    return switch (coder) {
      case 0 -> new String(buffer, start, length, StandardCharsets.ISO_8859_1);
      // The writing JVM's byte order, which the file does not tell. All that Gatling supports
      // (x86, Arm) are little-endian.
      case 1 -> {
        if (length % 2 != 0) {
          throw new CorruptRecord("UTF-16 text of %d bytes".formatted(length));
        }
        yield new String(buffer, start, length, StandardCharsets.UTF_16LE);
      }
      default -> throw new CorruptRecord("text with coder %d".formatted(coder));
    };
  }

  /** A count that must be in 0..max. */
  int readLength(int max, String what) throws IOException {
    int length = readInt();
    if (length < 0 || length > max) {
      throw new CorruptRecord("%d %s. Expecting 0 to %d".formatted(length, what, max));
    }
    return length;
  }

  boolean readBoolean() throws IOException {
    byte value = readByte();
    if (value != 0 && value != 1) {
      throw new CorruptRecord("flag with value %d".formatted(value));
    }
    return value == 1;
  }

  /**
   * The int that begins there. In halves, each small enough for the JVM's fast compiler to inline;
   * a view of the array is calls to it.
   */
  static int intAt(byte[] bytes, int at) {
    return (shortAt(bytes, at) << Short.SIZE) | shortAt(bytes, at + Short.BYTES);
  }

  private static int shortAt(byte[] bytes, int at) {
    return ((bytes[at] & 0xFF) << Byte.SIZE) | (bytes[at + 1] & 0xFF);
  }

  private int take(int length) throws IOException {
    require(length);
    int start = position;
    position += length;
    return start;
  }

  private void require(int bytes) throws IOException {
    if (limit - position < bytes && !fill(bytes)) {
      throw new EOFException();
    }
  }

  /**
   * Moves what is unread to the front and reads until there are {@code bytes}; false at the end.
   */
  private boolean fill(int bytes) throws IOException {
    byte[] target = bytes <= buffer.length ? buffer : new byte[bytes];
    System.arraycopy(buffer, position, target, 0, limit - position);
    buffer = target;
    bufferOffset += position;
    limit -= position;
    position = 0;
    while (limit < bytes) {
      ByteBuffer free = ByteBuffer.wrap(buffer, limit, buffer.length - limit);
      int count = channel.read(free, bufferOffset + limit);
      if (count < 0) {
        return false;
      }
      limit += count;
    }
    progress.accept(bufferOffset);
    return true;
  }
}
