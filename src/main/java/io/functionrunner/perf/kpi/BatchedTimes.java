package io.functionrunner.perf.kpi;

import io.functionrunner.perf.stats.Dispersion.Batch;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.Collection;
import java.util.List;

/**
 * Times of the measured phases, by phase and stretch of time: so it shows how far those of one run
 * depend on each other.
 */
public record BatchedTimes(MillisHistogram all, List<List<MillisHistogram>> batches) {

  /** No phase, no value. */
  public static final BatchedTimes NONE = of(List.of());

  public BatchedTimes {
    batches = batches.stream().map(List::copyOf).toList();
  }

  static BatchedTimes of(List<List<MillisHistogram>> batches) {
    return new BatchedTimes(
        batches.stream()
            .flatMap(Collection::stream)
            .reduce(MillisHistogram.EMPTY, MillisHistogram::plus),
        batches);
  }

  /** Those that took longer, and how far they cluster in time. */
  Hits slower(int limitMillis) {
    return new Hits(
        batches.stream()
            .map(
                phase ->
                    phase.stream().map(b -> new Batch(slower(b, limitMillis), b.count())).toList())
            .toList());
  }

  private static long slower(MillisHistogram times, int limitMillis) {
    return times.count() - times.rankOf(limitMillis);
  }
}
