package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.Kpi.Direction;
import io.functionrunner.perf.run.MetricSummary;
import io.functionrunner.perf.run.Series;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One metric over a run.
 *
 * @param exporter who served it; empty when the catalog does not have the metric any more
 * @param limit beyond it the resource is held to be at its end; empty when nobody said
 */
public record CollectedMetric(
    String id,
    String exporter,
    String unit,
    Direction direction,
    String meaning,
    OptionalDouble limit,
    List<OneSeries> series) {

  /**
   * One of its series.
   *
   * @param measured over all measured phases; empty without points in them
   * @param phases those that have points, in order
   */
  public record OneSeries(
      Series points, Optional<MetricSummary> measured, List<MetricSummary> phases) {
    public OneSeries {
      phases = List.copyOf(phases);
    }
  }

  public CollectedMetric {
    series = List.copyOf(series);
  }

  /** The largest value of all series in measured phases. */
  public OptionalDouble max() {
    return series.stream()
        .flatMap(one -> one.measured().stream())
        .mapToDouble(MetricSummary::max)
        .max();
  }

  /** The mean over the series of their averages in measured phases. */
  public OptionalDouble average() {
    return series.stream()
        .flatMap(one -> one.measured().stream())
        .mapToDouble(MetricSummary::average)
        .average();
  }
}
