package io.functionrunner.perf.report;

import static io.functionrunner.perf.report.HtmlModel.row;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.CollectedMetric;
import io.functionrunner.perf.analysis.CollectedMetric.OneSeries;
import io.functionrunner.perf.analysis.InjectorReport;
import io.functionrunner.perf.analysis.ServerMetrics;
import io.functionrunner.perf.run.MetricSummary;
import io.functionrunner.perf.run.PhaseResources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the page's template names of resources. */
final class HtmlResources {

  /** Of a cluster's pods the page shows some, and analysis.json all. */
  private static final int MOST_ROWS = 120;

  private HtmlResources() {}

  /** Charts of both, in the order of {@link ChartData}'s {@code resources}. */
  static List<ResourceChart> charts(Analysis analysis) {
    List<ResourceChart> charts = new ArrayList<>(ResourceChart.target(analysis));
    charts.addAll(ResourceChart.injector(analysis));
    return charts;
  }

  static Map<String, Object> target(Analysis analysis, ServerMetrics metrics) {
    Map<String, Object> section = new HashMap<>();
    section.put("source", metrics.source());
    section.put("step", Display.millis((double) metrics.step().toMillis()));
    section.put("summary", ResourceText.target(metrics, analysis.diagnosis()));
    section.put("charts", numbered(ResourceChart.target(analysis), 0));
    List<PhaseResources> stretches = new ArrayList<>(metrics.phases());
    stretches.add(metrics.measured());
    section.put("phases", stretches.stream().map(HtmlResources::phase).toList());
    tables(section, metrics.collected());
    section.put(
        "missing",
        metrics.missing().stream()
            .map(m -> row("name", m.id(), "exporter", m.exporter(), "reason", m.reason()))
            .toList());
    section.put("missingCount", String.valueOf(metrics.missing().size()));
    section.put("hasMissing", !metrics.missing().isEmpty());
    return section;
  }

  static Map<String, Object> injector(Analysis analysis, InjectorReport injector) {
    Map<String, Object> section = new HashMap<>();
    section.put("summary", ResourceText.injector(injector));
    section.put(
        "charts",
        numbered(ResourceChart.injector(analysis), ResourceChart.target(analysis).size()));
    section.put("sampled", !injector.metrics().isEmpty());
    tables(section, injector.metrics());
    return section;
  }

  private static List<Map<String, Object>> numbered(List<ResourceChart> charts, int from) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ResourceChart chart : charts) {
      rows.add(row("number", String.valueOf(from + rows.size()), "caption", chart.caption()));
    }
    return rows;
  }

  private static Map<String, Object> phase(PhaseResources r) {
    return row(
        "name",
        r.phase(),
        "queueAverage",
        Display.optional(r.queueDepthAverage(), "tasks"),
        "queuePeak",
        Display.optional(r.queueDepthPeak(), "tasks"),
        "concurrent",
        Display.optional(r.maxConcurrentTasks(), "tasks"),
        "utilisation",
        Display.optional(r.workerUtilisation(), "share"),
        "efficiency",
        Display.optional(r.workerEfficiency(), ""),
        "demands",
        r.demands().stream()
            .filter(d -> d.demandSeconds().isPresent())
            .map(d -> d.resource() + " " + Display.optional(d.demandSeconds(), "s"))
            .collect(Collectors.joining(", ")));
  }

  private static void tables(Map<String, Object> section, List<CollectedMetric> metrics) {
    List<Map<String, Object>> rows = new ArrayList<>();
    int all = 0;
    for (CollectedMetric metric : metrics) {
      for (OneSeries one : metric.series()) {
        if (all++ < MOST_ROWS) {
          rows.add(series(metric, one));
        }
      }
    }
    section.put("series", rows);
    section.put("seriesCount", String.valueOf(all));
    section.put(
        "seriesMore",
        all > MOST_ROWS ? "%d more are in analysis.json.".formatted(all - MOST_ROWS) : "");
  }

  private static Map<String, Object> series(CollectedMetric metric, OneSeries one) {
    Map<String, Object> row = new HashMap<>();
    row.put("name", metric.id());
    row.put("labels", ResourceChart.labels(one.points().labels()));
    row.put("meaning", metric.meaning());
    row.put("average", Display.NOTHING);
    row.put("max", Display.NOTHING);
    row.put("min", Display.NOTHING);
    row.put("coverage", Display.NOTHING);
    one.measured()
        .ifPresent(
            m -> {
              row.put("average", Display.number(m.average(), metric.unit()));
              row.put("min", Display.number(m.min(), metric.unit()));
              row.put("max", Display.number(m.max(), metric.unit()));
              row.put("coverage", Display.number(m.coverage(), "share"));
            });
    row.put(
        "phases",
        one.phases().stream()
            .map(p -> byPhase(p, metric.unit()))
            .collect(Collectors.joining("; ")));
    return row;
  }

  private static String byPhase(MetricSummary phase, String unit) {
    return "%s %s (at most %s)"
        .formatted(
            phase.phase(),
            Display.number(phase.average(), unit),
            Display.number(phase.max(), unit));
  }
}
