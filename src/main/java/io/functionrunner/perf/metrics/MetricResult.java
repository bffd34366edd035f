package io.functionrunner.perf.metrics;

import io.functionrunner.perf.run.Series;
import java.util.Comparator;
import java.util.List;

/** What became of one metric of the catalog: its series, or why there are none. */
public sealed interface MetricResult {

  String metricId();

  /** At least one series, in the order of their labels; each may have gaps. */
  record Collected(String metricId, List<Series> series) implements MetricResult {
    public Collected {
      series =
          series.stream().sorted(Comparator.comparing(one -> one.labels().toString())).toList();
      if (series.isEmpty()) {
        throw new IllegalArgumentException(metricId + ": collected, but no series");
      }
    }
  }

  /** Nothing was measured, which is not the same as 0. */
  record NotCollected(String metricId, String reason) implements MetricResult {}
}
