package io.functionrunner.perf.simlog;

import java.util.function.LongConsumer;

/**
 * How to decode.
 *
 * @param anyVersion try a log of a Gatling version that this decoder was not tested with
 * @param progress told the bytes read so far, about once a megabyte
 */
public record DecodeOptions(boolean anyVersion, LongConsumer progress) {

  /** Tested versions only, and nobody is told of the progress. */
  public static final DecodeOptions DEFAULT = new DecodeOptions(false, bytes -> {});

  /** These options, but with any version tried. */
  public DecodeOptions withAnyVersion(boolean anyVersion) {
    return new DecodeOptions(anyVersion, progress);
  }

  /** These options, with the progress told to {@code progress}. */
  public DecodeOptions withProgress(LongConsumer progress) {
    return new DecodeOptions(anyVersion, progress);
  }
}
