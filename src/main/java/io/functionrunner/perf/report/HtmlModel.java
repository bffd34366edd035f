package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.kpi.RequestSummary;
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
import java.util.TreeMap;

/** What the page's template names, as text for people; the template escapes it. */
final class HtmlModel {

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
    page.put("comparison", HtmlComparison.of(analysis.comparison()));
    page.put("hasFindings", !analysis.findings().isEmpty());
    page.put("findings", analysis.findings().stream().map(HtmlModel::finding).toList());
    page.put(
        "resources",
        DiagnosisRows.of(analysis.diagnosis()).stream().map(HtmlModel::cells).toList());
    page.put("resourceHead", DiagnosisRows.HEAD.subList(1, DiagnosisRows.HEAD.size()));
    page.put(
        "capacity",
        analysis
            .capacity()
            .map(
                c ->
                    Map.of(
                        "head",
                        CapacityText.HEAD.subList(1, CapacityText.HEAD.size()),
                        "levels",
                        CapacityText.rows(analysis, c).stream().map(HtmlModel::cells).toList(),
                        "sentences",
                        CapacityText.sentences(c)))
            .orElse(null));
    page.put("hasResources", !analysis.diagnosis().resources().isEmpty());
    page.put(
        "recommendations",
        analysis.diagnosis().recommendations().stream()
            .map(r -> row("change", r.change(), "because", r.because()))
            .toList());
    page.put("hasRecommendations", !analysis.diagnosis().recommendations().isEmpty());
    page.put("tasks", analysis.tasks().map(tasks -> HtmlTasks.of(analysis, tasks)).orElse(null));
    page.put(
        "conservation",
        analysis.conservation().map(all -> HtmlTasks.conservation(analysis, all)).orElse(null));
    page.put("target", analysis.metrics().map(m -> HtmlResources.target(analysis, m)).orElse(null));
    page.put("injectors", InjectorRows.section(analysis));
    page.put("injector", HtmlResources.injector(analysis, analysis.injector()));
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

  private static Map<String, Object> cells(List<String> cells) {
    return Map.of("name", cells.get(0), "cells", cells.subList(1, cells.size()));
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
  static Map<String, Object> row(String... pairs) {
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
