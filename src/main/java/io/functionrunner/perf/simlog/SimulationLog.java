package io.functionrunner.perf.simlog;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Decodes the file that Gatling writes while a simulation runs. */
public final class SimulationLog {
  /** The name that Gatling gives the file in a run's directory. */
  public static final String FILE_NAME = "simulation.log";

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MIN_BUFFER_BYTES = 1 << 12;
  private static final int BATCH = 1 << 12;

  private SimulationLog() {}

  /**
   * Reads a log once, from start to end, in constant memory, and tells {@code sink} what it says. A
   * log that was cut anywhere behind its run record, or that turns into something else, is a run
   * all the same: with everything before that place, and {@link Decoded#truncation()} set.
   *
   * @throws NotASimulationLog also for an empty file and one that ends inside its run record:
   *     Gatling writes blocks of 8 KiB and was killed before the first
   * @throws UnsupportedVersion unless {@link DecodeOptions#anyVersion()}
   * @throws IOException if the file cannot be read
   */
  public static Decoded decode(Path file, LogSink sink, DecodeOptions options) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      int bufferBytes = (int) Math.min(BUFFER_BYTES, Math.max(MIN_BUFFER_BYTES, channel.size()));
      LogInput input = new LogInput(channel, bufferBytes, options.progress());
      LogDecoder decoder = new LogDecoder(file.toString(), input, sink, options.anyVersion());
      readHeader(decoder, file, channel.size());
      boolean more = true;
      while (more) {
        more = decoder.read(BATCH);
      }
      return decoder.decoded();
    }
  }

  static void readHeader(LogDecoder decoder, Path file, long size) throws IOException {
    try {
      decoder.readHeader();
    } catch (EOFException e) {
      throw new NotASimulationLog(
          size == 0
              ? file + ": 0 bytes: Gatling ended before it wrote anything"
              : "%s: ends inside its run record, after %d bytes: Gatling was killed at its start"
                  .formatted(file, size));
    }
  }
}
