package io.functionrunner.perf.diagnosis;

import static io.functionrunner.perf.diagnosis.Sentences.format;
import static io.functionrunner.perf.diagnosis.Sentences.number;

import io.functionrunner.perf.diagnosis.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rules: a condition, a sentence with numbers, what to change. In the order of their rank; the
 * first {@value #MOST} that apply are given, and none when nothing is wrong.
 */
final class Recommendations {

  private static final int MOST = 5;

  /** A pool that is busy for more than that queues whenever the load wavers. */
  private static final double ROOM = 0.7;

  private record Rule(String name, Function<Recommendations, Stream<Recommendation>> apply) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule("injector", r -> r.each("injector", Severity.CRITICAL, r::injector)),
          new Rule("workers", r -> r.each("pool", Severity.WARNING, r::servers)),
          new Rule("gpus", r -> r.each("gpu", Severity.WARNING, r::servers)),
          new Rule("stage", r -> r.each("stage", Severity.WARNING, r::servers)),
          new Rule("cpu", r -> r.each("host_cpu", Severity.WARNING, r::host)),
          new Rule("disk", r -> r.each("disk", Severity.WARNING, r::host)),
          new Rule("queue", r -> r.each("queue", Severity.WARNING, r::queue)),
          new Rule("memory", r -> r.drifts.stream().filter(Drift::leak).map(r::leak)),
          new Rule("throttle", r -> r.episodes("gpu_sm_clock", r::throttle)),
          new Rule("stall", r -> r.stalls()),
          new Rule("errors", r -> r.episodes("error share", r::errors)),
          new Rule("jitter", r -> r.episodes("latency spread", r::uneven)),
          new Rule("drift", r -> r.drifts.stream().filter(d -> !d.leak()).map(r::drift)),
          new Rule("spike", r -> r.spike.stream().flatMap(r::spike)),
          new Rule("data", r -> r.data.stream().flatMap(r::data)));

  private final List<ResourceUse> resources;
  private final List<Bottleneck> bottlenecks;
  private final List<Episode> episodes;
  private final List<Drift> drifts;
  private final Optional<SpikeResponse> spike;
  private final Optional<LittlesLaw> data;

  private Recommendations(
      BottleneckSearch.Result limits,
      List<Episode> episodes,
      List<Drift> drifts,
      Optional<SpikeResponse> spike,
      Optional<LittlesLaw> data) {
    this.resources = limits.resources();
    this.bottlenecks = limits.bottlenecks();
    this.episodes = episodes;
    this.drifts = drifts;
    this.spike = spike;
    this.data = data;
  }

  static List<Recommendation> of(
      BottleneckSearch.Result limits,
      List<Episode> episodes,
      List<Drift> drifts,
      Optional<SpikeResponse> spike,
      Optional<LittlesLaw> data) {
    Recommendations found = new Recommendations(limits, episodes, drifts, spike, data);
    List<Recommendation> all = new ArrayList<>();
    for (Rule rule : RULES) {
      rule.apply
          .apply(found)
          .map(r -> new Recommendation(rule.name, r.because(), r.change()))
          .forEach(all::add);
    }
    return List.copyOf(all.subList(0, Math.min(MOST, all.size())));
  }

  private Stream<Recommendation> each(
      String kind, Severity least, Function<Bottleneck, Recommendation> rule) {
    return bottlenecks.stream()
        .filter(b -> b.kind().equals(kind) && b.severity().compareTo(least) >= 0)
        .map(rule);
  }

  private Stream<Recommendation> episodes(String series, Function<Anomaly, Recommendation> rule) {
    return episodes.stream()
        .flatMap(e -> e.anomalies().stream().filter(a -> a.series().contains(series)).limit(1))
        .limit(1)
        .map(rule);
  }

  private Recommendation injector(Bottleneck found) {
    return because(
        "the injector was at its own limit: " + found.evidence(),
        "give it more CPU, or split the load over several injectors, and repeat the run: these"
            + " numbers are not the target's");
  }

  /** So many that the offered load keeps them busy for {@value #ROOM} of the time. */
  private Recommendation servers(Bottleneck found) {
    Optional<ResourceUse> use =
        resources.stream()
            .filter(r -> r.kind().equals(found.kind()) && r.name().equals(found.name()))
            .findFirst();
    OptionalDouble demand = use.map(ResourceUse::demandSeconds).orElse(OptionalDouble.empty());
    OptionalDouble offered =
        use.flatMap(u -> boxed(u.offeredPerSecond())).stream()
            .mapToDouble(Double::doubleValue)
            .findFirst();
    if (demand.isEmpty() || offered.isEmpty()) {
      return because(found.resource() + ": " + found.evidence(), "add servers to it");
    }
    double busy = demand.getAsDouble() * offered.getAsDouble();
    return because(
        format(
            "%s tasks/s are offered and each takes %s s of one of the %s: that keeps %s busy, and"
                + " there are %s",
            number(offered.getAsDouble()),
            number(demand.getAsDouble()),
            found.resource(),
            number(busy),
            number(use.orElseThrow().servers())),
        format(
            "have %.0f %s (%.0f %% busy), or make a task take less of them",
            Math.ceil(busy / ROOM), use.orElseThrow().serverWord(), 100 * ROOM));
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  private Recommendation host(Bottleneck found) {
    return because(
        found.resource() + ": " + found.evidence(),
        "move work off this host or give it more; look at what else runs there");
  }

  private Recommendation queue(Bottleneck found) {
    return because(
        found.resource() + " was full: " + found.evidence(),
        "raise its limit beyond what waits at the peak, or let clients try again for longer; if"
            + " its workers are busy all the time, add workers instead");
  }

  private Recommendation leak(Drift found) {
    return because(
        found.subject() + ": " + found.sentence(),
        found.hoursToLimit().isPresent()
            ? format(
                "find what keeps it; until then restart workers at least every %s h (for instance"
                    + " after so many tasks)",
                number(Math.max(found.hoursToLimit().getAsDouble() / 2, 0.01)))
            : "find what keeps it; until then restart workers now and then");
  }

  private Recommendation throttle(Anomaly found) {
    return because(
        found.sentence(),
        "look at the GPUs' cooling and power limits: they slowed themselves down");
  }

  /** Nothing completes, while tasks wait. */
  private Stream<Recommendation> stalls() {
    return episodes.stream()
        .filter(
            e ->
                e.anomalies().stream()
                    .anyMatch(
                        a -> a.series().equals("throughput") && a.extreme() < 0.2 * a.usual()))
        .filter(e -> e.anomalies().stream().anyMatch(a -> a.group().equals("queue")))
        .limit(1)
        .map(
            e ->
                because(
                    format(
                        "nearly nothing completed from %s to %s, and tasks waited",
                        Sentences.seconds(e.window().startMillis()),
                        Sentences.seconds(e.window().endMillis())),
                    "look in the target's logs for what stood still then: a broker, a storage, a"
                        + " deployment, a lock"));
  }

  private Recommendation errors(Anomaly found) {
    return because(
        format(
            "errors came in a burst from %s to %s: %s",
            Sentences.seconds(found.window().startMillis()),
            Sentences.seconds(found.window().endMillis()),
            found.sentence()),
        "look in the target's logs at that time; the errors' table has their reasons");
  }

  private Recommendation uneven(Anomaly found) {
    return because(
        format(
            "times became uneven from %s to %s: %s",
            Sentences.seconds(found.window().startMillis()),
            Sentences.seconds(found.window().endMillis()),
            found.sentence()),
        "look for a neighbour on the same machines, or for workers that swap or throttle");
  }

  private Recommendation drift(Drift found) {
    return because(
        found.subject() + ": " + found.sentence(),
        "compare a task's run and queue times early and late: what grows with time (caches, tables,"
            + " files, fragmentation) slows it");
  }

  private Stream<Recommendation> spike(SpikeResponse found) {
    return found.recoverySeconds().isPresent()
        ? Stream.empty()
        : Stream.of(
            because(
                found.finding().evidence(),
                "add workers until the backlog drains within the recovery, or shed load earlier"));
  }

  private Stream<Recommendation> data(LittlesLaw found) {
    return found.finding().stream()
        .map(
            f ->
                because(
                    f.evidence(),
                    "check the definitions of queue_depth and workers_active (bin/perf metrics"
                        + " check), and that nobody else loads the target"));
  }

  private static Recommendation because(String because, String change) {
    return new Recommendation("", because, change);
  }
}
