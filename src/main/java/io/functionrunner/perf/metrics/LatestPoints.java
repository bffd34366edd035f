package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hands points on, and keeps those of the last round for whoever asks. */
final class LatestPoints implements SeriesSink {

  private final SeriesSink next;
  private List<MetricPoint> round = new ArrayList<>();

  /** Replaced as a whole, since other threads read it. */
  private volatile List<MetricPoint> latest = List.of();

  LatestPoints(SeriesSink next) {
    this.next = next;
  }

  @Override
  public void point(String metricId, Map<String, String> labels, long epochMillis, double value)
      throws IOException {
    next.point(metricId, labels, epochMillis, value);
    round.add(new MetricPoint(metricId, labels, value));
  }

  @Override
  public void flush() throws IOException {
    next.flush();
    latest = List.copyOf(round);
    round = new ArrayList<>();
  }

  List<MetricPoint> latest() {
    return latest;
  }
}
