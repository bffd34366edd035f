package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.run.RunManifest.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges whether a run's numbers may be believed at all, by the tasks that they tell of. */
final class Validity {

  /** Tasks of the schedule that a complete run submitted, at least. */
  private static final double PLANNED = 0.99;

  private static final int SHOWN_DIFFERENCES = 3;

  private final Evidence evidence;
  private final Optional<TaskSummary> tasks;
  private final List<CriterionResult> results = new ArrayList<>();

  private Validity(Evidence evidence, Optional<TaskSummary> tasks) {
    this.evidence = evidence;
    this.tasks = tasks;
  }

  static List<CriterionResult> judge(Evidence evidence, Optional<TaskSummary> tasks) {
    Validity validity = new Validity(evidence, tasks);
    validity.finished();
    validity.hasTasks();
    validity.countsAgree();
    validity.followedPlan();
    return validity.results;
  }

  private boolean completed() {
    return evidence.manifest().filter(m -> m.status() == Status.COMPLETED).isPresent();
  }

  private Optional<String> truncation() {
    return evidence.log().flatMap(LogFile::truncation);
  }

  private void finished() {
    String problem =
        evidence
            .manifest()
            .map(
                m ->
                    switch (m.status()) {
                      case COMPLETED -> "";
                      case ABORTED ->
                          "aborted: " + Optional.ofNullable(m.statusReason()).orElse("");
                      case RUNNING -> "its process was killed, or it still goes on";
                    })
            .orElse("");
    if (problem.isEmpty()) {
      problem = truncation().map(cut -> "simulation.log is partial: " + cut).orElse("");
    }
    if (problem.isEmpty() && evidence.manifest().isPresent()) {
      problem = evidence.logProblem();
    }
    results.add(
        CriterionResult.validity(
            "run.finished",
            Role.COMPLETENESS,
            "the run came to its end",
            problem.isEmpty(),
            !problem.isEmpty()
                ? problem
                : evidence.manifest().isPresent()
                    ? "all was submitted, drained and logged"
                    : "its log ends where a record ends"));
  }

  private void hasTasks() {
    long measured = tasks.map(t -> t.measured().submitted()).orElse(0L);
    long all = tasks.map(t -> t.conservation().submitted()).orElse(0L);
    results.add(
        CriterionResult.validity(
            "run.tasks",
            // A run that broke off in its ramp is unfinished rather than mismeasured.
            Role.COMPLETENESS,
            "tasks were submitted in measured phases",
            measured > 0,
            all == 0
                ? "no task is known of: there is nothing to judge"
                : "%,d of %,d tasks were submitted in measured phases".formatted(measured, all)));
  }

  private void countsAgree() {
    // A log that was cut has lost records; only a whole one can contradict.
    if (evidence.journal().isEmpty() || evidence.log().isEmpty() || !completed()) {
      return;
    }
    if (truncation().isPresent()) {
      return;
    }
    Map<String, String> differences = evidence.journal().get().differences(evidence.logged());
    String shown =
        differences.entrySet().stream()
            .limit(SHOWN_DIFFERENCES)
            .map(d -> d.getKey() + ": " + d.getValue())
            .collect(Collectors.joining("; "));
    results.add(
        CriterionResult.validity(
            "run.counts",
            Role.MEASUREMENT,
            "tasks.tsv and simulation.log tell of the same tasks",
            differences.isEmpty(),
            differences.isEmpty()
                ? "every count agrees"
                : "tasks.tsv and simulation.log differ in %d counts: %s"
                    .formatted(differences.size(), shown)));
  }

  private void followedPlan() {
    if (!completed() || tasks.isEmpty()) {
      return;
    }
    long planned = evidence.manifest().orElseThrow().tasksPlanned();
    long submitted = tasks.get().conservation().submitted();
    results.add(
        CriterionResult.validity(
            "run.planned",
            Role.MEASUREMENT,
            "at least %.0f %% of the planned tasks were submitted".formatted(100 * PLANNED),
            submitted >= PLANNED * planned,
            "%,d of %,d planned tasks were submitted".formatted(submitted, planned)));
  }
}
