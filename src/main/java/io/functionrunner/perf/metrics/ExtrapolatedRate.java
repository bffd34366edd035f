package io.functionrunner.perf.metrics;

/**
 * PromQL's {@code rate} of one counter (Prometheus, {@code promql/functions.go}, {@code
 * extrapolatedRate}): the increase between the first and the last sample of a window, counter
 * resets undone, extended to the window's ends where the samples reach near them, and never below a
 * counter's 0.
 */
final class ExtrapolatedRate {

  /** A gap at a window's end up to this many sample distances is taken as a sample's jitter. */
  private static final double NEAR_THE_END = 1.1;

  private ExtrapolatedRate() {}

  /**
   * Increase per second.
   *
   * @param millis instants of samples from {@code from} (inclusive) to {@code to} (exclusive), all
   *     in the window
   * @return NaN with fewer than two samples
   */
  static double of(
      long[] millis, double[] values, int from, int to, long startMillis, long endMillis) {
    int last = to - 1;
    if (last <= from || endMillis <= startMillis) {
      return Double.NaN;
    }
    double increase = values[last] - values[from];
    for (int i = from + 1; i <= last; i++) {
      if (values[i] < values[i - 1]) {
        increase += values[i - 1];
      }
    }
    double sampled = millis[last] - millis[from];
    double distance = sampled / (last - from);
    double toStart = millis[from] - startMillis;
    double toEnd = endMillis - millis[last];
    if (increase > 0 && values[from] >= 0) {
      toStart = Math.min(toStart, sampled * (values[from] / increase));
    }
    double covered =
        sampled
            + (toStart < distance * NEAR_THE_END ? toStart : distance / 2)
            + (toEnd < distance * NEAR_THE_END ? toEnd : distance / 2);
    return increase * (covered / sampled) / (endMillis - startMillis) * 1000;
  }
}
