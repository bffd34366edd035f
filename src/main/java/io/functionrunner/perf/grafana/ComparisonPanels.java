package io.functionrunner.perf.grafana;

import io.functionrunner.perf.grafana.Dashboard.Kind;
import io.functionrunner.perf.grafana.Dashboard.Panel;
import io.functionrunner.perf.grafana.Dashboard.Query;
import io.functionrunner.perf.grafana.Dashboard.Row;
import io.functionrunner.perf.grafana.Dashboard.Variable;
import io.functionrunner.perf.grafana.PromQl.Of;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A run over its baseline: another run that Prometheus still has, moved in time so that both loads
 * start at the same moment. How far is told by the gauge of a load's start; it has to be looked for
 * among the samples of two weeks. Prometheus takes no offset of 0 s: a run over itself is a second
 * off.
 */
final class ComparisonPanels {

  private static final String START =
      "max(max_over_time((loadtest_load_start_timestamp_seconds and on (job, instance) loadtest_run_info{run=\"%s\"})[14d:15s]))";

  private final Dashboards all;

  ComparisonPanels(Dashboards all) {
    this.all = all;
  }

  Dashboard dashboard() {
    List<Variable> variables = new ArrayList<>(Dashboards.variables());
    variables.removeIf(variable -> variable.name().equals("job"));
    variables.add(
        Variable.choice("baseline", "Baseline", "label_values(loadtest_run_info, run)", false));
    variables.add(
        new Variable(
            "offset",
            "Seconds from the baseline's start to the run's",
            "query_result((round(%s - %s) != 0) or vector(1))"
                .formatted(START.formatted("$run"), START.formatted("$baseline")),
            "/.* (-?\\d+(?:\\.\\d+)?) .*/",
            false,
            true));
    return new Dashboard(
        "perf-comparison",
        "Load test: a run and its baseline",
        "Both as if they had begun at the same moment. Choose the time range of the run; what differs for sure is in its report, not here.",
        variables,
        List.of(
            Row.of(
                "Load",
                both("Offered", "ops", whose -> whose.rate("", Dashboards.SUBMITTED)),
                both(
                    "Completed",
                    "ops",
                    whose -> whose.rate("", Dashboards.ENDED, ",outcome=\"completed\"")),
                both(
                    "In flight",
                    "short",
                    whose -> whose.taskGauge("sum", "loadtest_tasks_in_flight")),
                both("Errors of the tasks that ended", "percentunit", Dashboards::errorShare)
                    .limited(all.errorLimit())),
            Row.of(
                "Latency",
                both("Submission p95", "s", whose -> whose.quantile(.95, "", Dashboards.SUBMIT))
                    .limited(all.submitLimit()),
                both("Task p50", "s", whose -> whose.quantile(.5, "", Dashboards.TASK)),
                both("Task p95", "s", whose -> whose.quantile(.95, "", Dashboards.TASK)),
                both("Task p99", "s", whose -> whose.quantile(.99, "", Dashboards.TASK))),
            Row.of(
                "Injector",
                both(
                    "CPU of its allowance",
                    "percentunit",
                    whose -> whose.gauge("max", "loadtest_injector_cpu_ratio")))));
  }

  private static Panel both(String title, String unit, Function<Of, String> promQl) {
    return new Panel(
        Kind.LINES,
        title,
        "",
        unit,
        List.of(
            new Query(promQl.apply(Of.RUN), "run"),
            new Query(promQl.apply(Of.BASELINE), "baseline")),
        List.of(),
        12);
  }
}
