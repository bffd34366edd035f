package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.kpi.Criteria;
import io.functionrunner.perf.kpi.Pace;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a diagnosis rests on.
 *
 * @param phases of the timeline, as far as the run came
 * @param tasks empty when no task is known
 * @param pace of the same
 * @param readings the target's own metrics; empty when none were recorded
 * @param catalog units and directions of these
 * @param limits that latencies are held to
 * @param speed by which the run's time was compressed
 */
public record Observed(
    Timeline timeline,
    List<Phase> phases,
    Optional<TaskSummary> tasks,
    Optional<Pace> pace,
    Optional<Readings> readings,
    Catalog catalog,
    Criteria limits,
    double speed) {

  public Observed {
    phases = List.copyOf(phases);
  }

  /** A metric's series; none when it was not collected. */
  List<Series> series(String metricId) {
    return readings.map(r -> r.series(metricId)).orElse(List.of());
  }

  /** The points of a series, in milliseconds since the load's start. */
  Points points(Series series) {
    long[] millis = series.epochMillis().clone();
    for (int i = 0; i < millis.length; i++) {
      millis[i] -= timeline.startMillis();
    }
    return new Points(millis, series.values());
  }

  List<Phase> measured() {
    return phases.stream().filter(phase -> phase.kind().measured()).toList();
  }

  /** Length of the measured phases, in seconds. */
  double measuredSeconds() {
    return measured().stream().mapToLong(p -> p.endMillis() - p.startMillis()).sum() / 1000.0;
  }

  /** Values of the measured phases, without their times. */
  Points measured(Points points) {
    double[] values =
        measured().stream()
            .map(points::in)
            .flatMapToDouble(p -> Arrays.stream(p.values()))
            .toArray();
    return new Points(new long[values.length], values);
  }

  /** Tasks submitted in the measured phases, per second; 1 where nobody tells. */
  double offeredPerSecond() {
    return tasks
        .filter(t -> measuredSeconds() > 0)
        .map(t -> t.measured().submitted() / measuredSeconds())
        .orElse(1.0);
  }
}
