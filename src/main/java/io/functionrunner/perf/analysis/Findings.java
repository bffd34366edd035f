package io.functionrunner.perf.analysis;

import io.functionrunner.perf.diagnosis.Diagnosis;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.kpi.ClockInterval;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.ScenarioUsers;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notes what a reader of the numbers should know and no criterion says. */
final class Findings {

  private final Evidence evidence;
  private final List<Finding> findings = new ArrayList<>();

  private Findings(Evidence evidence) {
    this.evidence = evidence;
  }

  /**
   * The gravest first.
   *
   * @param resources those of the target's metrics and of the injector
   * @param diagnosis what explains the run
   */
  static List<Finding> of(
      Evidence evidence,
      Optional<TaskSummary> tasks,
      Optional<Conservation> conservation,
      List<Finding> resources,
      Diagnosis diagnosis) {
    Findings findings = new Findings(evidence);
    findings.log();
    conservation.ifPresent(findings::inFlight);
    findings.partialLog();
    tasks.ifPresent(findings::errors);
    tasks.flatMap(TaskSummary::clock).ifPresent(findings::clock);
    evidence.requests().ifPresent(findings::users);
    findings.findings.addAll(diagnosis.findings());
    findings.findings.addAll(resources);
    return findings.findings.stream()
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .toList();
  }

  private void log() {
    if (!evidence.logProblem().isEmpty()) {
      add(Severity.WARNING, "Nothing could be read from simulation.log", evidence.logProblem());
    }
    evidence
        .log()
        .flatMap(LogFile::truncation)
        .ifPresent(
            cut ->
                add(
                    Severity.WARNING,
                    "simulation.log is partial; numbers from it stop there",
                    cut));
    if (evidence.journal().isEmpty() && evidence.hasTasks()) {
      add(
          Severity.INFO,
          "No tasks.tsv: tasks are taken from simulation.log",
          "schedule lag, intended times and the split of task times are not known, and which tasks"
              + " were still in flight is not known either");
    }
  }

  private void partialLog() {
    boolean cut = evidence.log().flatMap(LogFile::truncation).isPresent();
    if (cut && evidence.journal().isPresent()) {
      Map<String, String> differences = evidence.journal().get().differences(evidence.logged());
      if (!differences.isEmpty()) {
        add(
            Severity.INFO,
            "tasks.tsv knows more than the partial simulation.log",
            differences.size() + " counts differ; those of tasks.tsv are used");
      }
    }
  }

  private void inFlight(Conservation conservation) {
    if (conservation.inFlight() > 0) {
      add(
          Severity.WARNING,
          "Tasks were still in flight when the run ended",
          "%,d of %,d submitted".formatted(conservation.inFlight(), conservation.submitted()));
    }
  }

  private void errors(TaskSummary tasks) {
    for (TaskSummary.ErrorKind kind : tasks.errors()) {
      boolean grave = kind.outcome() == Outcome.LOST;
      findings.add(
          new Finding(
              grave ? Severity.CRITICAL : Severity.WARNING,
              grave
                  ? "The target lost tasks that it had accepted"
                  : "Tasks ended as " + kind.outcome().id(),
              "%,d tasks%s"
                  .formatted(kind.count(), kind.reason().isEmpty() ? "" : ": " + kind.reason()),
              Optional.of(new Span(kind.firstMillis(), kind.lastMillis()))));
    }
    if (tasks.refusals() > 0) {
      add(
          Severity.INFO,
          "The target refused submissions for load",
          "%,d times; a refused submission is tried again".formatted(tasks.refusals()));
    }
  }

  private void clock(ClockInterval clock) {
    if (clock.consistent()) {
      add(
          Severity.INFO,
          "Offset of the target's clock",
          "%d to %d ms ahead of the injector's; no time reported here depends on it"
              .formatted(clock.lowMillis(), clock.highMillis()));
    } else {
      add(
          Severity.WARNING,
          "A clock moved during the run, or the target's times are coarse",
          "bounds of its offset contradict each other by %,d ms"
              .formatted(clock.lowMillis() - clock.highMillis()));
    }
  }

  private void users(LogSummary log) {
    long cutOff = log.scenarios().stream().mapToLong(ScenarioUsers::cutOff).sum();
    if (cutOff > 0) {
      add(
          Severity.WARNING,
          "Users were cut off",
          "%,d had started and not ended when the log stops".formatted(cutOff));
    }
    if (log.unmatched() > 0) {
      add(
          Severity.INFO,
          "Messages that no request waited for",
          "%,d, which are in no other number".formatted(log.unmatched()));
    }
  }

  private void add(Severity severity, String title, String text) {
    findings.add(Finding.of(severity, title, text));
  }
}
