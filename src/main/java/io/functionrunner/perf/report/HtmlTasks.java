package io.functionrunner.perf.report;

import static io.functionrunner.perf.report.HtmlModel.row;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page's template names of tasks. */
final class HtmlTasks {

  private static final List<String> CARDS =
      List.of(
          "offered",
          "throughput",
          "completedShare",
          "errorRate",
          "rejectionRate",
          "inFlight.mean",
          "inFlight.max",
          "drain",
          "submit.p95",
          "lag.p99",
          "checks.share",
          "plannedShare");

  private HtmlTasks() {}

  static Map<String, Object> of(Analysis analysis, TaskSummary tasks) {
    List<Map<String, Object>> cards =
        CARDS.stream()
            .map(analysis::kpi)
            .flatMap(Optional::stream)
            .map(
                r ->
                    row("name", r.kpi().title(), "value", Display.value(r.value(), r.kpi().unit())))
            .toList();
    return Map.of(
        "cards",
        cards,
        "classes",
        tasks.classes().stream().map(own -> classTasks(analysis, own)).toList(),
        "latencyCharts",
        numbered(LatencyData.modalities(tasks)),
        "heat",
        !LatencyData.modalities(tasks).isEmpty(),
        "curves",
        numbered(QuantileCurves.modalities(tasks.classes())),
        "compared",
        !analysis.comparison().baselineTimes().isEmpty(),
        "hasErrorChart",
        tasks.windows().stream().anyMatch(w -> !w.errors().isEmpty()));
  }

  private static List<Map<String, Object>> numbered(List<String> modalities) {
    List<Map<String, Object>> charts = new ArrayList<>();
    for (String modality : modalities) {
      charts.add(row("number", String.valueOf(charts.size()), "modality", modality));
    }
    return charts;
  }

  private static Map<String, Object> classTasks(Analysis analysis, ClassTasks own) {
    Map<String, Object> row = new HashMap<>();
    MillisHistogram times = own.fromSubmit().all();
    row.put("name", own.taskClass().title());
    row.put("completed", Display.count(own.counts().completed()));
    row.put("p50", Display.quantile(times, .5));
    row.put("p95", Display.quantile(times, .95));
    row.put("p99", Display.quantile(times, .99));
    row.put("intended", Display.quantile(own.fromIntended(), .95));
    row.put("basis", own.basis().words());
    row.put("interval", Display.NOTHING);
    row.put("certified", Display.NOTHING);
    analysis
        .kpi("task." + own.taskClass().id() + ".p95")
        .ifPresent(
            r -> {
              if (r.value() instanceof KpiValue.Measured measured) {
                measured.interval().ifPresent(i -> row.put("interval", Display.interval(i)));
                measured.certified().ifPresent(c -> row.put("certified", Display.millis(c)));
              }
            });
    split(row, own);
    return row;
  }

  private static void split(Map<String, Object> row, ClassTasks own) {
    row.put("queue50", Display.quantile(own.queue(), .5));
    row.put("queue95", Display.quantile(own.queue(), .95));
    row.put("run50", Display.quantile(own.run(), .5));
    row.put("run95", Display.quantile(own.run(), .95));
    row.put("detection50", Display.quantile(own.detection(), .5));
    row.put("detection95", Display.quantile(own.detection(), .95));
    row.put("bound50", Display.quantile(own.detectionBound(), .5));
    row.put("bound95", Display.quantile(own.detectionBound(), .95));
    row.put("mean", Display.NOTHING);
    if (own.queue().isEmpty()) {
      row.put("bar", null);
      return;
    }
    double queue = own.queue().mean();
    double run = own.run().mean();
    double detection = own.detection().mean();
    row.put("mean", Display.millis(queue + run + detection));
    double percent = 100 / Math.max(1, queue + run + detection);
    row.put(
        "bar",
        row(
            "queue",
            Display.plain(queue * percent, 1),
            "run",
            Display.plain(run * percent, 1),
            "detection",
            Display.plain(detection * percent, 1),
            "label",
            "mean queue %s, run %s, detection %s"
                .formatted(Display.millis(queue), Display.millis(run), Display.millis(detection))));
  }

  static Map<String, Object> conservation(Analysis analysis, Conservation all) {
    List<Map<String, Object>> rows = new ArrayList<>();
    analysis
        .tasks()
        .ifPresent(
            tasks ->
                tasks
                    .phases()
                    .forEach(
                        p ->
                            rows.add(
                                counts(
                                    p.phase().name(),
                                    Display.span(p.phase().startMillis(), p.phase().endMillis()),
                                    p.counts()))));
    rows.add(counts("the whole run", "", all));
    return Map.of("sentence", Display.conservation(all), "rows", rows);
  }

  private static Map<String, Object> counts(String name, String span, Conservation counts) {
    return row(
        "name",
        name,
        "span",
        span,
        "submitted",
        Display.count(counts.submitted()),
        "completed",
        Display.count(counts.completed()),
        "failed",
        Display.count(counts.failed()),
        "rejected",
        Display.count(counts.rejected()),
        "timedOut",
        Display.count(counts.timedOut()),
        "inFlight",
        Display.count(counts.inFlight()));
  }
}
