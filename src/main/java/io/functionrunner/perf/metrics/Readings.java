package io.functionrunner.perf.metrics;

import io.functionrunner.perf.run.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything one source said about a run's metrics.
 *
 * @param source where they come from, without secrets: {@code scrape of …}, {@code Prometheus at …}
 * @param step distance of points where there is no gap
 * @param clock how far the source's clock is from the injector's, where it has one of its own;
 *     instants in the series are corrected by it already
 * @param notices what a reader has to know: failed scrapes, server warnings, missing stretches
 * @param truncated whether the source was cut off before its end (a killed run)
 */
public record Readings(
    String source,
    Duration step,
    Optional<ClockOffset> clock,
    Map<String, MetricResult> results,
    List<String> notices,
    boolean truncated) {

  public Readings {
    results = new LinkedHashMap<>(results);
    notices = List.copyOf(notices);
  }

  /** What became of a metric; one the source never mentions was not collected. */
  public MetricResult result(String metricId) {
    MetricResult result = results.get(metricId);
    return result != null
        ? result
        : new MetricResult.NotCollected(
            metricId,
            truncated ? "no points before the source was cut off" : "not asked for from " + source);
  }

  /** A metric's series; none when it was not collected. */
  public List<Series> series(String metricId) {
    return result(metricId) instanceof MetricResult.Collected collected
        ? collected.series()
        : List.of();
  }

  /** Only the series with this label, without what else the source said. */
  public Readings labelled(String name, String value) {
    Map<String, MetricResult> own = new LinkedHashMap<>();
    for (String metric : results.keySet()) {
      List<Series> with =
          series(metric).stream().filter(one -> value.equals(one.labels().get(name))).toList();
      if (!with.isEmpty()) {
        own.put(metric, new MetricResult.Collected(metric, with));
      }
    }
    return new Readings(source, step, clock, own, List.of(), truncated);
  }

  /** Required metrics of a catalog that are missing: each makes the run invalid. */
  public List<MetricResult.NotCollected> missingRequired(Catalog catalog) {
    List<MetricResult.NotCollected> missing = new ArrayList<>();
    for (MetricDefinition metric : catalog.metrics()) {
      if (metric.required()
          && result(metric.id()) instanceof MetricResult.NotCollected notCollected) {
        missing.add(notCollected);
      }
    }
    return missing;
  }
}
