package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.baseline.Comparison;
import io.functionrunner.perf.baseline.KpiComparison;
import io.functionrunner.perf.capacity.Capacity;
import io.functionrunner.perf.diagnosis.Diagnosis;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.diagnosis.Recommendation;
import io.functionrunner.perf.diagnosis.ResourceUse;
import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.stats.MillisHistogram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes {@code summary.md}: what a change request's comment shows. */
public final class MarkdownSummary {

  private static final int MOST = 400;

  private final StringBuilder out = new StringBuilder();

  private MarkdownSummary() {}

  /** Writes UTF-8, and leaves {@code out} open. */
  public static void write(OutputStream out, Analysis analysis) throws IOException {
    MarkdownSummary summary = new MarkdownSummary();
    summary.all(analysis);
    out.write(summary.out.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void all(Analysis analysis) {
    line("## %s: %s".formatted(escaped(analysis.simulation()), analysis.conclusion().verdict()));
    line("");
    line(escaped(analysis.conclusion().sentence()));
    line("");
    analysis.conservation().ifPresent(this::conservation);
    row(List.of("Verdict", "Criterion", "Value", "Limit", "Reason"));
    row(List.of("---", "---", "---:", "---:", "---"));
    analysis.criteria().forEach(this::criterion);
    line("");
    comparison(analysis.comparison());
    analysis.tasks().ifPresent(this::tasks);
    analysis.capacity().ifPresent(c -> capacity(analysis, c));
    resources(analysis);
    findings(analysis.findings());
    diagnosis(analysis.diagnosis());
  }

  private void conservation(Conservation counts) {
    line(Display.conservation(counts));
    line("");
  }

  private void criterion(CriterionResult criterion) {
    row(
        List.of(
            criterion.verdict().map(v -> "**" + v + "**").orElse("not judged"),
            escaped(criterion.text()),
            escaped(Display.value(criterion.value(), criterion.unit())),
            criterion.limit().isPresent()
                ? escaped(Display.number(criterion.limit().getAsDouble(), criterion.unit()))
                : Display.NOTHING,
            escaped(criterion.reason())));
  }

  /** The KPIs that decide; the others are in the page. */
  private void comparison(Comparison comparison) {
    if (!comparison.isThere()) {
      return;
    }
    line(
        "Against %s (%d accepted runs). %s"
            .formatted(
                escaped(comparison.baseline()),
                comparison.baselineRuns().size(),
                escaped(comparison.notice())));
    line("");
    row(List.of("Verdict", "KPI", "Baseline", "This run", "Worse by", "At least", "At most"));
    row(List.of("---", "---", "---:", "---:", "---:", "---:", "---:"));
    for (KpiComparison kpi : comparison.kpis()) {
      if (kpi.gates() || kpi.notable()) {
        row(
            List.of(
                kpi.verdict()
                    .map(v -> "**" + v + "**")
                    .orElse(kpi.gates() ? "not judged" : "worse"),
                escaped(kpi.title()),
                Display.optional(kpi.baseline(), kpi.unit()),
                Display.optional(kpi.value(), kpi.unit()),
                Display.optional(kpi.change(), "share"),
                Display.optional(kpi.atLeast(), "share"),
                Display.optional(kpi.atMost(), "share")));
      }
    }
    line("");
  }

  private void tasks(TaskSummary tasks) {
    List<String> head =
        List.of(
            "Task",
            "Completed",
            "p50",
            "p95",
            "p99",
            "Queue p95",
            "Run p95",
            "Detection p95",
            "at most");
    row(head);
    row(head.stream().map(h -> h.equals("Task") ? "---" : "---:").toList());
    for (ClassTasks own : tasks.classes()) {
      MillisHistogram times = own.fromSubmit().all();
      row(
          List.of(
              escaped(own.taskClass().title()),
              Display.count(own.counts().completed()),
              Display.quantile(times, .5),
              Display.quantile(times, .95),
              Display.quantile(times, .99),
              Display.quantile(own.queue(), .95),
              Display.quantile(own.run(), .95),
              Display.quantile(own.detection(), .95),
              Display.quantile(own.detectionBound(), .95)));
    }
    line("");
  }

  private void resources(Analysis analysis) {
    analysis
        .metrics()
        .ifPresent(
            m -> line("Target: " + escaped(ResourceText.target(m, analysis.diagnosis())) + "  "));
    if (!analysis.injector().metrics().isEmpty()) {
      line("Injector: " + escaped(ResourceText.injector(analysis.injector())));
    }
    line("");
  }

  private void findings(List<Finding> findings) {
    for (Finding finding : findings) {
      if (finding.severity() != Severity.INFO) {
        line(
            "* **%s** %s: %s"
                .formatted(
                    finding.severity(), escaped(finding.title()), escaped(finding.evidence())));
      }
    }
  }

  private void capacity(Analysis analysis, Capacity capacity) {
    line("");
    row(CapacityText.HEAD);
    row(CapacityText.HEAD.stream().map(h -> "---").toList());
    CapacityText.rows(analysis, capacity)
        .forEach(r -> row(r.stream().map(MarkdownSummary::escaped).toList()));
    line("");
    CapacityText.sentences(capacity).forEach(s -> line("* " + escaped(s)));
    line("");
  }

  /** Resources that are more than free, and what to change. */
  private void diagnosis(Diagnosis diagnosis) {
    if (diagnosis.resources().stream().anyMatch(r -> r.role() != ResourceUse.Role.FREE)) {
      line("");
      row(DiagnosisRows.HEAD);
      row(DiagnosisRows.HEAD.stream().map(h -> "---").toList());
      DiagnosisRows.of(diagnosis)
          .forEach(r -> row(r.stream().map(MarkdownSummary::escaped).toList()));
    }
    if (!diagnosis.recommendations().isEmpty()) {
      line("");
      line("What to change:");
      line("");
    }
    for (Recommendation r : diagnosis.recommendations()) {
      line("1. %s: %s".formatted(escaped(r.change()), escaped(r.because())));
    }
  }

  private void row(List<String> cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  /**
   * Text that Markdown, HTML in it, a link or a mention cannot be made of: whatever might be markup
   * is a character reference, which every renderer shows as the character.
   */
  static String escaped(String text) {
    String line = Plain.line(text, MOST);
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean plain =
          switch (c) {
            case ' ', ',', ';', '%', '(', ')', '=', '/', '+', '\'', '"' -> true;
            // Of an address that would become a link: "http://" and "www.".
            case ':' -> line.startsWith(" ", i + 1);
            case '.' -> !line.regionMatches(true, i - 3, "www", 0, 3);
            default -> c > 127 || Character.isLetterOrDigit(c);
          };
      safe.append(plain ? String.valueOf(c) : "&#" + (int) c + ";");
    }
    return safe.toString();
  }
}
