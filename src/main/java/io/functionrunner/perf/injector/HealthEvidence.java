package io.functionrunner.perf.injector;

import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of the injector in a run.
 *
 * @param samples content of {@link InjectorSampler#FILE}; empty when there is none
 * @param loadStartMillis epoch milliseconds
 * @param phases of the load; judged are the measured ones, or everything when there is none
 * @param scheduleLagP99Millis of the measured tasks; empty when no task tells
 * @param errors messages of failed requests, as Gatling logged them, and how often
 */
public record HealthEvidence(
    Optional<Readings> samples,
    long loadStartMillis,
    List<Phase> phases,
    OptionalDouble scheduleLagP99Millis,
    Map<String, Long> errors) {

  public HealthEvidence {
    phases = List.copyOf(phases);
    errors = Map.copyOf(errors);
  }

  /** Whether the numbers of the run are made at this instant. */
  boolean measured(long epochMillis) {
    long since = epochMillis - loadStartMillis;
    boolean any = phases.stream().anyMatch(phase -> phase.kind().measured());
    return !any
        || phases.stream().anyMatch(phase -> phase.kind().measured() && phase.contains(since));
  }
}
