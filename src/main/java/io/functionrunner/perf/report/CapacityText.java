package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.PoolShare;
import io.functionrunner.perf.analysis.ServerMetrics;
import io.functionrunner.perf.capacity.Bracket;
import io.functionrunner.perf.capacity.BreakingPoint;
import io.functionrunner.perf.capacity.Capacity;
import io.functionrunner.perf.capacity.Level;
import io.functionrunner.perf.run.PhaseResources;
import io.functionrunner.perf.stats.Interval;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.stats.Scalability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The capacity in words and rows, as every report for people shows it. */
final class CapacityText {

  private static final String RATE = "tasks/s";

  static final List<String> HEAD =
      List.of(
          "Level",
          "Offered /s",
          "Completed /s",
          "of it",
          "In flight",
          "Time in system",
          "Worst p95",
          "Efficiency",
          "Workers busy",
          "GPUs busy",
          "SLO",
          "Carried");

  private CapacityText() {}

  static List<List<String>> rows(Analysis analysis, Capacity capacity) {
    return capacity.levels().stream().map(l -> row(analysis, capacity, l)).toList();
  }

  private static List<String> row(Analysis analysis, Capacity capacity, Level level) {
    return List.of(
        Plain.line(level.phase().name(), 40),
        Display.plain(level.offeredPerSecond(), 2),
        Display.plain(level.completedPerSecond(), 2),
        Display.optional(level.completedShare(), "share"),
        Display.plain(level.inFlight(), 1),
        Display.optional(level.residenceSeconds(), "s"),
        worst(level),
        Display.optional(capacity.efficiency(level), "share"),
        workers(analysis, level),
        busy(analysis, level, "gpu"),
        level.sloKept() ? "kept" : "broken",
        level.carried() ? "yes" : "no: " + Plain.line(String.join("; ", level.breaches()), 160));
  }

  private static String worst(Level level) {
    return level.times().values().stream()
        .filter(t -> !t.isEmpty())
        .mapToInt((MillisHistogram t) -> t.quantile(.95))
        .max()
        .stream()
        .mapToObj(Display::millis)
        .findFirst()
        .orElse(Display.NOTHING);
  }

  /** Of the busiest pool, where they are told apart. */
  private static String workers(Analysis analysis, Level level) {
    return analysis
        .metrics()
        .flatMap(metrics -> PoolShare.busiest(metrics, level.phase().name()))
        .map(
            busiest ->
                (Plain.line(busiest.pool(), 40)
                        + " "
                        + Display.number(busiest.utilisation(), "share"))
                    .strip())
        .orElseGet(() -> busy(analysis, level, "workers"));
  }

  private static String busy(Analysis analysis, Level level, String resource) {
    OptionalDouble share =
        analysis.metrics().map(ServerMetrics::phases).orElse(List.of()).stream()
            .filter(p -> p.phase().equals(level.phase().name()))
            .flatMap(p -> p.demands().stream())
            .filter(d -> d.resource().equals(resource))
            .map(PhaseResources.Demand::utilisation)
            .findFirst()
            .orElse(OptionalDouble.empty());
    return Display.optional(share, "share");
  }

  /** What it comes to, the most important first. */
  static List<String> sentences(Capacity capacity) {
    List<String> sentences = new ArrayList<>();
    sentences.add(estimate(capacity));
    sentences.addAll(
        capacity
            .breakingPoint()
            .map(CapacityText::found)
            .orElseGet(() -> List.of(firstBroken(capacity))));
    capacity
        .optimum()
        .ifPresent(
            l ->
                sentences.add(
                    "Best operating point (most throughput for the time in the system, within the SLO): %s, %s done."
                        .formatted(l.phase().name(), rate(l.completedPerSecond()))));
    capacity.limit().ifPresent(l -> sentences.add(limit(l)));
    capacity.scalability().ifPresent(s -> sentences.add(law(capacity, s)));
    capacity
        .latency()
        .ifPresent(
            c ->
                sentences.add(
                    "Latency of the carried levels: %s + %s · λ / (%s − λ)."
                        .formatted(
                            Display.number(c.base(), "s"),
                            Display.number(c.rise(), "s"),
                            rate(c.capacity()))));
    return sentences.stream().map(s -> Plain.line(s, 400)).toList();
  }

  private static String firstBroken(Capacity capacity) {
    return capacity
        .breakPoint()
        .map(
            l ->
                "Breaks at %s (%s offered): %s."
                    .formatted(
                        l.phase().name(),
                        rate(l.offeredPerSecond()),
                        String.join("; ", l.breaches())))
        .orElse("Every level was carried: the break point lies beyond.");
  }

  private static List<String> found(BreakingPoint point) {
    Bracket bracket = point.bracket();
    String where =
        point
            .estimate()
            .map(
                e ->
                    "Breaking point %s (95 %%: %s to %s): %s by which loads were carried, %s by what was completed at the limit."
                        .formatted(
                            rate(e.tasksPerSecond()),
                            Display.number(e.low(), ""),
                            Display.number(e.high(), ""),
                            Display.optional(e.byVerdicts(), ""),
                            Display.optional(e.byCompleted(), "")))
            .orElse("Breaking point not found.");
    String carried =
        bracket.feasibleMax().isPresent()
            ? "Carried up to " + rate(bracket.feasibleMax().getAsDouble())
            : "No load was carried";
    String broken =
        bracket.infeasibleMin().isPresent()
            ? "not carried from %s on: %s."
                .formatted(
                    rate(bracket.infeasibleMin().getAsDouble()),
                    String.join("; ", point.constraint()))
            : "every load that was tried was.";
    return List.of(where, carried + ", " + broken);
  }

  private static String estimate(Capacity capacity) {
    Optional<Capacity.Saturation> saturation = capacity.saturation();
    if (saturation.isPresent()) {
      return "Capacity %s of this mix: %s is at its limit (%s of its tasks completed there)."
          .formatted(
              rate(saturation.get().tasksPerSecond()),
              saturation.get().modality(),
              Display.count(saturation.get().completed()));
    }
    return capacity
        .limit()
        .map(
            l ->
                "Capacity about %s of this mix, by its resources; no modality reached its limit."
                    .formatted(rate(l.tasksPerSecond())))
        .orElse("Capacity unknown: no modality reached its limit, and no metric tells of one.");
  }

  private static String limit(Capacity.Limit limit) {
    return "By the utilisation law %s limits, at %s of this mix; %s."
        .formatted(
            limit.resource(),
            rate(limit.tasksPerSecond()),
            limit
                .firstSaturated()
                .map(
                    l ->
                        "saturated from %s on (%s offered)"
                            .formatted(l.phase().name(), rate(l.offeredPerSecond())))
                .orElse("it never was saturated"));
  }

  private static String law(Capacity capacity, Scalability law) {
    String peak =
        capacity.peakConcurrency().isPresent()
            ? "peak at %s in flight"
                .formatted(Display.plain(capacity.peakConcurrency().getAsDouble(), 1))
            : "no peak seen";
    return String.format(
        Locale.ROOT,
        "Universal Scalability Law: σ %.4g, κ %.4g, λ %.4g; %s%s.",
        law.sigma(),
        law.kappa(),
        law.lambda(),
        peak,
        capacity
            .intervals()
            .map(
                i ->
                    " (95 %%: σ %s, κ %s, peak %s)"
                        .formatted(range(i.sigma()), range(i.kappa()), range(i.peak())))
            .orElse(""));
  }

  private static String range(Interval interval) {
    return List.of(interval.low(), interval.high()).stream()
        .map(v -> Double.isInfinite(v) ? "∞" : String.format(Locale.ROOT, "%.3g", v))
        .collect(Collectors.joining(" to "));
  }

  private static String rate(double perSecond) {
    return Display.number(perSecond, RATE);
  }
}
