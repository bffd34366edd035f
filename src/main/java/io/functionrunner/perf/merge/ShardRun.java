package io.functionrunner.perf.merge;

import io.functionrunner.perf.kpi.ClockInterval;
import io.functionrunner.perf.run.InjectorRun;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.RunManifest.Status;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one injector left, looked through once: its manifest, and what its journal tells.
 *
 * @param journal empty when there is no tasks.tsv
 */
record ShardRun(Path directory, RunManifest manifest, Optional<JournalFacts> journal) {

  /**
   * Reads a part.
   *
   * @throws IOException when it is not the directory of a run; the message names it
   * @throws IllegalArgumentException when it is a merged run already
   */
  static ShardRun read(Path directory) throws IOException {
    Path manifest = directory.resolve(RunManifest.FILE);
    if (!Files.isRegularFile(manifest)) {
      throw new IOException(
          "%s: no %s in it. Expecting the directory of one injector's run"
              .formatted(directory, RunManifest.FILE));
    }
    RunManifest run;
    try {
      run = RunManifest.read(manifest);
    } catch (IOException e) {
      throw new IOException(
          "%s is not the manifest of a run: %s".formatted(manifest, e.getMessage()), e);
    }
    if (run.shards().present().size() != 1) {
      throw new IllegalArgumentException(
          "%s: holds the shards %s already. Expecting the directories of single injectors"
              .formatted(directory, run.shards().present()));
    }
    Path journal = directory.resolve(TaskJournal.FILE);
    return new ShardRun(
        directory,
        run,
        Files.isRegularFile(journal) ? Optional.of(JournalFacts.read(journal)) : Optional.empty());
  }

  int number() {
    return manifest.shards().present().get(0);
  }

  /** Bounds of how far the target's clock is ahead of this injector's; empty when nothing tells. */
  Optional<ClockInterval> clock() {
    return journal.flatMap(JournalFacts::clock).filter(ClockInterval::consistent);
  }

  /** Whether a load was on: before the first task the manifest only guesses when it starts. */
  boolean submitted() {
    return journal.filter(facts -> facts.tasks().submitted() > 0).isPresent();
  }

  Optional<Path> log() {
    return file(SimulationLog.FILE_NAME);
  }

  /** A file that it left; empty when there is none. */
  Optional<Path> file(String name) {
    Path file = directory.resolve(name);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  /**
   * What it did, by its own clock.
   *
   * @param logProblem what its simulation.log lacks; empty when nothing
   */
  InjectorRun toInjectorRun(String logProblem) {
    String problem = journal.isEmpty() ? "no " + TaskJournal.FILE : logProblem;
    // What a killed one lacks is no problem of its own: it is what a kill does.
    boolean told = problem.isEmpty() || manifest.status() == Status.RUNNING;
    Long last = journal.map(JournalFacts::lastMillis).orElse(null);
    return new InjectorRun(
        number(),
        String.valueOf(directory.toAbsolutePath().normalize().getFileName()),
        manifest.status(),
        manifest.statusReason(),
        told ? null : problem,
        manifest.startMillis(),
        manifest.endMillis() != null ? manifest.endMillis() : last,
        null,
        journal.map(JournalFacts::tasks).orElse(JournalFacts.NO_TASKS),
        manifest.environment());
  }
}
