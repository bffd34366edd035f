package io.functionrunner.perf.simlog;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a log that is still being written, or was left unfinished: each {@link #poll()} goes on
 * where the one before stopped. Half a record at the end is left for the next time.
 *
 * <p>Gatling writes blocks of 8 KiB, when they are full: a log of few requests stays behind.
 */
public final class LogFollower implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int BATCH = 1 << 12;

  private final Path file;
  private final LogSink sink;
  private final DecodeOptions options;
  private FileChannel channel;
  private LogDecoder decoder;

  /** Follows a file that need not exist yet. */
  public LogFollower(Path file, LogSink sink, DecodeOptions options) {
    this.file = file;
    this.sink = sink;
    this.options = options;
  }

  /**
   * Tells the sink what was added since the last call.
   *
   * @return records read by this call; none any more once the log has turned out corrupt
   * @throws NotASimulationLog as soon as that is certain; an empty file may become one
   * @throws UnsupportedVersion as {@link SimulationLog#decode}
   * @throws IOException also if the file has become shorter: it is another one then
   */
  public long poll() throws IOException {
    if (channel == null) {
      if (!Files.exists(file)) {
        return 0;
      }
      channel = FileChannel.open(file);
      LogInput input = new LogInput(channel, BUFFER_BYTES, options.progress());
      decoder = new LogDecoder(file.toString(), input, sink, options.anyVersion());
    }
    if (channel.size() < decoder.offset()) {
      throw new IOException(
          "%s: has shrunk to %,d bytes after %,d were read: it is another run's now"
              .formatted(file, channel.size(), decoder.offset()));
    }
    if (decoder.header() == null && !readHeader()) {
      return 0;
    }
    long before = decoder.records();
    boolean more = !isCorrupt();
    while (more) {
      more = decoder.read(BATCH);
    }
    return decoder.records() - before;
  }

  /** What has been read so far; empty before the run record was complete. */
  public Optional<Decoded> decoded() {
    return decoder == null || decoder.header() == null
        ? Optional.empty()
        : Optional.of(decoder.decoded());
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private boolean readHeader() throws IOException {
    try {
      decoder.readHeader();
      return true;
    } catch (EOFException e) {
      return false;
    }
  }

  private boolean isCorrupt() {
    return decoder
        .decoded()
        .truncation()
        .map(truncation -> truncation.kind() == Truncation.Kind.CORRUPT)
        .orElse(false);
  }
}
