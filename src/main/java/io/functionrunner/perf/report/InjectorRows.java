package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.CollectedMetric;
import io.functionrunner.perf.analysis.CollectedMetric.OneSeries;
import io.functionrunner.perf.analysis.InjectorReport;
import io.functionrunner.perf.run.InjectorRun;
import io.functionrunner.perf.run.MetricSummary;
import io.functionrunner.perf.run.RunManifest.Shards;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The injectors of a merged run, one by one: what each did, and how far from its limits it was. */
final class InjectorRows {

  private final Analysis analysis;
  private final Shards shards;

  private InjectorRows(Analysis analysis, Shards shards) {
    this.analysis = analysis;
    this.shards = shards;
  }

  /** The part of the page; null for a run that one injector made. */
  static Map<String, Object> section(Analysis analysis) {
    return analysis
        .manifest()
        .filter(run -> run.shards().isMerged())
        .map(
            run -> {
              InjectorRows rows = new InjectorRows(analysis, run.shards());
              return Map.<String, Object>of(
                  "summary",
                  rows.summary(),
                  "rows",
                  rows.shards.injectors().stream().map(rows::row).toList());
            })
        .orElse(null);
  }

  /** In a line; empty for a run that one injector made. */
  static String line(Analysis analysis) {
    return analysis
        .manifest()
        .filter(run -> run.shards().isMerged())
        .map(run -> new InjectorRows(analysis, run.shards()).summary())
        .orElse("");
  }

  private String summary() {
    List<InjectorRun> injectors = shards.injectors();
    long corrected =
        injectors.stream().filter(i -> i.clock() != null && i.clock().offsetMillis() != 0).count();
    long unknown = injectors.stream().filter(i -> i.clock() == null).count();
    return "%d of %d shards; %s"
        .formatted(
            shards.present().size(),
            shards.of(),
            unknown > 0
                ? "nothing tells how the clocks of %d went".formatted(unknown)
                : corrected == 0
                    ? "their clocks agree"
                    : "clocks of %d corrected".formatted(corrected));
  }

  private Map<String, Object> row(InjectorRun injector) {
    return HtmlModel.row(
        "shard",
        String.valueOf(injector.shard()),
        "run",
        injector.run(),
        "end",
        end(injector),
        "start",
        Display.millis((double) (injector.startMillis() - analysis.timeline().startMillis())),
        "clock",
        clock(injector.clock()),
        "submitted",
        Display.count(injector.tasks().submitted()),
        "completed",
        Display.count(injector.tasks().completed()),
        "cpu",
        highest(injector, "injector_cpu_share", "share"),
        "late",
        highest(injector, "injector_schedule_lag_millis", "ms"));
  }

  private static String end(InjectorRun injector) {
    String why =
        switch (injector.status()) {
          case COMPLETED -> "completed";
          case ABORTED -> "aborted: " + injector.statusReason();
          case RUNNING -> "killed";
        };
    return injector.problem() == null ? why : why + "; " + injector.problem();
  }

  private static String clock(InjectorRun.ClockCorrection clock) {
    if (clock == null) {
      return "not known";
    }
    return clock.uncertaintyMillis() == null
        ? String.format(Locale.ROOT, "%+,d ms", clock.offsetMillis())
        : String.format(
            Locale.ROOT, "%+,d ms ± %.1f", clock.offsetMillis(), clock.uncertaintyMillis());
  }

  private String highest(InjectorRun injector, String metric, String unit) {
    OptionalDouble max =
        analysis.injector().metric(metric).map(CollectedMetric::series).orElse(List.of()).stream()
            .filter(one -> isOf(one, injector))
            .flatMap(one -> one.measured().stream())
            .mapToDouble(MetricSummary::max)
            .max();
    return Display.optional(max, unit);
  }

  private static boolean isOf(OneSeries one, InjectorRun injector) {
    return String.valueOf(injector.shard()).equals(one.points().labels().get(InjectorReport.SHARD));
  }
}
