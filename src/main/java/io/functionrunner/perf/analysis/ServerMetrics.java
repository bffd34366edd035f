package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.ClockInterval;
import io.functionrunner.perf.run.PhaseResources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the target's own exporters told of a run.
 *
 * @param source where it comes from, without secrets
 * @param step distance of points where there is no gap
 * @param truncated whether the recording broke off
 * @param clock of the source, where it has one of its own; points are in the injector's time
 * @param collected in the catalog's order
 * @param missing in the catalog's order
 * @param notices what the source had to say: failed scrapes, warnings of a server
 * @param measured queues, workers and demands over all measured phases
 * @param phases the same by phase, as far as the run came
 */
public record ServerMetrics(
    String source,
    Duration step,
    boolean truncated,
    Optional<ClockInterval> clock,
    List<CollectedMetric> collected,
    List<MissingMetric> missing,
    List<String> notices,
    PhaseResources measured,
    List<PhaseResources> phases) {

  public ServerMetrics {
    collected = List.copyOf(collected);
    missing = List.copyOf(missing);
    notices = List.copyOf(notices);
    phases = List.copyOf(phases);
  }

  /** A metric by its id; empty when it was not collected. */
  public Optional<CollectedMetric> metric(String id) {
    return collected.stream().filter(metric -> metric.id().equals(id)).findFirst();
  }
}
