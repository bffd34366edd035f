package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.Pace;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.TaskWindow;
import io.functionrunner.perf.metrics.MetricDefinition;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.Series;
import io.functionrunner.perf.stats.Interval;
import io.functionrunner.perf.stats.Trend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Trends of the longest steady phase, on the means of its batches: latency by modality, and memory.
 * A drift is one that chance does not explain and that makes a difference.
 */
final class DriftSearch {

  private static final int BATCHES = 24;

  /** Points of a gauge in a batch: fewer hang together with those of the next. */
  private static final int FEWEST_POINTS = 5;

  private static final double SETTLING = 0.1;
  private static final double CONFIDENCE = 0.99;
  private static final double CHANCE = 0.001;

  /** Change over the phase that makes a difference. */
  private static final double RELATIVE_CHANGE = 0.05;

  private static final double PERCENT_POINTS = 2;
  private static final double HOUR_MILLIS = 3_600_000;

  private static final Set<String> MEMORY =
      Set.of("memory_utilisation", "pod_memory", "gpu_memory_utilisation");

  private final Observed run;
  private final long startMillis;
  private final long endMillis;
  private final List<Drift> drifts = new ArrayList<>();

  private DriftSearch(Observed run, Phase phase) {
    this.run = run;
    startMillis =
        phase.startMillis() + Math.round(SETTLING * (phase.endMillis() - phase.startMillis()));
    endMillis = phase.endMillis();
  }

  /** The drifts of a run; none when it has no steady phase. */
  static List<Drift> of(Observed run) {
    Optional<Phase> longest =
        run.phases().stream()
            .filter(p -> p.kind() == Phase.Kind.STEADY)
            .max(Comparator.comparingLong(p -> p.endMillis() - p.startMillis()));
    if (longest.isEmpty()) {
      return List.of();
    }
    DriftSearch search = new DriftSearch(run, longest.get());
    run.tasks().ifPresent(search::latencies);
    MEMORY.stream().sorted().forEach(id -> run.series(id).forEach(search::memory));
    return search.drifts;
  }

  private void latencies(TaskSummary tasks) {
    TreeSet<String> modalities = new TreeSet<>();
    List<Pace.Window> windows = run.pace().map(Pace::windows).orElse(List.of());
    windows.forEach(w -> modalities.addAll(w.times().keySet()));
    modalities.forEach(modality -> latency(tasks, modality));
  }

  private void latency(TaskSummary tasks, String modality) {
    Points batches = batches(run.pace().orElseThrow().windows(), modality);
    Optional<Trend> trend = rising(batches);
    if (trend.isEmpty() || change(trend.get()) < Math.log1p(RELATIVE_CHANGE)) {
      return;
    }
    Trend line = trend.get();
    OptionalDouble limit = OptionalDouble.empty();
    OptionalDouble hours = OptionalDouble.empty();
    for (ClassTasks own : tasks.classes()) {
      OptionalDouble seconds = run.limits().taskP95Seconds(own.taskClass());
      if (own.taskClass().modality().equals(modality)
          && seconds.isPresent()
          && !own.fromSubmit().all().isEmpty()) {
        double most = seconds.getAsDouble() / run.speed();
        double p95 = own.fromSubmit().all().quantile(.95) / 1000.0;
        // The p95 is the whole phase's: that of its middle.
        double left = (Math.log(most / p95) - change(line) / 2) / line.slope();
        if (hours.isEmpty() || left < hours.getAsDouble()) {
          limit = OptionalDouble.of(most);
          hours = OptionalDouble.of(Math.max(0, left));
        }
      }
    }
    drifts.add(
        new Drift(
            modality + " latency",
            "s",
            true,
            Math.expm1(line.slope()),
            new Interval(
                Math.expm1(line.slopeInterval().low()),
                Math.expm1(line.slopeInterval().high()),
                CONFIDENCE),
            line.p(),
            Math.exp(at(line, startMillis)),
            Math.exp(at(line, endMillis)),
            limit,
            hours,
            false,
            new Span(startMillis, endMillis)));
  }

  private Points batches(List<Pace.Window> windows, String modality) {
    double[] counts = new double[BATCHES];
    double[] sums = new double[BATCHES];
    for (Pace.Window window : windows) {
      Pace.Times own = window.times().get(modality);
      long middle = window.middleMillis();
      if (own != null && middle >= startMillis && middle < endMillis) {
        int batch = (int) ((middle - startMillis) * BATCHES / (endMillis - startMillis));
        counts[batch] += own.count();
        sums[batch] += own.count() * own.meanLog();
      }
    }
    List<Long> at = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      if (counts[i] > 0) {
        at.add(startMillis + (endMillis - startMillis) * (2L * i + 1) / (2 * BATCHES));
        means.add(sums[i] / counts[i]);
      }
    }
    return new Points(
        at.stream().mapToLong(Long::longValue).toArray(),
        means.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private void memory(Series series) {
    String unit = run.catalog().find(series.metricId()).map(MetricDefinition::unit).orElse("");
    Points points = run.points(series);
    if (points.between(startMillis, endMillis).size() < BATCHES * FEWEST_POINTS) {
      return;
    }
    Optional<Trend> trend = rising(withoutLoad(points.batches(startMillis, endMillis, BATCHES)));
    if (trend.isEmpty()) {
      return;
    }
    Trend line = trend.get();
    boolean percent = unit.equals("%");
    double least = percent ? PERCENT_POINTS : RELATIVE_CHANGE * Math.abs(at(line, startMillis));
    if (change(line) < least) {
      return;
    }
    double end = at(line, endMillis);
    String labels =
        series.labels().isEmpty() ? "" : "{" + String.join(", ", series.labels().values()) + "}";
    drifts.add(
        new Drift(
            series.metricId() + labels,
            unit,
            false,
            line.slope(),
            line.slopeInterval(),
            line.p(),
            at(line, startMillis),
            end,
            percent ? OptionalDouble.of(100) : OptionalDouble.empty(),
            percent
                ? OptionalDouble.of(Math.max(0, (100 - end) / line.slope()))
                : OptionalDouble.empty(),
            true,
            new Span(startMillis, endMillis)));
  }

  /**
   * The batches without what follows from the tasks in flight, at their mean: each holds some
   * memory, and their number wavers more than most leaks leak. How much one holds comes from the
   * changes from batch to batch, in which a steady rise has no part.
   */
  private Points withoutLoad(Points memory) {
    if (run.tasks().isEmpty()) {
      return memory;
    }
    List<TaskWindow> windows = run.tasks().get().windows();
    Points tasks =
        new Points(
                windows.stream().mapToLong(TaskWindow::startMillis).toArray(),
                windows.stream().mapToDouble(TaskWindow::maxInFlight).toArray())
            .batches(startMillis, endMillis, BATCHES);
    double[] held = memory.with(tasks, (m, n) -> m).values();
    double[] inFlight = memory.with(tasks, (m, n) -> n).values();
    SimpleRegression changes = new SimpleRegression();
    for (int i = 1; i < held.length; i++) {
      changes.addData(inFlight[i] - inFlight[i - 1], held[i] - held[i - 1]);
    }
    double each = changes.getSlope();
    if (!(each > 0)) {
      return memory;
    }
    double usual = tasks.mean().orElse(0);
    return memory.with(tasks, (m, n) -> m - each * (n - usual));
  }

  /** The trend per hour, if it rises beyond chance. */
  private static Optional<Trend> rising(Points batches) {
    if (batches.size() < BATCHES / 2) {
      return Optional.empty();
    }
    double[] hours = Arrays.stream(batches.millis()).mapToDouble(m -> m / HOUR_MILLIS).toArray();
    Trend trend = Trend.of(hours, batches.values(), CONFIDENCE);
    return trend.p() < CHANCE && trend.slopeInterval().low() > 0
        ? Optional.of(trend)
        : Optional.empty();
  }

  private double change(Trend line) {
    return line.slope() * (endMillis - startMillis) / HOUR_MILLIS;
  }

  private static double at(Trend line, long millis) {
    return line.intercept() + line.slope() * millis / HOUR_MILLIS;
  }
}
