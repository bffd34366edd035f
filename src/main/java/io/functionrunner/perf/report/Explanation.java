package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.capacity.Capacity;
import io.functionrunner.perf.diagnosis.Diagnosis;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.diagnosis.Interference;
import io.functionrunner.perf.diagnosis.LittlesLaw;
import io.functionrunner.perf.diagnosis.Recommendation;
import io.functionrunner.perf.run.RunManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What {@code perf explain} prints: why a run went as it did. */
public final class Explanation {

  private static final int MOST = 600;

  private final StringBuilder out = new StringBuilder();

  private Explanation() {}

  /**
   * The text, lines ended by {@code \n}.
   *
   * @param others runs in which the same tasks had other company
   */
  public static String text(Analysis analysis, List<Analysis> others) {
    Explanation explanation = new Explanation();
    explanation.head(analysis);
    explanation.findings(analysis);
    explanation.resources(analysis.diagnosis());
    analysis.capacity().ifPresent(c -> explanation.capacity(analysis, c));
    others.forEach(other -> explanation.interference(analysis, other));
    explanation.recommendations(analysis.diagnosis());
    return explanation.out.toString();
  }

  private void head(Analysis analysis) {
    line("%s  %s".formatted(plain(analysis.simulation()), plain(analysis.name())));
    line(
        "%s: %s"
            .formatted(analysis.conclusion().verdict(), plain(analysis.conclusion().sentence())));
    line(
        "cause: "
            + analysis
                .diagnosis()
                .cause()
                .map(c -> plain(c.resource() + ": " + c.evidence()))
                .orElse("nothing was at its limit, as far as the metrics tell"));
  }

  private void findings(Analysis analysis) {
    line("");
    line("Findings" + (analysis.findings().isEmpty() ? ": none" : ""));
    for (Finding finding : analysis.findings()) {
      String when =
          finding
              .window()
              .map(w -> " (" + Display.span(w.startMillis(), w.endMillis()) + ")")
              .orElse("");
      line("  %-9s %s%s".formatted(finding.severity(), plain(finding.title()), when));
      line("            " + plain(finding.evidence()));
    }
  }

  private void resources(Diagnosis diagnosis) {
    line("");
    if (diagnosis.resources().isEmpty()) {
      line("Resources: no metrics of queues, workers, GPUs or hosts");
      return;
    }
    line("Resources, measured phases");
    List<List<String>> rows = new ArrayList<>(List.of(DiagnosisRows.HEAD));
    rows.addAll(DiagnosisRows.of(diagnosis));
    Columns.aligned(rows).forEach(row -> line("  " + row));
    diagnosis.littlesLaw().map(Explanation::law).ifPresent(this::line);
  }

  private static String law(LittlesLaw law) {
    return String.format(
        Locale.ROOT,
        "  Little's law: %.1f tasks by the gauges, %.1f by the tasks' times: %s",
        law.gauges(),
        law.tasks(),
        law.consistent() ? "they agree" : "they do not agree");
  }

  private void capacity(Analysis analysis, Capacity capacity) {
    line("");
    line("Capacity");
    CapacityText.sentences(capacity).forEach(s -> line("  " + s));
    List<List<String>> rows = new ArrayList<>(List.of(CapacityText.HEAD));
    rows.addAll(CapacityText.rows(analysis, capacity));
    Columns.aligned(rows).forEach(row -> line("  " + row));
  }

  private void interference(Analysis analysis, Analysis other) {
    line("");
    line(
        "Against %s (%s; here %s)"
            .formatted(plain(other.name()), modalities(other), modalities(analysis)));
    if (analysis.tasks().isEmpty() || other.tasks().isEmpty()) {
      line("  no tasks to compare");
      return;
    }
    List<Interference> all =
        Interference.between(
            analysis.tasks().get(), speed(analysis), other.tasks().get(), speed(other));
    if (all.isEmpty()) {
      line("  no class of tasks that both have in numbers");
    }
    all.forEach(i -> line("  %s: %s".formatted(plain(i.taskClass().title()), i.sentence())));
  }

  private static String modalities(Analysis analysis) {
    TreeSet<String> names =
        analysis.tasks().stream()
            .flatMap(t -> t.classes().stream())
            .map(c -> plain(c.taskClass().modality()))
            .collect(Collectors.toCollection(TreeSet::new));
    return names.isEmpty() ? "no tasks" : String.join(", ", names);
  }

  private static double speed(Analysis analysis) {
    return analysis.manifest().map(RunManifest::speed).orElse(1.0);
  }

  private void recommendations(Diagnosis diagnosis) {
    line("");
    line("Recommendations" + (diagnosis.recommendations().isEmpty() ? ": none" : ""));
    int number = 1;
    for (Recommendation r : diagnosis.recommendations()) {
      line("  %d. %s".formatted(number++, plain(r.change())));
      line("     because " + plain(r.because()));
    }
  }

  private static String plain(String text) {
    return Plain.line(text, MOST);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
