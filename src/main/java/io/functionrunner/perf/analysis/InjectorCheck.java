package io.functionrunner.perf.analysis;

import io.functionrunner.perf.analysis.InjectorReport.State;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.injector.HealthEvidence;
import io.functionrunner.perf.injector.HealthRules;
import io.functionrunner.perf.injector.InjectorHealth;
import io.functionrunner.perf.kpi.Criteria;
import io.functionrunner.perf.kpi.ErrorCount;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.stats.MillisHistogram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Gathers what is known of a run's injector and has it judged. */
final class InjectorCheck {

  private InjectorCheck() {}

  /**
   * The report on the injector.
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
    InjectorHealth health =
        HealthRules.judge(
            new HealthEvidence(
                samples,
                timeline.startMillis(),
                elapsed,
                lag(tasks, limits),
                evidence.requests().map(InjectorCheck::errors).orElse(Map.of())),
            limits.thresholds());
    return new InjectorReport(
        state(health),
        reasons(health),
        health.notes(),
        samples.map(Readings::step).orElse(Duration.ZERO),
        samples
            .map(s -> new MetricSummarizer(s, timeline.startMillis(), elapsed).injector(limits))
            .orElse(List.of()));
  }

  private static OptionalDouble lag(Optional<TaskSummary> tasks, InjectorLimits limits) {
    MillisHistogram lag = tasks.map(TaskSummary::lag).orElse(MillisHistogram.EMPTY);
    return lag.isEmpty() || limits.scheduleLagP99Millis().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(lag.quantile(.99));
  }

  private static Map<String, Long> errors(LogSummary log) {
    return log.errors().stream()
        .collect(Collectors.toMap(ErrorCount::message, ErrorCount::count, Long::sum));
  }

  private static State state(InjectorHealth health) {
    if (health instanceof InjectorHealth.Saturated) {
      return State.SATURATED;
    }
    return health instanceof InjectorHealth.Healthy ? State.HEALTHY : State.NOT_MEASURED;
  }

  private static List<InjectorReport.Reason> reasons(InjectorHealth health) {
    return health instanceof InjectorHealth.Saturated saturated
        ? saturated.reasons().stream()
            .map(
                r ->
                    new InjectorReport.Reason(
                        r.id(),
                        r.text(),
                        r.evidence(),
                        new Finding.Span(r.startMillis(), r.endMillis())))
            .toList()
        : List.of();
  }
}
