package io.functionrunner.perf.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.functionrunner.perf.capacity.LevelStatistics;
import io.functionrunner.perf.kpi.LogStatistics;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.TaskExtent;
import io.functionrunner.perf.kpi.TaskStatistics;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournalReader;
import io.functionrunner.perf.simlog.NotASimulationLog;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What a run left behind, read.
 *
 * @param log empty when there is none, or nothing in it; {@code logProblem} says which
 * @param tasks those of the journal, or else those of the log that ended
 * @param journal counts of tasks.tsv; empty when there is none
 * @param shardLags of a merged run: schedule lag by shard; else empty
 * @param levels its tasks by level; empty without tasks.tsv or without a plan
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
    Optional<ShardLags> shardLags,
    Optional<LevelStatistics> levels,
    TaskCounts logged,
    Recordings recordings) {

  /** Reads all that is there; an {@link IOException} says which file is no use and why. */
  static Evidence read(RunFiles files, AnalysisOptions options) throws IOException {
    Optional<RunManifest> manifest = manifest(files);
    Optional<Timeline> planned = manifest.flatMap(Evidence::planned);
    LogStatistics statistics =
        manifest
            .map(m -> LogStatistics.ofLoad(m.startMillis(), m.phases()))
            .orElseGet(LogStatistics::ofRun);
    LoggedTasks logged = new LoggedTasks(statistics, planned, files.journal().isEmpty());
    Optional<LogFile> log = Optional.empty();
    String problem = files.log().isPresent() ? "" : "no " + SimulationLog.FILE_NAME;
    try {
      if (files.log().isPresent()) {
        log =
            Optional.of(
                LogFile.of(
                    SimulationLog.decode(
                        files.log().get(),
                        logged,
                        options.decoding().withProgress(options.progress()))));
      }
    } catch (NotASimulationLog e) {
      if (files.journal().isEmpty()) {
        throw e;
      }
      problem = e.getMessage();
    }
    Optional<LogSummary> requests = log.map(read -> statistics.toSummary());
    logged.join();
    TaskStatistics tasks = logged.collected();
    Optional<TaskCounts> journal = Optional.empty();
    Optional<ShardLags> lags = planned.flatMap(p -> ShardLags.of(p, shards(manifest)));
    Optional<LevelStatistics> levels = planned.map(p -> levels(p, manifest));
    if (files.journal().isPresent()) {
      Path file = files.journal().get();
      Optional<Timeline> told = planned.or(() -> requests.map(Evidence::whole));
      tasks = new TaskStatistics(told.isPresent() ? told.get() : whole(file));
      long before = log.isPresent() ? Files.size(files.log().get()) : 0;
      journal =
          Optional.of(
              journal(
                  file, tasks, lags, levels, bytes -> options.progress().accept(before + bytes)));
    }
    return new Evidence(
        files.name(),
        manifest,
        log,
        requests,
        problem,
        tasks,
        journal,
        journal.flatMap(j -> lags),
        journal.flatMap(j -> levels),
        logged.counts(),
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

  private static TaskCounts journal(
      Path file,
      TaskStatistics tasks,
      Optional<ShardLags> lags,
      Optional<LevelStatistics> levels,
      LongConsumer progress)
      throws IOException {
    TaskCounts counts = new TaskCounts();
    TaskJournalReader.read(
        file,
        task -> {
          counts.add(task);
          tasks.add(task);
          lags.ifPresent(l -> l.add(task));
          levels.ifPresent(l -> l.add(task));
        },
        progress);
    return counts;
  }

  private static RunManifest.Shards shards(Optional<RunManifest> manifest) {
    return manifest.map(RunManifest::shards).orElse(RunManifest.Shards.WHOLE);
  }

  /** Which injectors made the run. */
  RunManifest.Shards shards() {
    return shards(manifest);
  }

  /** A run that broke off has the levels that it came to, the last one as long as it lasted. */
  private static LevelStatistics levels(Timeline planned, Optional<RunManifest> manifest) {
    long end = manifest.map(RunManifest::endMillis).orElse(Long.MAX_VALUE);
    return new LevelStatistics(planned.startMillis(), planned.until(end));
  }

  private static Optional<Timeline> planned(RunManifest manifest) {
    return manifest.phases().isEmpty()
        ? Optional.empty()
        : Optional.of(new Timeline(manifest.startMillis(), manifest.phases()));
  }

  private static Timeline whole(LogSummary log) {
    return Timeline.whole(log.runStartEpochMillis(), log.runStartEpochMillis() + log.lastMillis());
  }

  /** As long as the journal reaches; it is read once more for that. */
  private static Timeline whole(Path journal) throws IOException {
    TaskExtent extent = new TaskExtent();
    TaskJournalReader.read(journal, extent::add);
    return extent.timeline();
  }

  /** Whether any task is known of. */
  boolean hasTasks() {
    return journal.isPresent() || !logged.isEmpty();
  }

  /** The manifest's timeline; else one phase, as long as the evidence reaches. */
  Timeline timeline() {
    return manifest
        .flatMap(Evidence::planned)
        .or(() -> requests.map(Evidence::whole))
        .orElseGet(() -> tasks.extent().timeline());
  }

  /** Epoch milliseconds of the run's end; of one that was killed, of the last thing it did. */
  long endMillis() {
    Optional<Long> told = manifest.map(RunManifest::endMillis);
    if (told.isPresent()) {
      return told.get();
    }
    Timeline known = tasks.extent().timeline();
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
