package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.CollectedMetric;
import io.functionrunner.perf.analysis.InjectorReport;
import io.functionrunner.perf.run.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The charts of several injectors: a chart a metric, with a line for each of the busiest. */
final class InjectorCharts {

  private static final double PERCENT = 100;

  private final InjectorReport injectors;
  private final List<ResourceChart> charts = new ArrayList<>();

  private InjectorCharts(InjectorReport injectors) {
    this.injectors = injectors;
  }

  /** Whether the samples are of several injectors. */
  static boolean areSeveral(InjectorReport injector) {
    return injector.metrics().stream()
        .flatMap(metric -> metric.series().stream())
        .anyMatch(one -> one.points().labels().containsKey(InjectorReport.SHARD));
  }

  static List<ResourceChart> of(InjectorReport injectors) {
    InjectorCharts all = new InjectorCharts(injectors);
    all.chart("injector_cpu_share", PERCENT, "CPU of their allowance, in %", "CPU limit");
    all.chart("injector_gc_pause_share", PERCENT, "pauses for collection, in %", "limit");
    all.chart(
        "injector_event_loop_delay_millis", 1, "how late event loops were, at most, in ms", "late");
    all.chart(
        "injector_schedule_lag_millis",
        1,
        "how late submissions were, at most, in ms",
        "limit of the schedule's p99");
    return all.charts;
  }

  private void chart(String id, double factor, String caption, String mark) {
    Optional<CollectedMetric> metric = injectors.metric(id);
    if (metric.isEmpty()) {
      return;
    }
    List<ResourceChart.Line> lines =
        ResourceChart.largest(metric.get()).stream()
            .map(
                one -> {
                  Series points = one.points();
                  // Each has instants of its own, between which it goes on.
                  return new ResourceChart.Line(
                      "shard " + points.labels().get(InjectorReport.SHARD),
                      ResourceChart.scaled(points, factor),
                      true);
                })
            .toList();
    int all = metric.get().series().size();
    OptionalDouble limit = metric.get().limit();
    charts.add(
        new ResourceChart(
            "Injectors: "
                + caption
                + (lines.size() == all ? "" : " (%d of %d)".formatted(lines.size(), all)),
            lines,
            limit.isPresent() ? Map.of(mark, factor * limit.getAsDouble()) : Map.of(),
            injectors.reasons().stream().map(InjectorReport.Reason::window).toList(),
            injectors.step().toMillis()));
  }
}
