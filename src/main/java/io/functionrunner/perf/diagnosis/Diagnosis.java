package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.kpi.Kpi;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.stats.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Why a run went as it did.
 *
 * @param resources every resource that the metrics tell of
 * @param bottlenecks what limited the run or will, the gravest first
 * @param episodes anomalies by time
 * @param drifts what rose all through the steady phase
 * @param spike how a spike was taken, where there was one
 * @param littlesLaw whether metrics and tasks agree, where both are known
 * @param recommendations at most five, the most important first
 */
public record Diagnosis(
    List<ResourceUse> resources,
    List<Bottleneck> bottlenecks,
    List<Episode> episodes,
    List<Drift> drifts,
    Optional<SpikeResponse> spike,
    Optional<LittlesLaw> littlesLaw,
    List<Recommendation> recommendations) {

  private static final double OUT_OF_MEMORY = 95;

  private static final String POOL = "pool";

  private static final Kpi BUSIEST =
      new Kpi(
          "workers.busiest",
          "Utilisation of the busiest worker pool",
          "share",
          Kpi.Direction.NEITHER,
          "largest of the pools' average busy workers / average workers",
          false);

  /**
   * The diagnosis of a run.
   *
   * @param injector what was at its limit there, when it was
   */
  public static Diagnosis of(Observed run, Optional<Finding> injector) {
    BottleneckSearch.Result limits = BottleneckSearch.of(run, injector);
    boolean saturated =
        limits.bottlenecks().stream().anyMatch(b -> b.severity() == Severity.CRITICAL);
    // Times that rise behind a growing queue have their cause already.
    List<Drift> drifts = DriftSearch.of(run).stream().filter(d -> !saturated || d.leak()).toList();
    List<Bottleneck> bottlenecks = new ArrayList<>(limits.bottlenecks());
    drifts.stream().filter(Drift::leak).map(Diagnosis::memory).forEach(bottlenecks::add);
    BottleneckSearch.Result all =
        new BottleneckSearch.Result(
            limits.resources(),
            bottlenecks.stream()
                .sorted(Comparator.comparing(Bottleneck::severity).reversed())
                .toList());
    List<Episode> episodes = Episode.of(run);
    Optional<SpikeResponse> spike = SpikeResponse.of(run);
    Optional<LittlesLaw> law = LittlesLaw.of(run);
    return new Diagnosis(
        all.resources(),
        all.bottlenecks(),
        episodes,
        drifts,
        spike,
        law,
        Recommendations.of(all, episodes, drifts, spike, law));
  }

  private static Bottleneck memory(Drift leak) {
    boolean full = leak.unit().equals("%") && leak.end() >= OUT_OF_MEMORY;
    return new Bottleneck(
        "memory",
        leak.subject(),
        "memory (" + leak.subject() + ")",
        full ? Severity.CRITICAL : Severity.WARNING,
        leak.sentence(),
        Optional.of(leak.window()));
  }

  /** What limits most; empty when nothing does. */
  public Optional<Bottleneck> cause() {
    return bottlenecks.stream().filter(b -> b.severity() != Severity.INFO).findFirst();
  }

  /** Everything that was found, in no order. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    bottlenecks.stream()
        // The injector has findings and a criterion of its own, and a leak is a drift.
        .filter(b -> !b.kind().equals("injector"))
        .filter(b -> !b.kind().equals("memory") || b.severity() == Severity.CRITICAL)
        .map(Bottleneck::finding)
        .forEach(findings::add);
    episodes.stream().map(Episode::finding).forEach(findings::add);
    drifts.stream().map(Drift::finding).forEach(findings::add);
    spike.map(SpikeResponse::finding).ifPresent(findings::add);
    littlesLaw.flatMap(LittlesLaw::finding).ifPresent(findings::add);
    return findings;
  }

  /**
   * The pool of workers of which the largest share was busy: an average over all pools hides a full
   * one beside idle ones. Empty where no metric tells of pools.
   */
  public Optional<ResourceUse> busiestPool() {
    return resources.stream()
        .filter(r -> r.kind().equals(POOL))
        .max(Comparator.comparingDouble(ResourceUse::utilisation));
  }

  /** As KPIs: the busiest pool, and how a spike was taken. */
  public List<Reading> kpis() {
    List<Reading> kpis = new ArrayList<>();
    busiestPool()
        .ifPresent(pool -> kpis.add(new Reading(BUSIEST, KpiValue.of(pool.utilisation()))));
    spike.map(SpikeResponse::kpis).ifPresent(kpis::addAll);
    return kpis;
  }

  /**
   * Whether anything critical was found.
   *
   * @param anomalies so many critical anomalies are allowed; empty: not judged
   * @param limiting so many critical bottlenecks are allowed; empty: not judged
   */
  public List<CriterionResult> criteria(OptionalDouble anomalies, OptionalDouble limiting) {
    List<CriterionResult> results = new ArrayList<>();
    if (anomalies.isPresent()) {
      results.add(
          criterion(
              "diagnosis.anomalies",
              "no critical anomaly",
              anomalies.getAsDouble(),
              episodes.stream()
                  .filter(e -> e.severity() == Severity.CRITICAL)
                  .map(Episode::finding)
                  .toList(),
              "%d anomalies, none of them critical".formatted(episodes.size())));
    }
    if (limiting.isPresent()) {
      boolean known = !resources.isEmpty() || !bottlenecks.isEmpty();
      List<Finding> critical =
          bottlenecks.stream()
              .filter(b -> b.severity() == Severity.CRITICAL && !b.kind().equals("injector"))
              .map(Bottleneck::finding)
              .toList();
      results.add(
          known
              ? criterion(
                  "diagnosis.bottlenecks",
                  "no critical bottleneck",
                  limiting.getAsDouble(),
                  critical,
                  "none of %d resources was saturated with a growing queue"
                      .formatted(resources.size()))
              : CriterionResult.information(
                  "diagnosis.bottlenecks",
                  "no critical bottleneck",
                  "no metrics of queues, workers, GPUs or hosts"));
    }
    return results;
  }

  private static CriterionResult criterion(
      String id, String text, double allowed, List<Finding> critical, String fine) {
    boolean holds = critical.size() <= allowed;
    return new CriterionResult(
        id,
        Role.SYSTEM,
        text,
        "",
        KpiValue.of(critical.size()),
        OptionalDouble.of(allowed),
        Optional.of(holds ? Verdict.PASS : Verdict.FAIL),
        critical.isEmpty() ? fine : critical.get(0).title() + ": " + critical.get(0).evidence());
  }
}
