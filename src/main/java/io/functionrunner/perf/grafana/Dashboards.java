package io.functionrunner.perf.grafana;

import io.functionrunner.perf.grafana.Dashboard.Kind;
import io.functionrunner.perf.grafana.Dashboard.Panel;
import io.functionrunner.perf.grafana.Dashboard.Query;
import io.functionrunner.perf.grafana.Dashboard.Row;
import io.functionrunner.perf.grafana.Dashboard.Variable;
import io.functionrunner.perf.grafana.PromQl.Of;
import io.functionrunner.perf.kpi.Criteria;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The dashboards. What the load itself counted ({@code loadtest_…}) is of the chosen run; what the
 * target says is of the chosen jobs. Limits are those of a set of pass criteria.
 */
public final class Dashboards {

  static final String SUBMITTED = "loadtest_tasks_submitted_total";
  static final String ENDED = "loadtest_tasks_ended_total";
  static final String SUBMIT = "loadtest_submit_duration_seconds";
  static final String TASK = "loadtest_task_duration_seconds";
  private static final String BAD = ",outcome=~\"failed|cancelled|lost|error|timed_out\"";
  private static final String COMPLETED = ",outcome=\"completed\"";
  private static final int HALF = 12;
  private static final int SIXTH = 4;

  private final Criteria limits;

  private Dashboards(Criteria limits) {
    this.limits = limits;
  }

  /**
   * All six.
   *
   * @param limits drawn where a panel shows what they limit
   */
  public static List<Dashboard> of(Criteria limits) {
    Dashboards all = new Dashboards(limits);
    return List.of(
        all.overview(),
        all.latency(),
        all.throughput(),
        TargetPanels.resources(),
        all.errors(),
        new ComparisonPanels(all).dashboard());
  }

  /** Of every dashboard: which run, which of its tasks, and whose metrics the target's are. */
  static List<Variable> variables() {
    return List.of(
        Variable.choice("run", "Run", "label_values(loadtest_run_info, run)", false),
        Variable.choice("job", "Target's jobs", "label_values(task_submitted_total, job)", true),
        Variable.choice(
            "template", "Template", "label_values(" + SUBMITTED + ", template_id)", true),
        Variable.choice("quality", "Quality", "label_values(" + SUBMITTED + ", quality)", true));
  }

  private static Panel lines(String title, String description, String unit, Query... queries) {
    return new Panel(Kind.LINES, title, description, unit, List.of(queries), List.of(), HALF);
  }

  private static Panel number(String title, String description, String unit, String promQl) {
    return new Panel(
        Kind.NUMBER, title, description, unit, List.of(new Query(promQl, title)), List.of(), SIXTH);
  }

  private Dashboard overview() {
    return new Dashboard(
        "perf-overview",
        "Load test: overview",
        "A run at one look: what is offered, what comes of it, how long it takes, and what is busy.",
        variables(),
        List.of(
            Row.of(
                "Now",
                number("Offered", "Tasks submitted per second.", "ops", Of.RUN.rate("", SUBMITTED)),
                number(
                    "Completed",
                    "Tasks completed per second.",
                    "ops",
                    Of.RUN.rate("", ENDED, COMPLETED)),
                number("Errors", "Of the tasks that ended.", "percentunit", errorShare(Of.RUN))
                    .limited(errorLimit()),
                number(
                        "Submission p95",
                        "First submission to acceptance.",
                        "s",
                        Of.RUN.quantile(.95, "", SUBMIT))
                    .limited(submitLimit()),
                number(
                    "In flight",
                    "Submitted and not ended.",
                    "short",
                    Of.RUN.taskGauge("sum", "loadtest_tasks_in_flight")),
                number(
                    "Users",
                    "Whose time is not over.",
                    "short",
                    Of.RUN.gauge("sum", "loadtest_users_active"))),
            Row.of(
                "Load",
                offeredAndCompleted(),
                inFlight(),
                lines(
                    "Time of a task",
                    "First submission to the end that the client saw.",
                    "s",
                    quantiles(Of.RUN, TASK)),
                outcomes(),
                new Panel(
                    Kind.STATES,
                    "Phase",
                    "What the load does.",
                    "short",
                    List.of(
                        new Query(Of.RUN.gauge("max by (phase)", "loadtest_phase"), "{{phase}}")),
                    List.of(),
                    HALF),
                TargetPanels.queues()),
            Row.of("Target", TargetPanels.workers(), TargetPanels.gpus())));
  }

  static Panel offeredAndCompleted() {
    return lines(
        "Offered and completed",
        "Tasks per second. Where completed stays below offered, tasks pile up.",
        "ops",
        new Query(Of.RUN.rate("", SUBMITTED), "offered"),
        new Query(Of.RUN.rate("", ENDED, COMPLETED), "completed"));
  }

  private static Panel inFlight() {
    return lines(
        "Tasks in flight and users",
        "",
        "short",
        new Query(Of.RUN.taskGauge("sum", "loadtest_tasks_in_flight"), "in flight"),
        new Query(Of.RUN.gauge("sum", "loadtest_users_active"), "users"));
  }

  private static Panel outcomes() {
    return lines(
        "How tasks end",
        "Tasks per second by outcome.",
        "ops",
        new Query(Of.RUN.rate("outcome", ENDED), "{{outcome}}"));
  }

  static Query[] quantiles(Of whose, String histogram) {
    return Stream.of(.5, .95, .99)
        .map(q -> new Query(whose.quantile(q, "", histogram), "p" + Math.round(100 * q)))
        .toArray(Query[]::new);
  }

  static String errorShare(Of whose) {
    return whose.rate("", ENDED, BAD) + " / (" + whose.rate("", ENDED) + " > 0)";
  }

  List<Double> errorLimit() {
    return one(limits.errorRate(), 1);
  }

  List<Double> submitLimit() {
    return one(limits.submitP95Millis(), 1e-3);
  }

  private static List<Double> one(OptionalDouble limit, double factor) {
    return limit.isPresent() ? List.of(limit.getAsDouble() * factor) : List.of();
  }

  /** Limits of tasks in seconds, by modality. */
  private Map<String, List<Double>> taskLimits() {
    Map<String, List<Double>> byModality = new TreeMap<>();
    limits
        .taskP95Seconds()
        .forEach(
            (name, seconds) ->
                byModality
                    .computeIfAbsent(name.replaceFirst("\\..*", ""), m -> new ArrayList<>())
                    .add(seconds));
    return byModality;
  }

  private Dashboard latency() {
    List<Panel> byModality = new ArrayList<>();
    taskLimits()
        .forEach(
            (modality, seconds) ->
                byModality.add(
                    lines(
                            "p95 of " + modality + " tasks",
                            "By quality; the lines across are the limits of its classes, at full scale.",
                            "s",
                            new Query(
                                Of.RUN.quantile(
                                    .95,
                                    "quality",
                                    TASK,
                                    "template_id=\"%s_generation_v1\",quality=~\"$quality\""
                                        .formatted(modality)),
                                "{{quality}}"))
                        .limited(seconds)));
    Panel heatmap =
        new Panel(
            Kind.HEATMAP,
            "Time of $template tasks",
            "Tasks per second by how long they took; from native histograms where the server keeps them.",
            "s",
            List.of(
                new Query(Of.RUN.buckets(TASK), "{{le}}"), new Query(Of.RUN.histogram(TASK), "")),
            List.of(),
            2 * HALF);
    return new Dashboard(
        "perf-latency",
        "Load test: latency",
        "How long submissions and tasks take, seen by the client and by the target.",
        variables(),
        List.of(
            Row.of(
                "Submission",
                lines("Submission, by the client", "", "s", quantiles(Of.RUN, SUBMIT))
                    .limited(submitLimit()),
                lines(
                        "Submission, by the target",
                        "The time it says to have taken.",
                        "s",
                        Stream.of(.5, .95, .99)
                            .map(
                                q ->
                                    new Query(
                                        PromQl.targetQuantile(q, "task_submit_latency_seconds"),
                                        "p" + Math.round(100 * q)))
                            .toArray(Query[]::new))
                    .limited(submitLimit())),
            new Row("Tasks", "", byModality),
            new Row("Latency by template", "template", List.of(heatmap)),
            Row.of(
                "Schedule",
                lines(
                        "Schedule lag",
                        "By how much tasks are submitted late: the injector's doing.",
                        "s",
                        new Query(
                            Of.RUN.quantile(.99, "", "loadtest_schedule_lag_seconds", ""), "p99"))
                    .limited(one(limits.scheduleLagP99Millis(), 1e-3)),
                TargetPanels.waits())));
  }

  private Dashboard throughput() {
    return new Dashboard(
        "perf-throughput",
        "Load test: throughput",
        "What is offered, and what is done of it, by template and quality.",
        variables(),
        List.of(
            Row.of(
                "The load's own counts",
                offeredAndCompleted(),
                inFlight(),
                lines(
                    "Offered by template",
                    "Tasks per second.",
                    "ops",
                    new Query(
                        Of.RUN.rate("template_id, quality", SUBMITTED),
                        "{{template_id}} {{quality}}")),
                lines(
                    "Completed by template",
                    "Tasks per second.",
                    "ops",
                    new Query(
                        Of.RUN.rate("template_id, quality", ENDED, COMPLETED),
                        "{{template_id}} {{quality}}"))),
            Row.of(
                "The target's counts",
                lines(
                    "Taken in and completed",
                    "Tasks per second, as the target counts them.",
                    "ops",
                    new Query(PromQl.targetRate("", "task_submitted_total"), "taken in"),
                    new Query(PromQl.targetRate("", "task_completed_total"), "completed")),
                TargetPanels.queues())));
  }

  private Dashboard errors() {
    return new Dashboard(
        "perf-errors",
        "Load test: errors",
        "How tasks end that do not complete, by the client's count and by the target's.",
        variables(),
        List.of(
            Row.of(
                "Share of errors",
                lines(
                        "Errors of the tasks that ended",
                        "Failed, cancelled, lost, not submitted or timed out; rejections are none.",
                        "percentunit",
                        new Query(errorShare(Of.RUN), "all"),
                        new Query(
                            "%s / (%s > 0)"
                                .formatted(
                                    Of.RUN.rate("template_id", ENDED, BAD),
                                    Of.RUN.rate("template_id", ENDED)),
                            "{{template_id}}"))
                    .limited(errorLimit()),
                lines(
                        "Errors, by the target",
                        "Of the tasks taken in.",
                        "percentunit",
                        new Query(
                            "(%s or vector(0)) / (%s > 0)"
                                .formatted(
                                    PromQl.targetRate("", "task_errors_total"),
                                    PromQl.targetRate("", "task_submitted_total")),
                            "all"))
                    .limited(errorLimit())),
            Row.of(
                "Kinds",
                outcomes(),
                lines(
                    "Errors by template and quality",
                    "Tasks per second.",
                    "ops",
                    new Query(
                        Of.RUN.rate("template_id, quality, outcome", ENDED, BAD),
                        "{{template_id}} {{quality}} {{outcome}}")))));
  }
}
