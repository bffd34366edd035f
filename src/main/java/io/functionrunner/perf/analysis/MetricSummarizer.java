package io.functionrunner.perf.analysis;

import io.functionrunner.perf.analysis.CollectedMetric.OneSeries;
import io.functionrunner.perf.injector.InjectorMetric;
import io.functionrunner.perf.kpi.ClockInterval;
import io.functionrunner.perf.kpi.Kpi.Direction;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.metrics.ClockOffset;
import io.functionrunner.perf.metrics.MetricDefinition;
import io.functionrunner.perf.metrics.MetricKpis;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.Series;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** From recorded series to numbers by phase, as far as the run came. */
final class MetricSummarizer {

  /** What the measured phases together are called. */
  static final String MEASURED = "measured";

  private final Readings readings;
  private final List<Phase> phases;
  private final List<Phase> measured;
  private final MetricKpis kpis;

  /**
   * @param startMillis epoch milliseconds of the load's start
   * @param phases as far as the run came
   */
  MetricSummarizer(Readings readings, long startMillis, List<Phase> phases) {
    this.readings = readings;
    this.phases = phases;
    this.measured = phases.stream().filter(p -> p.kind().measured()).toList();
    this.kpis = new MetricKpis(readings, startMillis);
  }

  /** The target's metrics. */
  ServerMetrics target(Recordings recordings, Optional<TaskSummary> tasks) {
    return new ServerMetrics(
        readings.source(),
        readings.step(),
        readings.truncated(),
        readings.clock().map(MetricSummarizer::interval),
        collected(recordings),
        recordings.missing(),
        readings.notices(),
        kpis.resources(MEASURED, measured, rate(tasks, measured)),
        phases.stream().map(p -> kpis.resources(p, rate(tasks, List.of(p)))).toList());
  }

  /** The injector's, in the order of {@link InjectorMetric}. */
  List<CollectedMetric> injector(InjectorLimits limits) {
    List<CollectedMetric> metrics = new ArrayList<>();
    for (InjectorMetric metric : InjectorMetric.values()) {
      if (!readings.series(metric.id()).isEmpty()) {
        metrics.add(
            new CollectedMetric(
                metric.id(),
                "injector",
                metric.unit(),
                Direction.NEITHER,
                metric.meaning(),
                limits.of(metric),
                series(metric.id())));
      }
    }
    return metrics;
  }

  /** Those of the catalog, then those that only the file knows. */
  private List<CollectedMetric> collected(Recordings recordings) {
    Set<String> ids = new LinkedHashSet<>();
    recordings.catalog().metrics().forEach(metric -> ids.add(metric.id()));
    ids.addAll(readings.results().keySet());
    return ids.stream()
        .filter(id -> !readings.series(id).isEmpty())
        .map(id -> collected(id, recordings.catalog().find(id)))
        .toList();
  }

  private CollectedMetric collected(String id, Optional<MetricDefinition> definition) {
    return new CollectedMetric(
        id,
        definition.map(MetricDefinition::exporter).orElse(""),
        definition.map(MetricDefinition::unit).orElse(""),
        definition.map(d -> Direction.valueOf(d.direction().name())).orElse(Direction.NEITHER),
        definition.map(MetricDefinition::meaning).orElse(""),
        OptionalDouble.empty(),
        series(id));
  }

  private List<OneSeries> series(String id) {
    return readings.series(id).stream().map(this::one).toList();
  }

  private OneSeries one(Series series) {
    return new OneSeries(
        series,
        kpis.summary(series, MEASURED, measured),
        phases.stream().flatMap(phase -> kpis.summary(series, phase).stream()).toList());
  }

  /** Tasks that completed in these phases, per second; empty when no task is known. */
  private static OptionalDouble rate(Optional<TaskSummary> tasks, List<Phase> phases) {
    long millis = phases.stream().mapToLong(p -> p.endMillis() - p.startMillis()).sum();
    if (tasks.isEmpty() || millis == 0) {
      return OptionalDouble.empty();
    }
    Set<String> names = new LinkedHashSet<>(phases.stream().map(Phase::name).toList());
    long completions =
        tasks.get().phases().stream()
            .filter(p -> names.contains(p.phase().name()))
            .mapToLong(TaskSummary.PhaseTasks::completions)
            .sum();
    return OptionalDouble.of(1000.0 * completions / millis);
  }

  private static ClockInterval interval(ClockOffset clock) {
    return new ClockInterval(
        (long) Math.floor(clock.offsetMillis() - clock.boundMillis()),
        (long) Math.ceil(clock.offsetMillis() + clock.boundMillis()));
  }
}
