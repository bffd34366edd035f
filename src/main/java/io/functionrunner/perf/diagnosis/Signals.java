package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Signal.Bad;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.metrics.MetricDefinition;
import io.functionrunner.perf.run.Series;
import io.functionrunner.perf.stats.RobustSpread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The series of a run as signals: every collected metric, and what the client saw ({@link
 * TaskSignals}, {@link PaceSignals}). How much noise a series has at least follows from its unit:
 * of a count n it is √n (Poisson), of a rate what the counts in its window leave, of a duration a
 * share of it.
 */
final class Signals {

  /** Points of a rate's window, see docs/metrics.md. */
  private static final double SAMPLES_IN_WINDOW = 4;

  private static final double RELATIVE = 0.05;
  private static final double PERCENT_POINTS = 2;
  private static final double LOG_SECONDS = 0.15;

  /** Seconds that a submission may take without anybody minding. */
  private static final double SHORT_SUBMISSION = 0.1;

  private final Observed run;
  private final double stepSeconds;
  private final List<Signal> signals = new ArrayList<>();

  private Signals(Observed run) {
    this.run = run;
    this.stepSeconds = run.readings().map(r -> r.step().toMillis() / 1000.0).orElse(1.0);
  }

  static List<Signal> of(Observed run) {
    Signals signals = new Signals(run);
    run.readings()
        .ifPresent(
            readings ->
                readings
                    .results()
                    .keySet()
                    .forEach(id -> readings.series(id).forEach(signals::collected)));
    List<Signal> all = new ArrayList<>(signals.signals);
    run.tasks().ifPresent(tasks -> all.addAll(TaskSignals.of(run, tasks.windows())));
    run.pace().ifPresent(pace -> all.addAll(PaceSignals.of(pace.windows())));
    return all;
  }

  private void collected(Series series) {
    Optional<MetricDefinition> metric = run.catalog().find(series.metricId());
    String unit = metric.map(MetricDefinition::unit).orElse("");
    Points points = run.points(series);
    if (points.isEmpty()) {
      return;
    }
    Points measured = run.measured(points);
    double centre = measured.isEmpty() ? 0 : Math.abs(RobustSpread.median(measured.values()));
    Points judged = points;
    double floor =
        switch (unit) {
          case "tasks", "workers" -> Math.sqrt(Math.max(1, Math.max(centre, usualTasks())));
          case "tasks/s" -> {
            double window = SAMPLES_IN_WINDOW * stepSeconds;
            yield Math.sqrt(Math.max(centre, 1 / window) / window);
          }
          case "ratio" -> {
            double n = Math.max(1, run.offeredPerSecond() * SAMPLES_IN_WINDOW * stepSeconds);
            yield Math.sqrt(Math.max(centre, 1 / n) / n);
          }
          case "%" -> PERCENT_POINTS;
          case "s" -> {
            double offset =
                group(series.metricId()).equals("submission") ? SHORT_SUBMISSION : usualSeconds();
            judged = mapped(points, v -> Math.log(Math.max(0, v) + offset));
            yield LOG_SECONDS;
          }
          default -> Math.max(RELATIVE * centre, Double.MIN_NORMAL);
        };
    String labels =
        series.labels().isEmpty() ? "" : "{" + String.join(", ", series.labels().values()) + "}";
    signals.add(
        new Signal(
            series.metricId() + labels,
            group(series.metricId()),
            unit,
            points,
            judged,
            floor,
            false,
            metric.map(MetricDefinition::direction).map(Signals::bad).orElse(Bad.EITHER)));
  }

  /** Metrics of one group rise and fall together, whatever the cause. */
  static String group(String metricId) {
    if (metricId.startsWith("queue_") || metricId.startsWith("celery_queue_")) {
      return "queue";
    }
    if (metricId.startsWith("task_submit_latency")) {
      return "submission";
    }
    if (metricId.startsWith("task_error")) {
      return "errors";
    }
    if (metricId.startsWith("task_submit_rate")) {
      return "load";
    }
    if (metricId.startsWith("task_complete")) {
      return "throughput";
    }
    if (metricId.startsWith("celery_runtime")) {
      return "latency";
    }
    if (metricId.startsWith("worker") || metricId.startsWith("celery_")) {
      return "workers";
    }
    int end = metricId.indexOf('_');
    return end < 0 ? metricId : metricId.substring(0, end);
  }

  private static Bad bad(MetricDefinition.Direction better) {
    return switch (better) {
      case HIGHER -> Bad.DOWN;
      case LOWER -> Bad.UP;
      case NEITHER -> Bad.EITHER;
    };
  }

  private static Points mapped(Points points, DoubleUnaryOperator map) {
    return new Points(points.millis(), Arrays.stream(points.values()).map(map).toArray());
  }

  private double usualTasks() {
    return run.tasks().map(TaskSummary::averageInFlight).orElse(1.0);
  }

  /** Little's law: the mean time in flight. */
  private double usualSeconds() {
    return Math.max(stepSeconds / 10, usualTasks() / Math.max(run.offeredPerSecond(), 1e-9));
  }
}
