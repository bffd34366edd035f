package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.diagnosis.Station.Kind;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one resource was used in the measured phases.
 *
 * @param name of the pool, queue or host; empty where there is one of a kind
 * @param servers workers, GPUs, cores or places, on average
 * @param utilisation share of them that was busy, 0 to 1
 * @param working share that was busy and not just waiting for another resource
 * @param saturatedShare share of the time in which all were busy and somebody waited
 * @param saturated from the first to the last of it; empty when it never was
 * @param completedPerSecond tasks that it served, where that is known
 * @param offeredPerSecond tasks that were submitted for it, where that is known
 * @param waitingAverage who waited for it; empty when no metric tells
 * @param waitingPeak the most at one time
 * @param growthPerSecond of all who could not go on because of it, while it was saturated; 0 unless
 *     it grew beyond chance
 * @param drained whether nearly nobody was left at the end
 */
public record ResourceUse(
    String kind,
    String name,
    String title,
    String serverWord,
    Role role,
    double servers,
    double utilisation,
    double working,
    double saturatedShare,
    Optional<Span> saturated,
    OptionalDouble completedPerSecond,
    OptionalDouble offeredPerSecond,
    OptionalDouble waitingAverage,
    OptionalDouble waitingPeak,
    double growthPerSecond,
    boolean drained) {

  /** What part it plays. */
  public enum Role {
    /** It is what limits. */
    BOTTLENECK,
    /** Saturated for a time only: in a spike, or now and then. */
    AT_TIMES,
    /** All of it taken, by tasks that wait for another resource. */
    BLOCKED,
    /** It has room. */
    FREE
  }

  static ResourceUse of(Station station, Saturation saturation, Observed run, Rates rates) {
    double servers = station.servers().mean(run.measured()).orElse(0);
    String pool = station.kind() == Kind.POOL ? station.name() : "";
    double utilisation = station.utilisation().mean(run.measured()).orElse(0);
    return new ResourceUse(
        station.kind().name().toLowerCase(java.util.Locale.ROOT),
        station.name(),
        station.title(),
        station.kind().servers(),
        Role.FREE,
        servers,
        utilisation,
        utilisation,
        saturation.share(),
        saturation.window(),
        utilisation > 0 ? rates.completed(pool) : OptionalDouble.empty(),
        utilisation > 0 ? rates.offered(pool) : OptionalDouble.empty(),
        station.waiting().map(w -> w.mean(run.measured())).orElse(OptionalDouble.empty()),
        station
            .waiting()
            .map(
                w ->
                    run.measured().stream().map(w::in).flatMapToDouble(p -> p.max().stream()).max())
            .orElse(OptionalDouble.empty()),
        saturation.growthPerSecond(),
        saturation.drained());
  }

  ResourceUse as(Role other, double newWorking) {
    return new ResourceUse(
        kind,
        name,
        title,
        serverWord,
        other,
        servers,
        utilisation,
        newWorking,
        saturatedShare,
        saturated,
        completedPerSecond,
        offeredPerSecond,
        waitingAverage,
        waitingPeak,
        growthPerSecond,
        drained);
  }

  /** Server-seconds of a completed task, by the utilisation law: D = U · servers / X. */
  public OptionalDouble demandSeconds() {
    return completedPerSecond.isPresent() && completedPerSecond.getAsDouble() > 0
        ? OptionalDouble.of(utilisation * servers / completedPerSecond.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Tasks per second that it can serve at most: servers / D. */
  public OptionalDouble capacityPerSecond() {
    return utilisation > 0 && completedPerSecond.isPresent()
        ? OptionalDouble.of(completedPerSecond.getAsDouble() / utilisation)
        : OptionalDouble.empty();
  }
}
