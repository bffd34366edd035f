package io.functionrunner.perf.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.functionrunner.perf.kpi.LogStatistics;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.TaskStatistics;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournalReader;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.simlog.NotASimulationLog;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a run left behind, read.
 *
 * @param log empty when there is none, or nothing in it; {@code logProblem} says which
 * @param tasks those of the journal, or else those of the log that ended
 * @param journal counts of tasks.tsv; empty when there is none
 * @param logged counts of the log
 * @param recordings what was measured beside the tasks
 */
record Evidence(
    String name,
    Optional<RunManifest> manifest,
    Optional<LogFile> log,
    Optional<LogSummary> requests,
    String logProblem,
    TaskStatistics tasks,
    Optional<TaskCounts> journal,
    TaskCounts logged,
    Recordings recordings) {

  /** Reads all that is there; an {@link IOException} says which file is no use and why. */
  static Evidence read(RunFiles files, AnalysisOptions options) throws IOException {
    Optional<RunManifest> manifest = manifest(files);
    TaskStatistics tasks = new TaskStatistics();
    Optional<TaskCounts> journal = journal(files, tasks);
    LogStatistics statistics =
        manifest
            .map(m -> LogStatistics.ofLoad(m.startMillis(), m.phases()))
            .orElseGet(LogStatistics::ofRun);
    TaskCounts logged = new TaskCounts();
    Consumer<TaskRecord> known = journal.isPresent() ? task -> {} : tasks::add;
    LoggedTasks sink = new LoggedTasks(statistics, known.andThen(logged::add));
    Optional<LogFile> log = Optional.empty();
    String problem = files.log().isPresent() ? "" : "no " + SimulationLog.FILE_NAME;
    try {
      if (files.log().isPresent()) {
        log =
            Optional.of(
                LogFile.of(SimulationLog.decode(files.log().get(), sink, options.decoding())));
        sink.accepted().forEach(logged::accepted);
      }
    } catch (NotASimulationLog e) {
      if (journal.isEmpty()) {
        throw e;
      }
      problem = e.getMessage();
    }
    return new Evidence(
        files.name(),
        manifest,
        log,
        log.map(read -> statistics.toSummary()),
        problem,
        tasks,
        journal,
        logged,
        Recordings.read(files));
  }

  private static Optional<RunManifest> manifest(RunFiles files) throws IOException {
    if (files.manifest().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(RunManifest.read(files.manifest().get()));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s is not the manifest of a run: %s"
              .formatted(files.manifest().get(), e.getOriginalMessage()),
          e);
    }
  }

  private static Optional<TaskCounts> journal(RunFiles files, TaskStatistics tasks)
      throws IOException {
    if (files.journal().isEmpty()) {
      return Optional.empty();
    }
    TaskCounts counts = new TaskCounts();
    TaskJournalReader.read(
        files.journal().get(),
        task -> {
          counts.add(task);
          tasks.add(task);
        });
    return Optional.of(counts);
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

  /** Epoch milliseconds of the run's end; of one that was killed, of the last thing it did. */
  long endMillis() {
    Optional<Long> told = manifest.map(RunManifest::endMillis);
    if (told.isPresent()) {
      return told.get();
    }
    Timeline known = tasks.wholeRun();
    long last = known.startMillis() + known.phases().get(0).endMillis();
    return Math.max(
        last, requests.map(log -> log.runStartEpochMillis() + log.lastMillis()).orElse(last));
  }

  /** The profile's name; else the last part of the class's. */
  String simulation() {
    return manifest
        .map(RunManifest::simulation)
        .or(() -> log.map(read -> read.simulationClass()))
        .map(name -> name.substring(name.lastIndexOf('.') + 1))
        .orElse("unknown");
  }
}
