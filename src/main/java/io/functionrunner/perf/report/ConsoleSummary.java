package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.baseline.Comparison;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The end of a run on the console: a screenful, the verdict first and last. */
public final class ConsoleSummary {

  private static final int WIDTH = 110;

  /** Columns of a label, and of the verdict before a criterion. */
  private static final int LABEL = 10;

  private static final int MARK = 15;
  private static final int MOST_FINDINGS = 4;
  private static final int MOST_CRITERIA = 8;
  private static final int MOST_REQUESTS = 15;

  private final Analysis analysis;
  private final boolean colour;
  private final StringBuilder out = new StringBuilder();

  private ConsoleSummary(Analysis analysis, boolean colour) {
    this.analysis = analysis;
    this.colour = colour;
  }

  /**
   * The summary, lines ended by {@code \n}.
   *
   * @param home the run directory as the user may type it, or null to name no files
   * @param colour whether the reader understands ANSI escapes
   */
  public static String text(Analysis analysis, String home, boolean colour) {
    ConsoleSummary summary = new ConsoleSummary(analysis, colour);
    summary.head();
    analysis.conservation().ifPresent(summary::conservation);
    summary.load();
    summary.resources();
    analysis
        .tasks()
        .ifPresentOrElse(summary::tasks, () -> analysis.requests().ifPresent(summary::requests));
    summary.capacity();
    summary.comparison();
    summary.criteria();
    summary.findings();
    summary.tail(home);
    return summary.out.toString();
  }

  private void head() {
    line("═".repeat(WIDTH));
    line(Plain.line(analysis.simulation(), 60) + "  " + Plain.line(analysis.name(), 60));
    verdict();
  }

  private void verdict() {
    Verdict verdict = analysis.conclusion().verdict();
    line(paint(verdict.name(), verdict) + ": " + Plain.line(analysis.conclusion().sentence(), 300));
  }

  private void conservation(Conservation counts) {
    labelled("tasks", Display.conservation(counts));
  }

  private void load() {
    if (analysis.tasks().isPresent()) {
      labelled(
          "load",
          "%s offered, %s done; %s of them complete, %s errors; at most %s in flight; drain %s"
              .formatted(
                  value("offered"),
                  value("throughput"),
                  value("completedShare"),
                  value("errorRate"),
                  value("inFlight.max"),
                  value("drain")));
    }
    if (analysis.kpi("submit.p50").filter(r -> r.value() instanceof KpiValue.Measured).isEmpty()) {
      return;
    }
    labelled(
        "submit",
        "p50 %s, p95 %s, p99 %s; schedule lag p99 %s, max %s; status polls are %s of the requests"
            .formatted(
                value("submit.p50"),
                value("submit.p95"),
                value("submit.p99"),
                value("lag.p99"),
                value("lag.max"),
                value("checks.share")));
  }

  private void resources() {
    String injectors = InjectorRows.line(analysis);
    if (!injectors.isEmpty()) {
      labelled("injectors", injectors);
    }
    analysis
        .metrics()
        .ifPresent(m -> labelled("target", ResourceText.target(m, analysis.diagnosis())));
    if (!analysis.injector().metrics().isEmpty()) {
      labelled("injector", ResourceText.injector(analysis.injector()));
    }
    analysis
        .diagnosis()
        .cause()
        .ifPresent(
            c ->
                labelled(
                    "cause",
                    Plain.line(c.resource() + ": " + c.evidence(), 160)
                        + " (more: bin/perf explain)"));
  }

  private void tasks(TaskSummary tasks) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "task",
            "done",
            "p50",
            "p95",
            "p99",
            "intended p95",
            "queue p95",
            "run p95",
            "seen p95",
            "at most"));
    for (ClassTasks own : tasks.classes()) {
      MillisHistogram times = own.fromSubmit().all();
      rows.add(
          List.of(
              Plain.line(own.taskClass().title(), 30),
              Display.count(own.counts().completed()),
              Display.quantile(times, .5),
              Display.quantile(times, .95),
              Display.quantile(times, .99),
              Display.quantile(own.fromIntended(), .95),
              Display.quantile(own.queue(), .95),
              Display.quantile(own.run(), .95),
              Display.quantile(own.detection(), .95),
              Display.quantile(own.detectionBound(), .95)));
    }
    line("");
    Columns.aligned(rows).forEach(row -> line(row, MARK));
  }

  /** Level by level, and what it comes to. */
  private void capacity() {
    if (analysis.capacity().isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>(List.of(CapacityText.HEAD));
    rows.addAll(CapacityText.rows(analysis, analysis.capacity().get()));
    line("");
    // The breaches are said below; the last column would make the lines too long.
    Columns.aligned(rows.stream().map(r -> r.subList(0, r.size() - 1)).toList())
        .forEach(this::line);
    CapacityText.sentences(analysis.capacity().get()).forEach(s -> labelled("capacity", s));
  }

  /** Of a log that is not ours: what its requests took. */
  private void requests(LogSummary log) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("request", "total", "failed", "p50", "p95", "p99", "max"));
    for (RequestSummary request : log.requests()) {
      MillisHistogram all = request.run().all();
      if (rows.size() <= MOST_REQUESTS) {
        rows.add(
            List.of(
                Plain.line(request.key().label(), 50),
                Display.count(all.count()),
                Display.count(request.run().ko().count()),
                Display.quantile(all, .5),
                Display.quantile(all, .95),
                Display.quantile(all, .99),
                Display.quantile(all, 1)));
      }
    }
    line("");
    Columns.aligned(rows).forEach(row -> line(row, MARK));
    more(log.requests().size() - MOST_REQUESTS);
  }

  /** What the deciding KPIs show, in a line; those that do not pass follow with their sentences. */
  private void comparison() {
    Comparison comparison = analysis.comparison();
    if (!comparison.isThere()) {
      return;
    }
    line("");
    String changes =
        comparison.kpis().stream()
            .filter(k -> k.gates() && k.change().isPresent())
            .map(
                k ->
                    "%s %s"
                        .formatted(
                            Plain.line(k.id(), 40), Display.change(k.change().getAsDouble())))
            .collect(Collectors.joining(", "));
    labelled(
        "baseline",
        "%s, %d runs%s"
            .formatted(
                Plain.line(comparison.baseline(), 80),
                comparison.baselineRuns().size(),
                changes.isEmpty() ? "" : "; worse by: " + changes));
    if (!comparison.notice().isEmpty()) {
      labelled("", Plain.line(comparison.notice(), 160));
    }
  }

  private void criteria() {
    List<CriterionResult> notable =
        analysis.criteria().stream()
            .filter(c -> !c.is(Verdict.PASS) && c.role() != Role.INFORMATION)
            .toList();
    line("");
    long passed = analysis.criteria().stream().filter(c -> c.is(Verdict.PASS)).count();
    line("criteria  %d passed%s".formatted(passed, notable.isEmpty() ? "" : "; not passed:"));
    notable.stream()
        .limit(MOST_CRITERIA)
        .forEach(
            c ->
                line(
                    "  %s %s: %s"
                        .formatted(
                            mark(c.verdict()),
                            Plain.line(c.text(), 120),
                            Plain.line(c.reason(), 160)),
                    MARK));
    more(notable.size() - MOST_CRITERIA);
    analysis.criteria().stream()
        .filter(c -> c.role() == Role.INFORMATION)
        .forEach(c -> line("  %-12s %s: %s".formatted("", c.text(), c.reason()), MARK));
  }

  private void findings() {
    List<Finding> grave =
        analysis.findings().stream().filter(f -> f.severity() != Severity.INFO).toList();
    grave.stream()
        .limit(MOST_FINDINGS)
        .forEach(
            f ->
                line(
                    "  %-12s %s: %s"
                        .formatted(
                            f.severity(), Plain.line(f.title(), 80), Plain.line(f.evidence(), 120)),
                    MARK));
    more(grave.size() - MOST_FINDINGS);
  }

  private void more(int count) {
    if (count > 0) {
      line("  %-12s %d more, see the report".formatted("", count));
    }
  }

  private void tail(String home) {
    line("");
    if (home != null) {
      labelled("report", home + "/" + ReportWriter.HTML);
      labelled("files", String.join(", ", ReportWriter.OTHERS) + " beside it");
    }
    Verdict verdict = analysis.conclusion().verdict();
    labelled("verdict", paint(verdict.name(), verdict));
    line("═".repeat(WIDTH));
  }

  private String value(String id) {
    Optional<Reading> reading = analysis.kpi(id);
    return reading
        .map(r -> Display.value(r.value(), r.kpi().unit()))
        .orElseGet(() -> Display.value(KpiValue.missing("unknown"), ""));
  }

  private String mark(Optional<Verdict> verdict) {
    String word = verdict.map(Verdict::name).orElse("not judged");
    // Padded before it is painted: escapes have no width.
    String padded = "%-12s".formatted(word);
    return verdict.map(v -> paint(padded, v)).orElse(padded);
  }

  private String paint(String text, Verdict verdict) {
    if (!colour) {
      return text;
    }
    int code =
        switch (verdict) {
          case PASS -> 32;
          case FAIL -> 31;
          case INCONCLUSIVE -> 33;
          case INVALID -> 35;
        };
    return "\u001b[1;" + code + "m" + text + "\u001b[0m";
  }

  private void labelled(String label, String text) {
    line("%-10s%s".formatted(label, text), LABEL);
  }

  private void line(String text) {
    line(text, 0);
  }

  /** What is wider than the screen goes on below, under where its own text began. */
  private void line(String text, int indent) {
    Wrapped.lines(text, WIDTH, indent).forEach(one -> out.append(one).append('\n'));
  }
}
