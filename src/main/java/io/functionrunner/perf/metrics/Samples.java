package io.functionrunner.perf.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Raw samples an {@link Expression} is evaluated on. Both answers are keyed by labels. */
interface Samples {

  /** The newest value, at an instant, of every series that is neither stale nor too old. */
  Map<Map<String, String>, Double> instant(String metric, List<Matcher> matchers, long atMillis);

  /**
   * Increase per second in the window that ends at an instant, for every series with two samples or
   * more in it. Each series' counter resets are undone before anything is summed.
   */
  Map<Map<String, String>, Double> rate(
      String metric, List<Matcher> matchers, long atMillis, Duration window);
}
