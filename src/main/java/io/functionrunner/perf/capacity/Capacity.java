package io.functionrunner.perf.capacity;

import io.functionrunner.perf.diagnosis.Diagnosis;
import io.functionrunner.perf.diagnosis.ResourceUse;
import io.functionrunner.perf.stats.LatencyCurve;
import io.functionrunner.perf.stats.Scalability;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far a system goes with the mix of a run, from the levels of its load.
 *
 * @param levels in order
 * @param scalability the Universal Scalability Law through X(N); empty with fewer than 4 levels
 * @param intervals of it, 95 %
 * @param latency through the carried levels; empty with fewer than 4 of them
 * @param saturation the load at which the first modality is at its limit; empty where none was
 * @param limit the resource with the least capacity by the utilisation law; empty where no metric
 *     tells
 * @param breakingPoint what the search found; empty where the loads were fixed beforehand
 */
public record Capacity(
    List<Level> levels,
    Optional<Scalability> scalability,
    Optional<Scalability.Intervals> intervals,
    Optional<LatencyCurve> latency,
    Optional<Saturation> saturation,
    Optional<Limit> limit,
    Optional<BreakingPoint> breakingPoint) {

  private static final int RESAMPLES = 1000;
  private static final double CONFIDENCE = 0.95;
  private static final long SEED = 1;

  /**
   * What a saturated modality completes, scaled to the mix: no more tasks of all kinds a second
   * than this can all be completed.
   *
   * @param completed tasks of it that this rests on
   */
  public record Saturation(String modality, double tasksPerSecond, long completed) {}

  /**
   * The resource that limits.
   *
   * @param tasksPerSecond of the whole mix, when all its servers are busy: servers / demand
   * @param firstSaturated the level in which it first was; empty when it never was
   */
  public record Limit(String resource, double tasksPerSecond, Optional<Level> firstSaturated) {}

  public Capacity {
    levels = List.copyOf(levels);
  }

  /**
   * Of a run's levels.
   *
   * @param offeredPerSecond tasks of all kinds, over the measured phases as the diagnosis has them
   * @return empty for a run without levels
   */
  public static Optional<Capacity> of(
      LevelStatistics tasks, Slo slo, Diagnosis diagnosis, double offeredPerSecond) {
    if (!tasks.hasLevels()) {
      return Optional.empty();
    }
    List<Level> levels = tasks.levels(slo);
    List<Level> working =
        levels.stream().filter(l -> l.completedPerSecond() > 0 && l.inFlight() > 0).toList();
    double[] n = working.stream().mapToDouble(Level::inFlight).toArray();
    double[] x = working.stream().mapToDouble(Level::completedPerSecond).toArray();
    Optional<Scalability> law = Scalability.fit(n, x);
    List<Level> carried = working.stream().filter(Level::carried).toList();
    return Optional.of(
        new Capacity(
            levels,
            law,
            law.map(l -> l.intervals(n, x, RESAMPLES, CONFIDENCE, SEED)),
            LatencyCurve.fit(
                carried.stream().mapToDouble(Level::completedPerSecond).toArray(),
                carried.stream().mapToDouble(l -> l.residenceSeconds().orElseThrow()).toArray()),
            saturation(levels),
            limit(levels, diagnosis, offeredPerSecond),
            BreakingPoint.of(levels)));
  }

  /** The first level that is not carried, of a search one of the least such load; or empty. */
  public Optional<Level> breakPoint() {
    return levels.stream().filter(l -> !l.carried()).filter(this::atLimit).findFirst();
  }

  private boolean atLimit(Level level) {
    return breakingPoint.isEmpty()
        || OptionalDouble.of(level.phase().tasksPerSecond())
            .equals(breakingPoint.get().bracket().infeasibleMin());
  }

  /** The level with the largest X / R among those carried within the SLO. */
  public Optional<Level> optimum() {
    return levels.stream()
        .filter(l -> l.carried() && l.sloKept() && l.completedPerSecond() > 0 && l.inFlight() > 0)
        .max(
            Comparator.comparingDouble(
                l -> l.completedPerSecond() / l.residenceSeconds().orElseThrow()));
  }

  /** Concurrency at the law's peak; empty where it lies outside the levels: no peak seen. */
  public OptionalDouble peakConcurrency() {
    double most = levels.stream().mapToDouble(Level::inFlight).max().orElse(0);
    return scalability.isPresent() && scalability.get().peakConcurrency() <= most
        ? OptionalDouble.of(scalability.get().peakConcurrency())
        : OptionalDouble.empty();
  }

  /**
   * Tasks per second of this mix that the system carries at most: what was completed at the limit,
   * or else, by the metrics, what its busiest resource can do.
   */
  public OptionalDouble tasksPerSecond() {
    return saturation
        .map(s -> OptionalDouble.of(s.tasksPerSecond()))
        .or(() -> limit.map(l -> OptionalDouble.of(l.tasksPerSecond())))
        .orElse(OptionalDouble.empty());
  }

  /**
   * X / N against the first level's: 1 as long as more concurrency gives as much more throughput;
   * empty when either level completed nothing.
   */
  public OptionalDouble efficiency(Level level) {
    OptionalDouble first = levels.get(0).residenceSeconds();
    OptionalDouble own = level.residenceSeconds();
    return first.isPresent() && own.isPresent() && own.getAsDouble() > 0
        ? OptionalDouble.of(first.getAsDouble() / own.getAsDouble())
        : OptionalDouble.empty();
  }

  private static Optional<Saturation> saturation(List<Level> levels) {
    return levels.stream()
        .flatMap(l -> l.saturated().keySet().stream())
        .distinct()
        .map(modality -> saturation(levels, modality))
        .min(Comparator.comparingDouble(Saturation::tasksPerSecond));
  }

  /** Over all levels that saturate it, each as long as it was. */
  private static Saturation saturation(List<Level> levels, String modality) {
    long completed = 0;
    double seconds = 0;
    double share = 0;
    for (Level level : levels) {
      Level.Saturated own = level.saturated().get(modality);
      if (own != null) {
        double length =
            own.completedPerSecond() > 0 ? own.completed() / own.completedPerSecond() : 0;
        completed += own.completed();
        seconds += length;
        share += own.share() * length;
      }
    }
    return new Saturation(
        modality, seconds == 0 ? 0 : completed / seconds / (share / seconds), completed);
  }

  private static Optional<Limit> limit(List<Level> levels, Diagnosis diagnosis, double offered) {
    return diagnosis.resources().stream()
        .filter(r -> r.capacityPerSecond().isPresent())
        .filter(r -> r.offeredPerSecond().isPresent() && r.offeredPerSecond().getAsDouble() > 0)
        .map(
            r ->
                new Limit(
                    r.title(),
                    r.capacityPerSecond().getAsDouble()
                        * offered
                        / r.offeredPerSecond().getAsDouble(),
                    firstSaturated(levels, r)))
        .min(Comparator.comparingDouble(Limit::tasksPerSecond));
  }

  private static Optional<Level> firstSaturated(List<Level> levels, ResourceUse resource) {
    return resource
        .saturated()
        .flatMap(
            window ->
                levels.stream()
                    .filter(l -> l.phase().endMillis() > window.startMillis())
                    .findFirst());
  }
}
