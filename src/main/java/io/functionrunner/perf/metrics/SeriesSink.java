package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.util.Map;

/** Takes points as they are measured, in time's order. */
public interface SeriesSink {

  /**
   * One point.
   *
   * @param epochMillis not before that of the point before
   * @param value finite
   */
  void point(String metricId, Map<String, String> labels, long epochMillis, double value)
      throws IOException;

  /** The points so far belong together and should outlive a crash. */
  void flush() throws IOException;
}
