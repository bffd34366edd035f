package io.functionrunner.perf.injector;

/**
 * Beyond what the injector is at its limit; docs/injector-health.md has the reasons.
 *
 * @param cpuShare of the process's allowance
 * @param gcPauseShare of the time
 * @param heapAfterGcShare of the largest heap
 * @param descriptorShare of the descriptors' limit
 * @param lateShare of the event loops' probes that may wait longer than {@link
 *     Lateness#LATE_MILLIS}: 1 % is "p99 ≤ 100 ms"
 * @param scheduleLagP99Millis of all measured tasks
 * @param leastLateMillis of late time on the event loops, below which they are not judged: one
 *     pause is no saturation
 * @param sustainedMillis a stretch beyond a limit counts from this length
 * @param timeShare or, in many short stretches, from this share of the measured time
 * @param leastMillis and from this much of it: a tenth of a short run is a moment
 * @param leastCollections after which the heap was too full: one young collection leaves garbage
 */
public record Thresholds(
    double cpuShare,
    double gcPauseShare,
    double heapAfterGcShare,
    double descriptorShare,
    double lateShare,
    double scheduleLagP99Millis,
    long leastLateMillis,
    long sustainedMillis,
    double timeShare,
    long leastMillis,
    int leastCollections) {

  public static final Thresholds DEFAULT =
      new Thresholds(.80, .10, .90, .90, .01, 100, 1_000, 5_000, .10, 3_000, 3);

  /** The same, with the limit of a run's own criteria. */
  public Thresholds withScheduleLagP99Millis(double millis) {
    return new Thresholds(
        cpuShare,
        gcPauseShare,
        heapAfterGcShare,
        descriptorShare,
        lateShare,
        millis,
        leastLateMillis,
        sustainedMillis,
        timeShare,
        leastMillis,
        leastCollections);
  }
}
