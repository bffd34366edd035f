package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.Finding;
import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.stats.MillisHistogram;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the page's template names, as text for people; the template escapes it. */
final class HtmlModel {

  private static final List<String> CARDS =
      List.of(
          "offered",
          "throughput",
          "completedShare",
          "errorRate",
          "rejectionRate",
          "inFlight.mean",
          "inFlight.max",
          "drain",
          "submit.p95",
          "lag.p99",
          "checks.share",
          "plannedShare");

  private final Analysis analysis;

  private HtmlModel(Analysis analysis) {
    this.analysis = analysis;
  }

  static Map<String, Object> of(Analysis analysis) {
    HtmlModel model = new HtmlModel(analysis);
    Map<String, Object> page = new HashMap<>();
    page.put("simulation", analysis.simulation());
    page.put("verdict", analysis.conclusion().verdict().name());
    page.put("sentence", analysis.conclusion().sentence());
    page.put("facts", model.facts());
    page.put("criteriaFile", analysis.criteriaName());
    page.put("criteria", analysis.criteria().stream().map(HtmlModel::criterion).toList());
    page.put("hasFindings", !analysis.findings().isEmpty());
    page.put("findings", analysis.findings().stream().map(HtmlModel::finding).toList());
    page.put("tasks", analysis.tasks().map(model::tasks).orElse(null));
    page.put("conservation", analysis.conservation().map(model::conservation).orElse(null));
    page.put("errors", model.errors());
    page.put("hasErrors", !model.errors().isEmpty());
    page.put("requests", model.requests());
    page.put("hasRequests", !model.requests().isEmpty());
    page.put("kpis", analysis.kpis().stream().map(HtmlModel::kpi).toList());
    page.put("settings", model.settings());
    page.put("hasSettings", analysis.manifest().isPresent());
    return page;
  }

  private List<Map<String, Object>> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run", analysis.name());
    facts.put("started", instant(analysis.timeline().startMillis()));
    analysis
        .manifest()
        .ifPresent(
            run -> {
              facts.put("target", run.target() + (run.sandbox() ? " (sandbox)" : ""));
              facts.put("users", Display.count(run.users()));
              facts.put("seed", String.valueOf(run.seed()));
              if (run.speed() != 1) {
                facts.put("time", Display.plain(run.speed(), 2) + " times faster");
              }
            });
    return named(facts);
  }

  private static Map<String, Object> criterion(CriterionResult criterion) {
    return Map.of(
        "verdict",
        criterion.verdict().map(Enum::name).orElse("INFO"),
        "word",
        criterion.verdict().map(Enum::name).orElse("not judged"),
        "text",
        criterion.text(),
        "value",
        Display.value(criterion.value(), criterion.unit()),
        "limit",
        criterion.limit().isPresent()
            ? Display.number(criterion.limit().getAsDouble(), criterion.unit())
            : Display.NOTHING,
        "reason",
        criterion.reason());
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> row = new HashMap<>();
    row.put("severity", finding.severity().name());
    row.put("title", finding.title());
    row.put("evidence", finding.evidence());
    row.put(
        "when",
        finding.window().map(w -> Display.span(w.startMillis(), w.endMillis())).orElse(null));
    return row;
  }

  private Map<String, Object> tasks(TaskSummary tasks) {
    List<Map<String, Object>> cards =
        CARDS.stream()
            .map(analysis::kpi)
            .flatMap(Optional::stream)
            .map(
                r ->
                    row("name", r.kpi().title(), "value", Display.value(r.value(), r.kpi().unit())))
            .toList();
    List<String> modalities = ChartData.modalities(tasks);
    List<Map<String, Object>> charts = new ArrayList<>();
    for (int i = 0; i < modalities.size(); i++) {
      charts.add(row("number", String.valueOf(i), "modality", modalities.get(i)));
    }
    return Map.of(
        "cards",
        cards,
        "classes",
        tasks.classes().stream().map(this::classTasks).toList(),
        "latencyCharts",
        charts);
  }

  private Map<String, Object> classTasks(ClassTasks own) {
    Map<String, Object> row = new HashMap<>();
    MillisHistogram times = own.fromSubmit().all();
    row.put("name", own.taskClass().title());
    row.put("completed", Display.count(own.counts().completed()));
    row.put("p50", Display.quantile(times, .5));
    row.put("p95", Display.quantile(times, .95));
    row.put("p99", Display.quantile(times, .99));
    row.put("intended", Display.quantile(own.fromIntended(), .95));
    row.put("basis", own.basis().words());
    row.put("interval", Display.NOTHING);
    row.put("certified", Display.NOTHING);
    analysis
        .kpi("task." + own.taskClass().id() + ".p95")
        .ifPresent(
            r -> {
              if (r.value() instanceof KpiValue.Measured measured) {
                measured.interval().ifPresent(i -> row.put("interval", Display.interval(i)));
                measured.certified().ifPresent(c -> row.put("certified", Display.millis(c)));
              }
            });
    split(row, own);
    return row;
  }

  private static void split(Map<String, Object> row, ClassTasks own) {
    row.put("queue50", Display.quantile(own.queue(), .5));
    row.put("queue95", Display.quantile(own.queue(), .95));
    row.put("run50", Display.quantile(own.run(), .5));
    row.put("run95", Display.quantile(own.run(), .95));
    row.put("detection50", Display.quantile(own.detection(), .5));
    row.put("detection95", Display.quantile(own.detection(), .95));
    if (own.queue().isEmpty()) {
      row.put("bar", null);
      return;
    }
    double queue = own.queue().mean();
    double run = own.run().mean();
    double detection = own.detection().mean();
    double percent = 100 / Math.max(1, queue + run + detection);
    row.put(
        "bar",
        row(
            "queue",
            Display.plain(queue * percent, 1),
            "run",
            Display.plain(run * percent, 1),
            "detection",
            Display.plain(detection * percent, 1),
            "label",
            "mean queue %s, run %s, detection %s"
                .formatted(Display.millis(queue), Display.millis(run), Display.millis(detection))));
  }

  private Map<String, Object> conservation(Conservation all) {
    List<Map<String, Object>> rows = new ArrayList<>();
    analysis
        .tasks()
        .ifPresent(
            tasks ->
                tasks
                    .phases()
                    .forEach(
                        p ->
                            rows.add(
                                counts(
                                    p.phase().name(),
                                    Display.span(p.phase().startMillis(), p.phase().endMillis()),
                                    p.counts()))));
    rows.add(counts("the whole run", "", all));
    return Map.of("sentence", Display.conservation(all), "rows", rows);
  }

  private static Map<String, Object> counts(String name, String span, Conservation counts) {
    return row(
        "name",
        name,
        "span",
        span,
        "submitted",
        Display.count(counts.submitted()),
        "completed",
        Display.count(counts.completed()),
        "failed",
        Display.count(counts.failed()),
        "rejected",
        Display.count(counts.rejected()),
        "timedOut",
        Display.count(counts.timedOut()),
        "inFlight",
        Display.count(counts.inFlight()));
  }

  /** Those of tasks, with the time they span, then those of requests. */
  private List<Map<String, Object>> errors() {
    List<Map<String, Object>> rows = new ArrayList<>();
    analysis
        .tasks()
        .ifPresent(
            tasks ->
                tasks
                    .errors()
                    .forEach(
                        e ->
                            rows.add(
                                row(
                                    "kind",
                                    "task " + e.outcome().id(),
                                    "message",
                                    e.reason(),
                                    "count",
                                    Display.count(e.count()),
                                    "span",
                                    Display.span(e.firstMillis(), e.lastMillis())))));
    analysis
        .requests()
        .ifPresent(
            log ->
                log.errors().stream()
                    .limit(20)
                    .forEach(
                        e ->
                            rows.add(
                                row(
                                    "kind",
                                    "log",
                                    "message",
                                    Plain.line(e.message(), 300),
                                    "count",
                                    Display.count(e.count()),
                                    "span",
                                    ""))));
    return rows;
  }

  private List<Map<String, Object>> requests() {
    return analysis
        .requests()
        .map(log -> log.requests().stream().map(HtmlModel::request).toList())
        .orElse(List.of());
  }

  private static Map<String, Object> request(RequestSummary request) {
    MillisHistogram all = request.run().all();
    Map<String, Object> row = new HashMap<>();
    row.put("name", request.key().label());
    row.put("total", Display.count(all.count()));
    row.put("ok", Display.count(request.run().ok().count()));
    row.put("ko", Display.count(request.run().ko().count()));
    row.put("min", Display.quantile(all, 0));
    row.put("p50", Display.quantile(all, .5));
    row.put("p75", Display.quantile(all, .75));
    row.put("p95", Display.quantile(all, .95));
    row.put("p99", Display.quantile(all, .99));
    row.put("p999", Display.quantile(all, .999));
    row.put("max", Display.quantile(all, 1));
    row.put("mean", all.isEmpty() ? Display.NOTHING : Display.millis(all.mean()));
    return row;
  }

  private static Map<String, Object> kpi(Reading reading) {
    String value = Display.value(reading.value(), reading.kpi().unit());
    String formula = reading.kpi().formula();
    return row(
        "name",
        reading.kpi().title(),
        "value",
        value,
        "formula",
        reading.value() instanceof KpiValue.Missing missing
            ? formula + " (no value: " + missing.reason() + ")"
            : formula);
  }

  private List<Map<String, Object>> settings() {
    Map<String, String> rows = new LinkedHashMap<>();
    analysis
        .manifest()
        .ifPresent(
            (RunManifest run) -> {
              rows.put("Status", run.status().name().toLowerCase(Locale.ROOT));
              rows.put("Model", run.model());
              rows.put("Profile hash", run.profileHash());
              rows.put("Binding", "%s (%s)".formatted(run.api(), run.apiHash()));
              rows.put("Time scale", Display.plain(run.timeScale(), 3));
              rows.put("Tasks planned", Display.count(run.tasksPlanned()));
              new TreeMap<>(run.settings()).forEach((k, v) -> rows.put("-D" + k, v));
              new TreeMap<>(run.versions()).forEach((k, v) -> rows.put("Version of " + k, v));
              if (run.environment() != null) {
                RunManifest.Environment e = run.environment();
                rows.put(
                    "Injector",
                    "%s %s, %d processors, %s MiB, Java %s"
                        .formatted(
                            e.os(),
                            e.arch(),
                            e.processors(),
                            Display.count(e.memoryBytes() >> 20),
                            e.java()));
                rows.put("Fingerprint", e.fingerprint());
              }
            });
    return named(rows);
  }

  private static List<Map<String, Object>> named(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> row("name", e.getKey(), "value", String.valueOf(e.getValue())))
        .toList();
  }

  /** Names and texts by turns. */
  private static Map<String, Object> row(String... pairs) {
    Map<String, Object> row = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put(pairs[i], pairs[i + 1]);
    }
    return row;
  }

  private static String instant(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
