package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.CollectedMetric;
import io.functionrunner.perf.analysis.CollectedMetric.OneSeries;
import io.functionrunner.perf.analysis.InjectorReport;
import io.functionrunner.perf.analysis.ServerMetrics;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.run.MetricSummary;
import io.functionrunner.perf.run.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The charts of what the target's and the injector's resources did.
 *
 * @param caption what is drawn, for people
 * @param lines drawn
 * @param marks levels beyond which there is little left
 * @param windows in which the injector was at a limit
 */
record ResourceChart(
    String caption,
    List<Line> lines,
    Map<String, Double> marks,
    List<Finding.Span> windows,
    long stepMillis) {

  /** So many lines a reader can tell apart; of more series the largest are drawn. */
  private static final int MOST_LINES = 6;

  private static final int MOST_LABEL = 60;
  private static final double PERCENT = 100;

  /** Shown, and nothing is judged by it. */
  private static final Map<String, Double> NINETY = Map.of("90 %", 90.0);

  /**
   * One line.
   *
   * @param sparse whether points without a neighbour are usual: they are joined
   */
  record Line(String label, Series series, boolean sparse) {}

  /** Those for which something was collected: of the target. */
  static List<ResourceChart> target(Analysis analysis) {
    if (analysis.metrics().isEmpty()) {
      return List.of();
    }
    ServerMetrics metrics = analysis.metrics().get();
    List<ResourceChart> charts = new ArrayList<>();
    add(
        charts,
        metrics,
        "Tasks waiting in queues",
        Map.of(),
        "queue_depth",
        "queue_depth_by_queue");
    boolean ownWorkers = metrics.metric("workers_active").isPresent();
    add(
        charts,
        metrics,
        "Workers: those that run a task, and all",
        Map.of(),
        ownWorkers ? "workers_active" : "celery_tasks_active",
        "worker_pool_size");
    add(charts, metrics, "CPU of the average worker, in % of a core", Map.of(), "worker_cpu");
    add(charts, metrics, "CPU of hosts, in %", NINETY, "cpu_utilisation");
    add(charts, metrics, "Memory of hosts, in %", NINETY, "memory_utilisation");
    add(charts, metrics, "GPU utilisation, in %: a busy share of time", NINETY, "gpu_utilisation");
    add(charts, metrics, "GPU memory in use, in %", NINETY, "gpu_memory_utilisation");
    return charts;
  }

  /** Those of the injector. */
  static List<ResourceChart> injector(Analysis analysis) {
    InjectorReport injector = analysis.injector();
    if (InjectorCharts.areSeveral(injector)) {
      return InjectorCharts.of(injector);
    }
    List<Finding.Span> windows =
        injector.reasons().stream().map(InjectorReport.Reason::window).toList();
    List<ResourceChart> charts = new ArrayList<>();
    List<Line> shares = new ArrayList<>();
    injector.metric("injector_cpu_share").ifPresent(m -> shares.add(share("CPU", m)));
    injector
        .metric("injector_system_cpu_share")
        .ifPresent(m -> shares.add(share("CPU of the machine", m)));
    heap(injector).ifPresent(shares::add);
    injector
        .metric("injector_gc_pause_share")
        .ifPresent(m -> shares.add(share("pauses for collection", m)));
    if (!shares.isEmpty()) {
      charts.add(
          new ResourceChart(
              "Injector: CPU of its allowance, heap in use, pauses, in %",
              shares,
              mark(injector, "injector_cpu_share", PERCENT, "CPU limit"),
              windows,
              injector.step().toMillis()));
    }
    List<Line> delays = new ArrayList<>();
    injector
        .metric("injector_event_loop_delay_millis")
        .ifPresent(m -> delays.add(line("event loops", m.series().get(0).points(), false)));
    injector
        .metric("injector_schedule_lag_millis")
        .ifPresent(m -> delays.add(line("schedule", m.series().get(0).points(), true)));
    if (!delays.isEmpty()) {
      charts.add(
          new ResourceChart(
              "Injector: how late its event loops and its submissions were, at most, in ms",
              delays,
              lateness(injector),
              windows,
              injector.step().toMillis()));
    }
    return charts;
  }

  /** What the page's script draws. */
  void writeTo(ArrayNode charts, long startMillis) {
    ObjectNode chart = charts.addObject();
    new SeriesLines(lines.stream().map(Line::series).toList(), startMillis, stepMillis)
        .writeTo(chart);
    ArrayNode labels = chart.putArray("labels");
    lines.forEach(line -> labels.add(line.label()));
    ArrayNode sparse = chart.putArray("sparse");
    lines.forEach(line -> sparse.add(line.sparse()));
    ArrayNode levels = chart.putArray("marks");
    marks.forEach((label, value) -> levels.addObject().put("label", label).put("value", value));
    ArrayNode spans = chart.putArray("windows");
    windows.forEach(
        w ->
            spans
                .addObject()
                .put("start", w.startMillis() / 1000.0)
                .put("end", w.endMillis() / 1000.0));
  }

  private static void add(
      List<ResourceChart> charts,
      ServerMetrics metrics,
      String caption,
      Map<String, Double> marks,
      String... ids) {
    List<Line> lines = new ArrayList<>();
    int all = 0;
    for (String id : ids) {
      Optional<CollectedMetric> metric = metrics.metric(id);
      if (metric.isPresent()) {
        all += metric.get().series().size();
        largest(metric.get()).forEach(one -> lines.add(line(label(id, one), one.points(), false)));
      }
    }
    if (lines.isEmpty()) {
      return;
    }
    List<Line> drawn = lines.subList(0, Math.min(MOST_LINES, lines.size()));
    String more = drawn.size() == all ? "" : " (%d of %d series)".formatted(drawn.size(), all);
    charts.add(
        new ResourceChart(caption + more, drawn, marks, List.of(), metrics.step().toMillis()));
  }

  /** As many of a metric's series as a reader can tell apart. */
  static List<OneSeries> largest(CollectedMetric metric) {
    Function<OneSeries, Double> max =
        one -> one.measured().map(MetricSummary::max).orElse(Double.NEGATIVE_INFINITY);
    return metric.series().stream()
        .sorted(Comparator.comparing(max).reversed())
        .limit(MOST_LINES)
        .toList();
  }

  /** One label's value says it all; the metric stands in the caption. */
  private static String label(String id, OneSeries one) {
    Map<String, String> labels = one.points().labels();
    String text =
        switch (labels.size()) {
          case 0 -> id;
          case 1 -> labels.values().iterator().next();
          default -> labels(labels);
        };
    return Plain.line(text, MOST_LABEL);
  }

  /** Labels of a series in a line; values come from servers. */
  static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Line share(String label, CollectedMetric metric) {
    return line(label, scaled(metric.series().get(0).points(), PERCENT), false);
  }

  /** With the garbage in it: only after a collection is it known without. */
  private static Optional<Line> heap(InjectorReport injector) {
    OptionalDouble max =
        injector
            .metric("injector_heap_max_bytes")
            .map(CollectedMetric::max)
            .orElse(OptionalDouble.empty());
    return injector
        .metric("injector_heap_used_bytes")
        .filter(used -> max.isPresent() && max.getAsDouble() > 0)
        .map(
            used ->
                line(
                    "heap",
                    scaled(used.series().get(0).points(), PERCENT / max.getAsDouble()),
                    false));
  }

  private static Line line(String label, Series series, boolean sparse) {
    return new Line(label, series, sparse);
  }

  static Series scaled(Series series, double factor) {
    double[] values = series.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return new Series(series.metricId(), series.labels(), series.epochMillis(), values);
  }

  /** One mark when both are held to the same. */
  private static Map<String, Double> lateness(InjectorReport injector) {
    Map<String, Double> loops = mark(injector, "injector_event_loop_delay_millis", 1, "late");
    Map<String, Double> schedule =
        mark(injector, "injector_schedule_lag_millis", 1, "limit of the schedule's p99");
    Map<String, Double> both = new TreeMap<>(loops);
    if (!loops.values().containsAll(schedule.values())) {
      both.putAll(schedule);
    }
    return both;
  }

  private static Map<String, Double> mark(
      InjectorReport injector, String id, double factor, String label) {
    OptionalDouble limit =
        injector.metric(id).map(CollectedMetric::limit).orElse(OptionalDouble.empty());
    return limit.isPresent() ? Map.of(label, factor * limit.getAsDouble()) : Map.of();
  }
}
