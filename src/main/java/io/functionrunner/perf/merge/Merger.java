package io.functionrunner.perf.merge;

import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.metrics.SeriesFile;
import io.functionrunner.perf.run.InjectorRun;
import io.functionrunner.perf.run.InjectorRun.ClockCorrection;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.simlog.LogMerge;
import io.functionrunner.perf.simlog.NotASimulationLog;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the files of a merged run, one after the other, the manifest last. */
final class Merger {

  private final List<ShardRun> shards;
  private final List<Optional<ClockCorrection>> clocks;
  private final Path folder;
  private final MergeOptions options;
  private final List<String> notices = new ArrayList<>();

  /** By shard: what its log lacks. */
  private final Map<Integer, String> logProblems = new HashMap<>();

  /**
   * @param shards of one run, in the order of their numbers
   * @param clocks what corrects the times of each
   * @param folder where the files go
   */
  Merger(
      List<ShardRun> shards,
      List<Optional<ClockCorrection>> clocks,
      Path folder,
      MergeOptions options) {
    this.shards = shards;
    this.clocks = clocks;
    this.folder = folder;
    this.options = options;
  }

  /**
   * Merges.
   *
   * @param into where the folder will be in the end
   */
  MergedRun merge(Path into) throws IOException {
    long records = logs();
    journals();
    targetSeries();
    injectorSeries();
    catalog();
    List<InjectorRun> injectors = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      ShardRun shard = shards.get(i);
      injectors.add(
          shard
              .toInjectorRun(logProblems.getOrDefault(shard.number(), ""))
              .corrected(clocks.get(i).orElse(null)));
    }
    RunManifest manifest = MergedManifest.of(shards, injectors, options.lackingAllowed());
    manifest.write(folder.resolve(RunManifest.FILE));
    clockNotices();
    return new MergedRun(into, manifest, records, notices);
  }

  private long logs() throws IOException {
    List<LogMerge.Part> parts = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      ShardRun shard = shards.get(i);
      if (shard.log().isEmpty()) {
        logProblem(shard.number(), "no " + SimulationLog.FILE_NAME);
      } else if (isThere(shard)) {
        parts.add(new LogMerge.Part(shard.log().get(), offset(i)));
        numbers.add(shard.number());
      }
    }
    if (parts.isEmpty()) {
      return 0;
    }
    LogMerge.Merged merged =
        LogMerge.merge(parts, folder.resolve(SimulationLog.FILE_NAME), options.decoding());
    for (int i = 0; i < parts.size(); i++) {
      int number = numbers.get(i);
      merged
          .parts()
          .get(i)
          .truncation()
          .ifPresent(cut -> logProblem(number, "its simulation.log is partial: " + cut.text()));
    }
    return merged.records();
  }

  /** A killed one's log may not even have its first record. */
  private boolean isThere(ShardRun shard) throws IOException {
    Path log = shard.log().orElseThrow();
    try {
      LogMerge.check(log, options.decoding());
      return true;
    } catch (NotASimulationLog e) {
      logProblem(shard.number(), e.getMessage());
      return false;
    }
  }

  private void logProblem(int shard, String problem) {
    logProblems.put(shard, problem);
    notices.add("shard %d: %s".formatted(shard, problem));
  }

  private void journals() throws IOException {
    List<JournalMerge.Part> parts = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      Optional<Path> journal = shards.get(i).file(TaskJournal.FILE);
      if (journal.isPresent()) {
        parts.add(new JournalMerge.Part(journal.get(), offset(i)));
      } else {
        notices.add("shard %d: no %s".formatted(shards.get(i).number(), TaskJournal.FILE));
      }
    }
    if (!parts.isEmpty()) {
      JournalMerge.merge(parts, folder.resolve(TaskJournal.FILE));
    }
  }

  private void targetSeries() throws IOException {
    TargetSeries joined = new TargetSeries();
    boolean any = false;
    for (int i = 0; i < shards.size(); i++) {
      Optional<Readings> readings = series(shards.get(i), SeriesFile.FILE);
      if (readings.isPresent()) {
        joined.add(shards.get(i).number(), readings.get(), offset(i));
        any = true;
      }
    }
    if (any) {
      SeriesFile.write(folder.resolve(SeriesFile.FILE), joined.toReadings());
    }
  }

  private void injectorSeries() throws IOException {
    InjectorSeries all = new InjectorSeries();
    boolean any = false;
    for (int i = 0; i < shards.size(); i++) {
      Optional<Readings> readings = series(shards.get(i), InjectorSampler.FILE);
      if (readings.isPresent()) {
        all.add(shards.get(i).number(), readings.get(), offset(i));
        any = true;
      }
    }
    if (any) {
      all.write(folder.resolve(InjectorSampler.FILE));
    }
  }

  /** A bad series file costs what it held, never the run. */
  private Optional<Readings> series(ShardRun shard, String name) {
    Optional<Path> file = shard.file(name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SeriesFile.read(file.get()));
    } catch (IOException | IllegalArgumentException e) {
      notices.add("shard %d: %s".formatted(shard.number(), e.getMessage()));
      return Optional.empty();
    }
  }

  /** What the series mean is the same for all who read them. */
  private void catalog() throws IOException {
    Optional<Path> first = Optional.empty();
    for (ShardRun shard : shards) {
      Optional<Path> own = shard.file(Catalog.FILE);
      if (first.isEmpty()) {
        first = own;
      } else if (own.isPresent() && Files.mismatch(first.get(), own.get()) >= 0) {
        throw new IllegalArgumentException(
            "%s and %s differ. Expecting one catalog for all shards"
                .formatted(first.get(), own.get()));
      }
    }
    if (first.isPresent()) {
      Files.copy(first.get(), folder.resolve(Catalog.FILE));
    }
  }

  private void clockNotices() {
    for (int i = 0; i < shards.size(); i++) {
      int number = shards.get(i).number();
      if (clocks.get(i).isEmpty() && shards.size() > 1) {
        notices.add("shard %d: nothing tells how its clock went; taken as it is".formatted(number));
      } else if (offset(i) != 0) {
        Double uncertainty = clocks.get(i).get().uncertaintyMillis();
        notices.add(
            String.format(
                Locale.ROOT,
                "shard %d: its times are corrected by %+,d ms%s",
                number,
                offset(i),
                uncertainty == null ? "" : String.format(Locale.ROOT, " ± %.1f", uncertainty)));
      }
    }
  }

  private long offset(int i) {
    return clocks.get(i).map(ClockCorrection::offsetMillis).orElse(0L);
  }
}
