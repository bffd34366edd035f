package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.run.InjectorRun;
import io.functionrunner.perf.run.RunManifest.Shards;
import io.functionrunner.perf.run.RunManifest.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges whether a run's numbers may be believed at all, by the tasks that they tell of. */
final class Validity {

  /** Tasks of the schedule that a complete run submitted, at least. */
  private static final double PLANNED = 0.99;

  /** Of the shortest measured phase: how far apart injectors may start. */
  private static final double TOGETHER = 0.05;

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
    validity.allShards();
    validity.startedTogether();
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

  private void allShards() {
    Shards shards = evidence.shards();
    if (!shards.isMerged()) {
      return;
    }
    List<Integer> lacking = shards.lacking();
    String reason =
        lacking.isEmpty()
            ? "all %d are here".formatted(shards.of())
            : "%s of %d %s lacking%s"
                .formatted(
                    ShardNames.of(lacking),
                    shards.of(),
                    lacking.size() == 1 ? "is" : "are",
                    shards.lackingAllowed() ? ", as was allowed" : "");
    results.add(
        CriterionResult.validity(
            "run.shards",
            Role.MEASUREMENT,
            "every shard of the load is here",
            lacking.isEmpty() || shards.lackingAllowed(),
            reason));
  }

  /** Phases are those of the whole load: a part of it that came later was in others. */
  private void startedTogether() {
    Shards shards = evidence.shards();
    long shortest =
        evidence.timeline().measuredPhases().stream()
            .mapToLong(phase -> phase.endMillis() - phase.startMillis())
            .min()
            .orElse(0);
    List<InjectorRun> loaded =
        shards.injectors().stream().filter(i -> i.tasks().submitted() > 0).toList();
    if (loaded.size() < 2 || shortest == 0) {
      return;
    }
    InjectorRun first =
        loaded.stream().min(Comparator.comparingLong(InjectorRun::startMillis)).orElseThrow();
    InjectorRun last =
        loaded.stream().max(Comparator.comparingLong(InjectorRun::startMillis)).orElseThrow();
    long apart = last.startMillis() - first.startMillis();
    results.add(
        CriterionResult.validity(
            "run.together",
            Role.MEASUREMENT,
            "the injectors started within %.0f %% of the shortest measured phase"
                .formatted(100 * TOGETHER),
            apart <= TOGETHER * shortest,
            apart == 0
                ? "all at the same instant"
                : String.format(
                    Locale.ROOT,
                    "shard %d started %.3f s after shard %d; the shortest measured phase takes %.1f s",
                    last.shard(),
                    apart / 1000.0,
                    first.shard(),
                    shortest / 1000.0)));
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
