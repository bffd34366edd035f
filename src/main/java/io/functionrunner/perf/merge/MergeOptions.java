package io.functionrunner.perf.merge;

import io.functionrunner.perf.simlog.DecodeOptions;
import java.util.List;

/**
 * How to merge.
 *
 * @param clockOffsets milliseconds to add to the times of each part, in their order; empty:
 *     estimated
 * @param lackingAllowed whether a run that lacks shards may be judged
 * @param decoding of the parts' simulation.log
 */
public record MergeOptions(
    List<Long> clockOffsets, boolean lackingAllowed, DecodeOptions decoding) {

  /** Clocks estimated, every shard wanted, tested versions of Gatling only. */
  public static final MergeOptions DEFAULT =
      new MergeOptions(List.of(), false, DecodeOptions.DEFAULT);

  public MergeOptions {
    clockOffsets = List.copyOf(clockOffsets);
  }

  /** These, with shards that may be lacking. */
  public MergeOptions allowingLacking() {
    return new MergeOptions(clockOffsets, true, decoding);
  }
}
