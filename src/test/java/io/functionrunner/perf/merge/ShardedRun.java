package io.functionrunner.perf.merge;

import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.RunManifest.Shards;
import io.functionrunner.perf.run.RunManifest.Status;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the injectors of a simulated run leave, each with a clock of its own. */
public final class ShardedRun {

  private final SimulatedRun whole;
  private final int of;
  private final Path home;

  /**
   * @param of how many injectors share it
   * @param home their run directories go there
   */
  public ShardedRun(SimulatedRun whole, int of, Path home) {
    this.whole = whole;
    this.of = of;
    this.home = home;
  }

  /** Writes all shards, and tells where. */
  public List<Path> write() throws IOException {
    List<Path> parts = new ArrayList<>();
    for (int shard = 1; shard <= of; shard++) {
      parts.add(write(shard, 0));
    }
    return parts;
  }

  /**
   * Writes one.
   *
   * @param aheadMillis how far its clock is ahead
   */
  public Path write(int shard, long aheadMillis) throws IOException {
    Path directory = Files.createDirectories(home.resolve("shard-" + shard));
    List<TaskRecord> tasks = tasks(shard, aheadMillis);
    SimulatedRun.writeJournal(directory.resolve(TaskJournal.FILE), tasks);
    SimulatedRun.writeLog(directory.resolve(SimulationLog.FILE_NAME), tasks);
    manifest(shard, aheadMillis, Map.of()).write(directory.resolve(RunManifest.FILE));
    return directory;
  }

  /** Its tasks, in the order of their ends. */
  List<TaskRecord> tasks(int shard, long aheadMillis) {
    return whole.tasks().stream()
        .filter(task -> task.user() % of == shard - 1)
        .map(task -> ahead(task, aheadMillis))
        .toList();
  }

  /**
   * Its manifest.
   *
   * @param other what is to be another value: {@code seed}, {@code profileHash}, {@code target},
   *     {@code status}, {@code gatling}, {@code start} (milliseconds later)
   */
  RunManifest manifest(int shard, long aheadMillis, Map<String, String> other) {
    long end = whole.tasks().stream().mapToLong(TaskRecord::endMillis).max().orElseThrow();
    RunManifest m = whole.manifest(end + aheadMillis);
    Map<String, String> settings = new HashMap<>(m.settings());
    settings.put("shard", shard + "/" + of);
    settings.put("live.port", String.valueOf(8000 + shard));
    Map<String, String> versions = new HashMap<>(m.versions());
    versions.put("gatling", other.getOrDefault("gatling", "3.15.1"));
    Status status = Status.valueOf(other.getOrDefault("status", "COMPLETED"));
    return new RunManifest(
        m.schemaVersion(),
        m.simulation(),
        status,
        status == Status.ABORTED ? "interrupted" : null,
        m.startMillis() + aheadMillis + Long.parseLong(other.getOrDefault("start", "0")),
        status == Status.RUNNING ? null : m.endMillis(),
        Long.parseLong(other.getOrDefault("seed", "1")),
        m.model(),
        other.getOrDefault("target", m.target()),
        m.sandbox(),
        m.api(),
        m.apiHash(),
        m.speed(),
        m.timeScale(),
        m.users() / of,
        other.getOrDefault("profileHash", m.profileHash()),
        tasks(shard, 0).size(),
        3,
        m.phases(),
        settings,
        m.environment(),
        versions,
        Shards.part(shard, of));
  }

  /** Replaces the manifest of a shard that was written. */
  void change(int shard, Map<String, String> other) throws IOException {
    manifest(shard, 0, other).write(home.resolve("shard-" + shard).resolve(RunManifest.FILE));
  }

  private static TaskRecord ahead(TaskRecord t, long millis) {
    return new TaskRecord(
        t.user(),
        t.index(),
        t.modality(),
        t.quality(),
        t.intendedMillis() + millis,
        t.submitMillis() + millis,
        t.acceptedMillis() + millis,
        t.outcome(),
        t.endMillis() + millis,
        t.pendingMillis() + millis,
        t.createdMillis(),
        t.startedMillis(),
        t.completedMillis(),
        t.checks(),
        t.rejections(),
        t.reason());
  }
}
