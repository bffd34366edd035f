package io.functionrunner.perf.analysis;

import io.functionrunner.perf.analysis.InjectorReport.Reason;
import io.functionrunner.perf.injector.InjectorMetric;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.metrics.MetricDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Judges whether what a run was measured with was up to it. */
final class Instrumentation {

  private static final String INJECTOR = "the injector was not at a limit of its own";

  private Instrumentation() {}

  static List<CriterionResult> judge(
      Recordings recordings, Optional<ServerMetrics> metrics, InjectorReport injector) {
    List<CriterionResult> results = new ArrayList<>();
    results.add(injector(injector));
    List<MetricDefinition> required =
        recordings.catalog().metrics().stream().filter(MetricDefinition::required).toList();
    if (!required.isEmpty()) {
      results.add(required(required, recordings, metrics));
    }
    return results;
  }

  private static CriterionResult injector(InjectorReport injector) {
    return switch (injector.state()) {
      case HEALTHY -> judged(true, load(injector));
      case SATURATED ->
          judged(
              false,
              injector.reasons().stream()
                  .map(Instrumentation::sentence)
                  .collect(Collectors.joining("; also ")));
      case NOT_MEASURED ->
          new CriterionResult(
              "run.injector",
              Role.MEASUREMENT,
              INJECTOR,
              "",
              KpiValue.missing("not a number"),
              OptionalDouble.empty(),
              Optional.empty(),
              "not measured: " + String.join("; ", injector.notes()));
    };
  }

  private static CriterionResult judged(boolean holds, String reason) {
    return CriterionResult.validity("run.injector", Role.MEASUREMENT, INJECTOR, holds, reason);
  }

  private static String sentence(Reason reason) {
    return String.format(
        Locale.ROOT,
        "%s: %s (%.0f to %.0f s)",
        reason.text(),
        reason.evidence(),
        reason.window().startMillis() / 1000.0,
        reason.window().endMillis() / 1000.0);
  }

  /** How far it was from its limits. */
  private static String load(InjectorReport injector) {
    List<String> parts = new ArrayList<>();
    injector
        .metric(InjectorMetric.CPU_SHARE.id())
        .ifPresent(
            cpu ->
                parts.add(
                    "CPU %s on average, %s at most"
                        .formatted(percent(cpu.average()), percent(cpu.max()))));
    injector
        .metric(InjectorMetric.GC_PAUSE_SHARE.id())
        .ifPresent(gc -> parts.add("collections %s of the time".formatted(percent(gc.average()))));
    injector
        .metric(InjectorMetric.EVENT_LOOP_DELAY.id())
        .ifPresent(late -> parts.add("event loops late by %s".formatted(millis(late.max()))));
    injector
        .metric(InjectorMetric.SCHEDULE_LAG.id())
        .ifPresent(late -> parts.add("tasks by %s".formatted(millis(late.max()))));
    return String.join(", ", parts);
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent()
        ? String.format(Locale.ROOT, "%.1f %%", 100 * share.getAsDouble())
        : "unknown";
  }

  private static String millis(OptionalDouble millis) {
    return millis.isPresent()
        ? String.format(Locale.ROOT, "%.0f ms", millis.getAsDouble())
        : "unknown";
  }

  /** A metric without a point while it counted is as good as none. */
  private static CriterionResult required(
      List<MetricDefinition> required, Recordings recordings, Optional<ServerMetrics> metrics) {
    Map<String, String> missing =
        recordings.missing().stream()
            .collect(Collectors.toMap(MissingMetric::id, MissingMetric::reason));
    List<String> lacking = new ArrayList<>();
    for (MetricDefinition metric : required) {
      String reason = missing.get(metric.id());
      boolean seen =
          metrics
              .flatMap(all -> all.metric(metric.id()))
              .filter(one -> one.max().isPresent())
              .isPresent();
      if (!seen) {
        lacking.add(
            "no %s: %s"
                .formatted(
                    metric.id(), reason != null ? reason : "no point in any measured phase"));
      }
    }
    return CriterionResult.validity(
        "run.metrics",
        Role.MEASUREMENT,
        "every required metric was collected",
        lacking.isEmpty(),
        lacking.isEmpty()
            ? required.stream().map(MetricDefinition::id).collect(Collectors.joining(", "))
            : String.join("; ", lacking));
  }
}
