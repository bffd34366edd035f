package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Signal.Bad;
import io.functionrunner.perf.kpi.Pace;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.TaskWindow;
import io.functionrunner.perf.metrics.MetricDefinition;
import io.functionrunner.perf.run.Series;
import io.functionrunner.perf.stats.RobustSpread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * The series of a run as signals: every collected metric, and what the client saw in its windows.
 * How much noise a series has at least follows from its unit: of a count n it is √n (Poisson), of a
 * rate what the counts in its window leave, of a duration a share of it.
 */
final class Signals {

  /** Points of a rate's window, see docs/metrics.md. */
  private static final double SAMPLES_IN_WINDOW = 4;

  private static final double RELATIVE = 0.05;
  private static final double PERCENT_POINTS = 2;
  private static final double LOG_SECONDS = 0.15;

  /** Seconds that a submission may take without anybody minding. */
  private static final double SHORT_SUBMISSION = 0.1;

  private static final double FEWEST_TASKS = 20;

  /** A variance below this is taken for it: its logarithm would be noise. */
  private static final double TINY = 0.01;

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
    run.tasks().ifPresent(signals::tasks);
    run.pace().map(Pace::windows).ifPresent(signals::pace);
    return signals.signals;
  }

  private void collected(Series series) {
    Optional<MetricDefinition> metric = run.catalog().find(series.metricId());
    String unit = metric.map(MetricDefinition::unit).orElse("");
    Points points = run.points(series);
    if (points.isEmpty()) {
      return;
    }
    Points measured = measured(points);
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
            double n = Math.max(1, offered() * SAMPLES_IN_WINDOW * stepSeconds);
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

  private void tasks(TaskSummary tasks) {
    List<TaskWindow> windows = tasks.windows();
    double seconds = windows.isEmpty() ? 1 : length(windows.get(0));
    double perWindow = Math.max(1e-9, offered() * seconds);
    List<List<TaskWindow>> wide = grouped(windows, perWindow);
    add("throughput", "throughput", "tasks/s", wide, Bad.DOWN, Signals::completedPerSecond);
    add("offered load", "load", "tasks/s", wide, Bad.EITHER, Signals::offeredPerSecond);
    errors(wide);
  }

  /** Times, by modality and of all together. */
  private void pace(List<Pace.Window> windows) {
    TreeSet<String> modalities = new TreeSet<>();
    windows.forEach(w -> modalities.addAll(w.times().keySet()));
    Map<String, Double> usual = new TreeMap<>();
    double all = 0;
    for (String modality : modalities) {
      double own =
          windows.stream().mapToLong(w -> w.count(modality)).sum() / (double) windows.size();
      all += own;
      List<List<Pace.Window>> groups = grouped(windows, own);
      double[] spreads =
          groups.stream()
              .mapToDouble(w -> pooled(w, modality).spread())
              .filter(s -> s > 0)
              .toArray();
      if (spreads.length > 0) {
        usual.put(modality, RobustSpread.median(spreads));
        latency(modality, groups, usual.get(modality));
      }
    }
    if (!usual.isEmpty()) {
      spread(grouped(windows, all), usual);
    }
  }

  private void add(
      String name,
      String group,
      String unit,
      List<List<TaskWindow>> windows,
      Bad bad,
      ToDoubleFunction<List<TaskWindow>> value) {
    Points points = points(windows, value);
    double seconds = windows.isEmpty() ? 1 : length(windows.get(0));
    Points measured = measured(points);
    double rate = measured.isEmpty() ? 0 : RobustSpread.median(measured.values());
    double floor = Math.sqrt(Math.max(rate, 1 / seconds) / seconds);
    signals.add(new Signal(name, group, unit, points, points, floor, true, bad));
  }

  private void errors(List<List<TaskWindow>> windows) {
    Points share = points(windows, Signals::errorShare);
    Points measured = measured(share);
    double usual = measured.isEmpty() ? 0 : RobustSpread.median(measured.values());
    Points judged =
        points(
            windows,
            w -> {
              double n = ended(w);
              return n == 0
                  ? 0
                  : (failed(w) - n * usual) / Math.sqrt(Math.max(1, n * usual * (1 - usual)));
            });
    signals.add(new Signal("error share", "errors", "share", share, judged, 1, true, Bad.UP));
  }

  /** How slow: by what so many tasks of this spread leave to chance. */
  private void latency(String modality, List<List<Pace.Window>> windows, double spread) {
    Points ratio = paces(windows, w -> Math.exp(pooled(w, modality).mean()));
    Points slow =
        paces(
            windows,
            w -> {
              Pooled own = pooled(w, modality);
              return own.mean() * Math.sqrt(own.count()) / spread;
            });
    signals.add(
        new Signal(modality + " latency", "latency", "× usual", ratio, slow, 1, true, Bad.UP));
  }

  /**
   * How uneven times are, of all modalities together: the variance within each, in units of its
   * usual one. Jitter that leaves the median as it was shows here and nowhere else.
   */
  private void spread(List<List<Pace.Window>> windows, Map<String, Double> usual) {
    Points uneven = paces(windows, w -> Math.sqrt(variance(w, usual)));
    Points judged =
        paces(
            windows,
            w -> {
              double freedom = usual.keySet().stream().mapToDouble(m -> freedom(w, m)).sum();
              // The standard deviation of n normal values has a standard error of σ / √(2 (n − 1)).
              return Math.log(Math.max(variance(w, usual), TINY)) / 2 * Math.sqrt(2 * freedom);
            });
    signals.add(
        new Signal("latency spread", "latency", "× usual", uneven, judged, 1, true, Bad.UP));
  }

  private static double variance(List<Pace.Window> windows, Map<String, Double> usual) {
    double squares = 0;
    double freedom = 0;
    for (Map.Entry<String, Double> own : usual.entrySet()) {
      double spread = pooled(windows, own.getKey()).spread() / own.getValue();
      squares += freedom(windows, own.getKey()) * spread * spread;
      freedom += freedom(windows, own.getKey());
    }
    return freedom == 0 ? 1 : squares / freedom;
  }

  private static double freedom(List<Pace.Window> windows, String modality) {
    return Math.max(0, pooled(windows, modality).count() - 1);
  }

  private record Pooled(double count, double mean, double spread) {}

  private static Pooled pooled(List<Pace.Window> windows, String modality) {
    double n = 0;
    double sum = 0;
    double squares = 0;
    for (Pace.Window window : windows) {
      Pace.Times own = window.times().get(modality);
      if (own != null) {
        n += own.count();
        sum += own.count() * own.meanLog();
        squares +=
            (own.count() - 1) * own.spreadLog() * own.spreadLog()
                + own.count() * own.meanLog() * own.meanLog();
      }
    }
    if (n == 0) {
      return new Pooled(0, 0, 0);
    }
    double mean = sum / n;
    double variance = n < 2 ? 0 : Math.max(0, squares - n * mean * mean) / (n - 1);
    return new Pooled(n, mean, Math.sqrt(variance));
  }

  /** Neighbours together, so that each has enough tasks to say something. */
  private static <T> List<List<T>> grouped(List<T> windows, double perWindow) {
    int size = (int) Math.max(1, Math.ceil(FEWEST_TASKS / Math.max(perWindow, 1e-9)));
    List<List<T>> groups = new ArrayList<>();
    for (int i = 0; i + size <= windows.size(); i += size) {
      groups.add(windows.subList(i, i + size));
    }
    return groups;
  }

  private static Points points(
      List<List<TaskWindow>> windows, ToDoubleFunction<List<TaskWindow>> value) {
    return new Points(
        windows.stream()
            .mapToLong(w -> (w.get(0).startMillis() + w.get(w.size() - 1).endMillis()) / 2)
            .toArray(),
        windows.stream().mapToDouble(value).toArray());
  }

  private static double length(TaskWindow window) {
    return (window.endMillis() - window.startMillis()) / 1000.0;
  }

  private static double length(List<TaskWindow> windows) {
    return windows.stream().mapToDouble(Signals::length).sum();
  }

  private static double completedPerSecond(List<TaskWindow> windows) {
    return windows.stream().mapToLong(TaskWindow::completed).sum() / length(windows);
  }

  private static double offeredPerSecond(List<TaskWindow> windows) {
    return windows.stream().mapToLong(TaskWindow::offered).sum() / length(windows);
  }

  private static double failed(List<TaskWindow> windows) {
    return windows.stream().mapToLong(w -> w.failed() + w.rejected()).sum();
  }

  private static double ended(List<TaskWindow> windows) {
    return windows.stream().mapToLong(w -> w.completed() + w.failed() + w.rejected()).sum();
  }

  private static double errorShare(List<TaskWindow> windows) {
    return ended(windows) == 0 ? 0 : failed(windows) / ended(windows);
  }

  private static Points paces(
      List<List<Pace.Window>> windows, ToDoubleFunction<List<Pace.Window>> value) {
    return new Points(
        windows.stream()
            .mapToLong(w -> (w.get(0).startMillis() + w.get(w.size() - 1).endMillis()) / 2)
            .toArray(),
        windows.stream().mapToDouble(value).toArray());
  }

  private Points measured(Points points) {
    double[] values =
        run.measured().stream()
            .map(points::in)
            .flatMapToDouble(p -> Arrays.stream(p.values()))
            .toArray();
    return new Points(new long[values.length], values);
  }

  private static Points mapped(Points points, java.util.function.DoubleUnaryOperator map) {
    return new Points(points.millis(), Arrays.stream(points.values()).map(map).toArray());
  }

  private double offered() {
    return run.tasks()
        .filter(t -> run.measuredSeconds() > 0)
        .map(t -> t.measured().submitted() / run.measuredSeconds())
        .orElse(1.0);
  }

  private double usualTasks() {
    return run.tasks().map(TaskSummary::averageInFlight).orElse(1.0);
  }

  /** Little's law: the mean time in flight. */
  private double usualSeconds() {
    return Math.max(stepSeconds / 10, usualTasks() / Math.max(offered(), 1e-9));
  }
}
