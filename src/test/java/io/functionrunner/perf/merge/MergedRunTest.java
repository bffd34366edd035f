package io.functionrunner.perf.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RecordedSeries;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.run.InjectorRun;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.RunManifest.Status;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.run.TaskJournalReader;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.simlog.SimulationLog;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of several injectors against the one run that they are shards of. */
class MergedRunTest {

  private static final SimulatedRun WHOLE = new SimulatedRun(Profiles.spike(), 10, 1, 0.002);

  @TempDir Path directory;

  private Path into() {
    return directory.resolve("merged");
  }

  private ShardedRun shards(int of) {
    return new ShardedRun(WHOLE, of, directory);
  }

  private MergedRun merge(List<Path> parts) throws IOException {
    return MergedRun.write(parts, into(), MergeOptions.DEFAULT);
  }

  private static Analysis analyze(Path run) throws IOException {
    return RunAnalyzer.analyze(run, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  private static List<TaskRecord> tasks(Path run) throws IOException {
    List<TaskRecord> tasks = new ArrayList<>();
    TaskJournalReader.read(run.resolve(TaskJournal.FILE), tasks::add);
    tasks.sort(byName());
    return tasks;
  }

  private static Comparator<TaskRecord> byName() {
    return Comparator.comparingLong(TaskRecord::user).thenComparingInt(TaskRecord::index);
  }

  private static CriterionResult criterion(Analysis analysis, String id) {
    return analysis.criteria().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theShardsTogetherAreTheWholeRun(int of) throws IOException {
    List<Path> parts = shards(of).write();
    Collections.reverse(parts);
    MergedRun merged = merge(parts);
    Path whole = Files.createDirectory(directory.resolve("whole"));
    WHOLE.write(whole);

    List<TaskRecord> expected = new ArrayList<>(WHOLE.tasks());
    expected.sort(byName());
    assertEquals(expected, tasks(into()));
    Analysis one = analyze(whole);
    Analysis together = analyze(into());
    assertEquals(one.kpis(), together.kpis());
    assertEquals(one.conservation(), together.conservation());
    assertEquals(one.tasks().orElseThrow().classes(), together.tasks().orElseThrow().classes());
    for (RequestSummary request : one.requests().orElseThrow().requests()) {
      assertEquals(
          request.run(),
          together.requests().orElseThrow().request(request.key()).orElseThrow().run());
    }
    assertEquals(Verdict.PASS, together.conclusion().verdict(), together.conclusion().sentence());

    RunManifest manifest = RunManifest.read(into().resolve(RunManifest.FILE));
    assertEquals(manifest, merged.manifest());
    assertEquals(Status.COMPLETED, manifest.status());
    assertEquals(one.manifest().orElseThrow().users(), manifest.users());
    assertEquals(WHOLE.tasks().size(), manifest.tasksPlanned());
    assertEquals(3 * of, manifest.warmUpTasks());
    assertEquals(of, manifest.shards().injectors().size());
    assertEquals(List.of(), manifest.shards().lacking());
    assertFalse(manifest.settings().containsKey("shard"));
  }

  @Test
  void theJournalIsInTheOrderOfTime() throws IOException {
    merge(shards(3).write());
    List<String> lines = Files.readAllLines(into().resolve(TaskJournal.FILE));
    assertEquals(3 * WHOLE.tasks().size(), lines.size());
    // The test's own journals are in the order of ends, each task's lines together.
    long before = Long.MIN_VALUE;
    for (String line : lines) {
      if (line.startsWith("E")) {
        long ended = Long.parseLong(line.split("\t", -1)[4]);
        assertTrue(ended >= before, line);
        before = ended;
      }
    }
  }

  @Test
  void aClockThatIsAheadIsCorrectedToTheOthers() throws IOException {
    ShardedRun run = shards(3);
    List<Path> parts = List.of(run.write(1, 5_000), run.write(2, 0), run.write(3, 0));
    MergedRun merged = merge(parts);

    InjectorRun first = merged.manifest().shards().injectors().get(0);
    // A submission takes 4 ms and the server's clock is read in their middle: 2 ms either way.
    assertEquals(-5_000.0, (double) first.clock().offsetMillis(), 4.0);
    assertEquals(4.0, first.clock().uncertaintyMillis(), 1.0);
    assertEquals(0, merged.manifest().shards().injectors().get(1).clock().offsetMillis());
    assertTrue(merged.notices().get(0).startsWith("shard 1: its times are corrected by -5,00"));
    List<TaskRecord> expected = new ArrayList<>(WHOLE.tasks());
    expected.sort(byName());
    List<TaskRecord> tasks = tasks(into());
    for (int i = 0; i < tasks.size(); i++) {
      TaskRecord task = tasks.get(i);
      assertTrue(Math.abs(expected.get(i).submitMillis() - task.submitMillis()) <= 4);
      assertEquals(expected.get(i).createdMillis(), task.createdMillis(), "the server's own");
    }
    Analysis analysis = analyze(into());
    assertTrue(analysis.tasks().orElseThrow().clock().orElseThrow().consistent());
    assertEquals(Verdict.PASS, analysis.conclusion().verdict());
  }

  @Test
  void offsetsThatAreGivenCount() throws IOException {
    ShardedRun run = shards(2);
    List<Path> parts = List.of(run.write(2, 700), run.write(1, 0));
    MergedRun merged =
        MergedRun.write(
            parts,
            into(),
            new MergeOptions(List.of(-700L, 0L), false, MergeOptions.DEFAULT.decoding()));
    assertEquals(0, merged.manifest().shards().injectors().get(0).clock().offsetMillis());
    assertEquals(-700, merged.manifest().shards().injectors().get(1).clock().offsetMillis());
    List<TaskRecord> expected = new ArrayList<>(WHOLE.tasks());
    expected.sort(byName());
    assertEquals(expected, tasks(into()));
  }

  @Test
  void aLackingShardMakesItInvalidUnlessAllowed() throws IOException {
    List<Path> parts = shards(5).write();
    merge(List.of(parts.get(0), parts.get(2), parts.get(4)));
    Analysis analysis = analyze(into());
    assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
    assertEquals("shards 2, 4 of 5 are lacking", analysis.conclusion().sentence());

    Path allowed = directory.resolve("allowed");
    MergedRun.write(parts.subList(1, 5), allowed, MergeOptions.DEFAULT.allowingLacking());
    Analysis judged = analyze(allowed);
    assertEquals(Verdict.PASS, judged.conclusion().verdict(), judged.conclusion().sentence());
    assertEquals(
        "shard 1 of 5 is lacking, as was allowed", criterion(judged, "run.shards").reason());
  }

  @Test
  void whatAKilledInjectorLeftIsMergedAndNamed() throws IOException {
    ShardedRun run = shards(2);
    List<Path> parts = run.write();
    run.change(2, Map.of("status", "RUNNING"));
    SimulatedRun.cut(parts.get(1).resolve(TaskJournal.FILE), .5);
    SimulatedRun.cut(parts.get(1).resolve(SimulationLog.FILE_NAME), .5);
    List<TaskRecord> left = tasks(parts.get(1));
    MergedRun merged = merge(parts);

    assertEquals(Status.ABORTED, merged.manifest().status());
    assertEquals(
        "shard 2 of 2: its process was killed, or it still goes on",
        merged.manifest().statusReason());
    assertTrue(merged.notices().get(0).startsWith("shard 2: its simulation.log is partial: "));
    InjectorRun killed = merged.manifest().shards().injectors().get(1);
    assertEquals(Status.RUNNING, killed.status());
    assertEquals(left.size(), killed.tasks().submitted());
    assertEquals(
        left.stream().mapToLong(t -> Math.max(t.endMillis(), t.acceptedMillis())).max().getAsLong(),
        killed.endMillis());
    assertEquals(run.tasks(1, 0).size() + left.size(), tasks(into()).size());
    Analysis analysis = analyze(into());
    assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
    assertTrue(analysis.conclusion().sentence().contains("shard 2 of 2: its process was killed"));
  }

  @Test
  void oneThatWasKilledBeforeItsLogBeganIsMergedByItsJournal() throws IOException {
    ShardedRun run = shards(2);
    List<Path> parts = run.write();
    run.change(1, Map.of("status", "RUNNING"));
    Files.write(parts.get(0).resolve(SimulationLog.FILE_NAME), new byte[0]);
    MergedRun merged = merge(parts);
    assertTrue(merged.notices().get(0).contains("0 bytes"), merged.notices()::toString);
    assertEquals(WHOLE.tasks().size(), tasks(into()).size());
  }

  @Test
  void aLogThatWasLostInACompleteRunIsNamed() throws IOException {
    List<Path> parts = shards(2).write();
    Files.delete(parts.get(1).resolve(SimulationLog.FILE_NAME));
    merge(parts);
    Analysis analysis = analyze(into());
    assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
    assertTrue(
        analysis.conclusion().sentence().contains("shard 2 of 2: no simulation.log"),
        analysis.conclusion().sentence());
  }

  @Test
  void oneInjectorAtItsLimitMakesTheRunInvalidAndIsNamed() throws IOException {
    List<Path> parts = shards(3).write();
    for (int i = 0; i < 3; i++) {
      double busy = i == 1 ? .97 : .1;
      RecordedSeries.ofInjector(100, t -> busy).write(parts.get(i));
    }
    merge(parts);
    Analysis analysis = analyze(into());
    assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
    assertTrue(
        analysis
            .conclusion()
            .sentence()
            .startsWith("shard 2 of 3: the injector's process was at its CPU limit"),
        analysis.conclusion().sentence());
    assertEquals(1, analysis.injector().reasons().size());
    assertEquals(3, analysis.injector().metric("injector_cpu_share").orElseThrow().series().size());
  }

  @Test
  void oneInjectorBehindItsScheduleDoesNotHideAmongTheOthers() throws IOException {
    ShardedRun run = shards(200);
    List<Path> parts = new ArrayList<>(run.write());
    // Late by 300 ms, and one of so many that the p99 of all does not show it.
    List<TaskRecord> late = new ArrayList<>();
    for (TaskRecord t : run.tasks(7, 300)) {
      late.add(
          new TaskRecord(
              t.user(),
              t.index(),
              t.modality(),
              t.quality(),
              t.intendedMillis() - 300,
              t.submitMillis(),
              t.acceptedMillis(),
              t.outcome(),
              t.endMillis(),
              t.pendingMillis(),
              t.createdMillis() + 300,
              t.startedMillis() + 300,
              t.completedMillis() + 300,
              t.checks(),
              t.rejections(),
              t.reason()));
    }
    SimulatedRun.writeJournal(parts.get(6).resolve(TaskJournal.FILE), late);
    SimulatedRun.writeLog(parts.get(6).resolve(SimulationLog.FILE_NAME), late);
    merge(parts);
    Analysis analysis = analyze(into());
    assertTrue(analysis.tasks().orElseThrow().lag().quantile(.99) < 100);
    assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
    assertTrue(
        analysis
            .conclusion()
            .sentence()
            .startsWith("shard 7 of 200: the injector could not keep its schedule"),
        analysis.conclusion().sentence());
  }

  @Test
  void injectorsThatDidNotStartTogetherMakeItInvalid() throws IOException {
    ShardedRun run = shards(2);
    List<Path> parts = run.write();
    // The spike takes 12 s here: 5 % are 600 ms.
    run.change(2, Map.of("start", "600"));
    merge(parts);
    assertTrue(criterion(analyze(into()), "run.together").is(Verdict.PASS));
    run.change(2, Map.of("start", "601"));
    MergedRun.write(parts, directory.resolve("later"), MergeOptions.DEFAULT);
    Analysis analysis = analyze(directory.resolve("later"));
    assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
    assertEquals(
        "shard 2 started 0.601 s after shard 1; the shortest measured phase takes 12.0 s",
        criterion(analysis, "run.together").reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          seed        | 2                | has another seed than
          profileHash | 0badc0de         | has another profile (users, duration, time scale, mix) than
          target      | http://10.0.0.9  | has another target than
          gatling     | 3.14.9           | has another Gatling version than
          start       | 86400000         | started 86,400 s after
          """)
  void shardsOfDifferentRunsAreRefused(String what, String value, String sentence)
      throws IOException {
    ShardedRun run = shards(2);
    List<Path> parts = run.write();
    run.change(2, Map.of(what, value));
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> merge(parts));
    assertTrue(e.getMessage().contains(parts.get(1) + " " + sentence), e.getMessage());
    assertTrue(e.getMessage().endsWith("Expecting the shards of one run, each once"));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(2, files.count(), "nothing is left");
    }
  }

  @Test
  void oneShardTwiceIsRefused() throws IOException {
    ShardedRun run = shards(2);
    List<Path> parts = run.write();
    Path again = new ShardedRun(WHOLE, 2, directory.resolve("again")).write(2, 0);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> merge(List.of(parts.get(0), parts.get(1), again)));
    assertEquals(
        "%s and %s are both shard 2 of 2. Expecting the shards of one run, each once"
            .formatted(parts.get(1), again),
        e.getMessage());
  }

  @Test
  void aMergedRunIsNoPartAndNothingIsOverwritten() throws IOException {
    List<Path> parts = shards(2).write();
    merge(parts);
    IllegalArgumentException notEmpty =
        assertThrows(IllegalArgumentException.class, () -> merge(parts));
    assertEquals(into() + " is not empty. Expecting a new folder", notEmpty.getMessage());
    IllegalArgumentException merged =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                MergedRun.write(
                    List.of(into()), directory.resolve("second"), MergeOptions.DEFAULT));
    assertTrue(merged.getMessage().contains("holds the shards [1, 2] already"));
    IOException none =
        assertThrows(
            IOException.class,
            () ->
                MergedRun.write(
                    List.of(Files.createDirectory(directory.resolve("empty"))),
                    directory.resolve("third"),
                    MergeOptions.DEFAULT));
    assertTrue(none.getMessage().contains("no run.json in it"), none.getMessage());
  }
}
