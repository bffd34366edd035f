package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.LogStatistics;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.TaskStatistics;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournalReader;
import io.functionrunner.perf.simlog.Decoded;
import io.functionrunner.perf.simlog.NotASimulationLog;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.util.Optional;

/**
 * What a run left behind, read.
 *
 * @param log empty when there is none, or nothing in it; {@code logProblem} says which
 * @param tasks those of the journal, or else those of the log that ended
 * @param journal counts of tasks.tsv; empty when there is none
 * @param logged counts of the log
 */
record Evidence(
    String name,
    Optional<RunManifest> manifest,
    Optional<Decoded> log,
    Optional<LogSummary> requests,
    String logProblem,
    TaskStatistics tasks,
    Optional<TaskCounts> journal,
    TaskCounts logged) {

  /** Reads all that is there; an {@link IOException} says which file is no use and why. */
  static Evidence read(RunFiles files, AnalysisOptions options) throws IOException {
    Optional<RunManifest> manifest = Optional.empty();
    if (files.manifest().isPresent()) {
      manifest = Optional.of(RunManifest.read(files.manifest().get()));
    }
    TaskStatistics tasks = new TaskStatistics();
    Optional<TaskCounts> journal = Optional.empty();
    if (files.journal().isPresent()) {
      TaskCounts counts = new TaskCounts();
      TaskJournalReader.read(
          files.journal().get(),
          task -> {
            counts.add(task);
            tasks.add(task);
          });
      journal = Optional.of(counts);
    }
    TaskCounts logged = new TaskCounts();
    LogStatistics statistics =
        manifest
            .map(m -> LogStatistics.ofLoad(m.startMillis(), m.phases()))
            .orElseGet(LogStatistics::ofRun);
    boolean useLogged = journal.isEmpty();
    LoggedTasks sink =
        new LoggedTasks(
            statistics,
            task -> {
              logged.add(task);
              if (useLogged) {
                tasks.add(task);
              }
            });
    Optional<Decoded> log = Optional.empty();
    String problem = "no " + SimulationLog.FILE_NAME;
    if (files.log().isPresent()) {
      try {
        log = Optional.of(SimulationLog.decode(files.log().get(), sink, options.decoding()));
        sink.accepted().forEach(logged::accepted);
      } catch (NotASimulationLog e) {
        if (journal.isEmpty()) {
          throw e;
        }
        problem = e.getMessage();
      }
    }
    return new Evidence(
        files.name(),
        manifest,
        log,
        log.map(read -> statistics.toSummary()),
        log.isPresent() ? "" : problem,
        tasks,
        journal,
        logged);
  }

  /** Whether any task is known of. */
  boolean hasTasks() {
    return journal.isPresent() || !logged.isEmpty();
  }

  /** The manifest's timeline; else one phase, as long as the evidence reaches. */
  Timeline timeline() {
    if (manifest.isPresent() && !manifest.get().phases().isEmpty()) {
      return new Timeline(manifest.get().startMillis(), manifest.get().phases());
    }
    return requests
        .map(
            log ->
                Timeline.whole(
                    log.runStartEpochMillis(), log.runStartEpochMillis() + log.lastMillis()))
        .orElseGet(tasks::wholeRun);
  }

  /** The profile's name; else the last part of the class's. */
  String simulation() {
    return manifest
        .map(RunManifest::simulation)
        .or(() -> log.map(read -> read.header().simulationClass()))
        .map(name -> name.substring(name.lastIndexOf('.') + 1))
        .orElse("unknown");
  }
}
