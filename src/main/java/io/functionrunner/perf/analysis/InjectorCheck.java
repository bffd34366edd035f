package io.functionrunner.perf.analysis;

import io.functionrunner.perf.analysis.InjectorReport.State;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.injector.HealthEvidence;
import io.functionrunner.perf.injector.HealthRules;
import io.functionrunner.perf.injector.InjectorHealth;
import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.kpi.Criteria;
import io.functionrunner.perf.kpi.ErrorCount;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.stats.MillisHistogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Gathers what is known of a run's injector, or injectors, and has them judged. */
final class InjectorCheck {

  private final Evidence evidence;
  private final Timeline timeline;
  private final List<Phase> elapsed;
  private final InjectorLimits limits;
  private final List<InjectorReport.Reason> reasons = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean measured = true;

  private InjectorCheck(
      Evidence evidence, Timeline timeline, List<Phase> elapsed, InjectorLimits limits) {
    this.evidence = evidence;
    this.timeline = timeline;
    this.elapsed = elapsed;
    this.limits = limits;
  }

  /**
   * The report on the injector. Those of a merged run are judged one by one, since one at its limit
   * would hide behind the average of the others.
   *
   * @param elapsed the phases as far as the run came
   */
  static InjectorReport of(
      Evidence evidence,
      Timeline timeline,
      List<Phase> elapsed,
      Optional<TaskSummary> tasks,
      Criteria criteria) {
    InjectorLimits limits = InjectorLimits.of(criteria);
    Optional<Readings> samples = evidence.recordings().injector().readings();
    InjectorCheck check = new InjectorCheck(evidence, timeline, elapsed, limits);
    if (evidence.shards().isMerged()) {
      check.shards(samples);
    } else {
      MillisHistogram lag = tasks.map(TaskSummary::lag).orElse(MillisHistogram.EMPTY);
      check.injector("", samples, lag, check.errors());
    }
    return new InjectorReport(
        check.state(),
        check.reasons,
        check.notes,
        samples.map(Readings::step).orElse(Duration.ZERO),
        samples
            .map(s -> new MetricSummarizer(s, timeline.startMillis(), elapsed).injector(limits))
            .orElse(List.of()));
  }

  private void shards(Optional<Readings> samples) {
    samples.ifPresent(s -> notes.addAll(s.notices()));
    for (int shard : evidence.shards().present()) {
      injector(
          "shard %d of %d: ".formatted(shard, evidence.shards().of()),
          samples.map(s -> s.labelled(InjectorSampler.SHARD, String.valueOf(shard))),
          evidence.shardLags().map(lags -> lags.of(shard)).orElse(MillisHistogram.EMPTY),
          Map.of());
    }
    // The log does not tell whose requests failed.
    if (judge(Optional.empty(), MillisHistogram.EMPTY, errors())
        instanceof InjectorHealth.Saturated saturated) {
      add("one of the injectors: ", saturated);
    }
  }

  private void injector(
      String name, Optional<Readings> samples, MillisHistogram lag, Map<String, Long> errors) {
    InjectorHealth health = judge(samples, lag, errors);
    health.notes().forEach(note -> notes.add(name + note));
    if (health instanceof InjectorHealth.Saturated saturated) {
      add(name, saturated);
    }
    measured &= !(health instanceof InjectorHealth.NotMeasured);
  }

  private InjectorHealth judge(
      Optional<Readings> samples, MillisHistogram lag, Map<String, Long> errors) {
    return HealthRules.judge(
        new HealthEvidence(samples, timeline.startMillis(), elapsed, late(lag), errors),
        limits.thresholds());
  }

  private void add(String name, InjectorHealth.Saturated saturated) {
    for (InjectorHealth.Reason r : saturated.reasons()) {
      reasons.add(
          new InjectorReport.Reason(
              r.id(),
              name + r.text(),
              r.evidence(),
              new Finding.Span(r.startMillis(), r.endMillis())));
    }
  }

  private OptionalDouble late(MillisHistogram lag) {
    return lag.isEmpty() || limits.scheduleLagP99Millis().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(lag.quantile(.99));
  }

  private Map<String, Long> errors() {
    return evidence.requests().stream()
        .flatMap(log -> log.errors().stream())
        .collect(Collectors.toMap(ErrorCount::message, ErrorCount::count, Long::sum));
  }

  private State state() {
    if (!reasons.isEmpty()) {
      return State.SATURATED;
    }
    return measured ? State.HEALTHY : State.NOT_MEASURED;
  }
}
