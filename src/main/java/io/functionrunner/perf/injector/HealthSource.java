package io.functionrunner.perf.injector;

import java.time.Duration;

/** Something that is looked at once in every sample; used by one thread at a time. */
@FunctionalInterface
interface HealthSource {

  /**
   * Looks, and tells what it sees. What cannot be measured has no point.
   *
   * @param elapsed since the sample before
   */
  void read(Duration elapsed, Points points);

  /** Takes finite values; one for a metric in a sample. */
  @FunctionalInterface
  interface Points {
    void add(InjectorMetric metric, double value);
  }

  /** The same, but only in every n-th sample, from the first on: for what is dear to look at. */
  static HealthSource everyNth(int n, HealthSource source) {
    int[] sample = {0};
    return (elapsed, points) -> {
      if (sample[0]++ % n == 0) {
        source.read(elapsed, points);
      }
    };
  }
}
