package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.injector.Lateness;
import io.functionrunner.perf.load.journey.TaskEvents;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.PlannedTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps {@code run.json} and {@code tasks.tsv} of a run up to date, from its directory's first
 * moment: what they say is true whenever the process is killed.
 */
final class Recorder implements TaskEvents {

  private final Path directory;
  private final TaskJournal journal;
  private final Counters counters;
  private final Lateness lag;
  private RunManifest manifest;

  /**
   * @param planned the manifest, with the present moment for the load's start
   * @param lag hears how late each task was submitted
   */
  Recorder(Path directory, RunManifest planned, Counters counters, Lateness lag)
      throws IOException {
    this.lag = lag;
    this.directory = directory;
    this.counters = counters;
    this.manifest = planned;
    journal = new TaskJournal(directory.resolve(TaskJournal.FILE));
    write();
  }

  Path directory() {
    return directory;
  }

  /**
   * The first user is here: phases and offsets count from now.
   *
   * @param warmUpTasks submitted before, which stand in no statistics
   */
  synchronized void started(long atMillis, int warmUpTasks) {
    manifest = manifest.startedAt(atMillis, warmUpTasks);
    write();
  }

  /** What is planned, when that is decided while the load goes on. */
  synchronized void planned(List<Phase> phases, long tasks) {
    manifest = manifest.planned(phases, tasks);
    write();
  }

  /** Nothing comes after this. */
  synchronized void ended(RunManifest.Status status, String reason, long atMillis) {
    manifest = manifest.ended(status, reason, atMillis);
    write();
    journal.close();
  }

  private void write() {
    try {
      manifest.write(directory.resolve(RunManifest.FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("run.json cannot be written", e);
    }
  }

  @Override
  public void submitted(PlannedTask task, long intendedMillis, long nowMillis) {
    counters.submitted(task, intendedMillis, nowMillis);
    lag.record(nowMillis - intendedMillis);
    journal.submitted(
        task.user(),
        task.index(),
        task.modality().id(),
        task.quality().id(),
        intendedMillis,
        nowMillis);
  }

  @Override
  public void submissionSent() {
    counters.submissionSent();
  }

  @Override
  public void submissionOver() {
    counters.submissionOver();
  }

  @Override
  public void accepted(PlannedTask task, long submitMillis, long nowMillis) {
    counters.accepted(task, submitMillis, nowMillis);
    journal.accepted(task.user(), task.index(), nowMillis);
  }

  @Override
  public void ended(TaskRecord task) {
    counters.ended(task);
    journal.ended(task);
  }
}
