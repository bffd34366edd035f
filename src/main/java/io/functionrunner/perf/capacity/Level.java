package io.functionrunner.perf.capacity;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.stats.MillisCounts;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.stats.Shares;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * One level of a stepped load.
 *
 * @param offeredPerSecond tasks submitted in it
 * @param completedPerSecond X, tasks completed while it lasted
 * @param inFlight N, tasks in the system on average
 * @param slopePerSecond growth of the number in flight
 * @param failedShare of the submitted tasks: failed or timed out
 * @param times of the completed tasks submitted in it, by class: submission to completion
 * @param sloKept whether every class's p95 and the share of errors were within their limits, as
 *     observed
 * @param breaches why the level is not carried, each beyond chance; none if it is
 * @param parts of it, by modality
 * @param saturated modalities of which fewer were completed than came
 */
public record Level(
    Phase phase,
    double offeredPerSecond,
    double completedPerSecond,
    double inFlight,
    double slopePerSecond,
    double failedShare,
    Map<TaskClass, MillisHistogram> times,
    boolean sloKept,
    List<String> breaches,
    Map<String, Part> parts,
    Map<String, Saturated> saturated) {

  private static final double P95 = 0.95;

  /** Two-sided, so that 99 % are below the upper and 99 % above the lower bound. */
  private static final double CONFIDENCE = 0.98;

  /**
   * A modality at its limit.
   *
   * @param completed of its tasks, in the level
   * @param share of it among the tasks offered
   */
  public record Saturated(long completed, double completedPerSecond, double share) {}

  /**
   * A modality in a level.
   *
   * @param resolution by which share of its load it could have gone on growing and be taken for
   *     carried, being no more than chance
   */
  public record Part(double offeredPerSecond, double resolution) {}

  public Level {
    times = Collections.unmodifiableMap(new TreeMap<>(times));
    breaches = List.copyOf(breaches);
    parts = Map.copyOf(parts);
    saturated = Collections.unmodifiableMap(new TreeMap<>(saturated));
  }

  static Level of(
      Phase phase,
      Flow all,
      Map<String, Flow> modalities,
      Map<TaskClass, MillisCounts> counts,
      long failed,
      Slo slo) {
    List<String> breaches = new ArrayList<>();
    if (all.fallsShort()) {
      breaches.add("completed/offered below 0.98");
      if (all.grows()) {
        breaches.add("backlog grows");
      }
    }
    Map<String, Part> parts = new TreeMap<>();
    Map<String, Saturated> saturated = new TreeMap<>();
    modalities.forEach(
        (modality, flow) -> {
          parts.put(modality, new Part(flow.offeredRate(), flow.resolution()));
          if (flow.fallsShort() && flow.grows()) {
            saturated.put(
                modality,
                new Saturated(
                    flow.completed(),
                    flow.completedRate(),
                    (double) flow.offered() / Math.max(1, all.offered())));
            breaches.add("backlog of " + modality + " grows");
          }
        });
    boolean kept = true;
    Map<TaskClass, MillisHistogram> times = new TreeMap<>();
    for (Map.Entry<TaskClass, MillisCounts> own : counts.entrySet()) {
      MillisHistogram histogram = own.getValue().toHistogram();
      times.put(own.getKey(), histogram);
      OptionalDouble limit = slo.p95Millis(own.getKey());
      if (limit.isPresent()) {
        kept &= histogram.quantile(P95) <= limit.getAsDouble();
        long over = histogram.count() - histogram.rankOf((int) limit.getAsDouble());
        if (beyond(over, histogram.count(), 1 - P95)) {
          breaches.add("p95 of " + own.getKey().title() + " over its limit");
        }
      }
    }
    double failedShare = all.offered() == 0 ? 0 : (double) failed / all.offered();
    OptionalDouble errors = slo.limits().errorRate();
    if (errors.isPresent()) {
      kept &= failedShare <= errors.getAsDouble();
      if (beyond(failed, all.offered(), errors.getAsDouble())) {
        breaches.add("errors over their limit");
      }
    }
    return new Level(
        phase,
        all.offeredRate(),
        all.completedRate(),
        all.averageInFlight(),
        all.slope(),
        failedShare,
        times,
        kept,
        breaches,
        parts,
        saturated);
  }

  /** X / offered; empty when nothing was. */
  public OptionalDouble completedShare() {
    return offeredPerSecond > 0
        ? OptionalDouble.of(completedPerSecond / offeredPerSecond)
        : OptionalDouble.empty();
  }

  /** X / offered of the saturated modality of which it is least; 1 where none is. */
  double leastSaturatedShare() {
    return saturated.entrySet().stream()
        .mapToDouble(
            e -> e.getValue().completedPerSecond() / parts.get(e.getKey()).offeredPerSecond())
        .min()
        .orElse(1);
  }

  /** R = N / X, the mean time in the system in seconds; empty when nothing was completed. */
  public OptionalDouble residenceSeconds() {
    return completedPerSecond > 0
        ? OptionalDouble.of(inFlight / completedPerSecond)
        : OptionalDouble.empty();
  }

  /**
   * The trial that it was, where its load was decided.
   *
   * @param shares of the modalities among the tasks of the mix
   */
  Optional<Trial> trial(Map<String, Double> shares) {
    return Optional.ofNullable(phase.tasksPerSecond())
        .map(load -> new Trial(load, carried(), limit(saturated.keySet(), shares)));
  }

  /** The load of the mix at which the first of these modalities that is saturated is so. */
  OptionalDouble limit(Set<String> modalities, Map<String, Double> shares) {
    return saturated.entrySet().stream()
        .filter(e -> modalities.contains(e.getKey()))
        .mapToDouble(e -> e.getValue().completedPerSecond() / shares.get(e.getKey()))
        .min();
  }

  /** Whether it is carried: no breach, as far as can be told from chance. */
  public boolean carried() {
    return breaches.isEmpty();
  }

  private static boolean beyond(long hits, long total, double limit) {
    return total > 0
        && Shares.wilson((double) hits / total, (double) total, CONFIDENCE).low() > limit;
  }
}
