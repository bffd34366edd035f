package io.functionrunner.perf.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.RunManifest.Status;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.simlog.NotASimulationLog;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAnalyzerTest {

  private static final String LOG = "simulation.log";

  @TempDir Path directory;

  private static SimulatedRun healthy() {
    return new SimulatedRun(Profiles.spike(), 10, 1, 0.002);
  }

  private static SimulatedRun faulty() {
    return new SimulatedRun(Profiles.spike(), 10, 1, 0.05);
  }

  private static Analysis analyze(Path path) throws IOException {
    return RunAnalyzer.analyze(path, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  private static Verdict verdict(Analysis analysis) {
    return analysis.conclusion().verdict();
  }

  private static Optional<CriterionResult> criterion(Analysis analysis, String id) {
    return analysis.criteria().stream().filter(c -> c.id().equals(id)).findFirst();
  }

  private static boolean found(Analysis analysis, String words) {
    return analysis.findings().stream().anyMatch(f -> f.title().contains(words));
  }

  @Test
  void aHealthyRunPasses() throws IOException {
    SimulatedRun run = healthy();
    run.write(directory);
    Analysis analysis = analyze(directory);
    assertEquals(Verdict.PASS, verdict(analysis), analysis.conclusion().sentence());
    assertEquals("SpikeTest", analysis.simulation());
    assertEquals(run.tasks().size(), analysis.conservation().orElseThrow().submitted());
    assertTrue(criterion(analysis, "regression").orElseThrow().verdict().isEmpty());
  }

  /** Every quantile of a class against a sort of all its values. */
  @Test
  void quantilesAreThoseOfASort() throws IOException {
    SimulatedRun run = healthy();
    run.write(directory);
    Analysis analysis = analyze(directory);
    List<Long> sorted =
        run.tasks().stream()
            .filter(t -> t.quality().equals("high") && t.outcome() == Outcome.COMPLETED)
            // The ramp's tasks do not count.
            .filter(t -> t.submitMillis() >= SimulatedRun.START + 6_000)
            .filter(t -> t.submitMillis() < SimulatedRun.START + 90_000)
            .map(
                t ->
                    t.acceptedMillis() - t.submitMillis() + t.completedMillis() - t.createdMillis())
            .sorted()
            .toList();
    for (double p : new double[] {.5, .95, .99}) {
      String id = "task.image.high.p" + Math.round(100 * p);
      KpiValue.Measured value = (KpiValue.Measured) analysis.kpi(id).orElseThrow().value();
      assertEquals(sorted.get((int) Math.ceil(p * sorted.size()) - 1), (long) value.value(), id);
    }
  }

  @Test
  void tooManyErrorsFail() throws IOException {
    faulty().write(directory);
    Analysis analysis = analyze(directory);
    assertEquals(Verdict.FAIL, verdict(analysis));
    assertTrue(
        analysis.conclusion().sentence().startsWith("error rate of tasks ≤ 1 %: "),
        analysis.conclusion().sentence());
    assertTrue(found(analysis, "Tasks ended as failed"));
  }

  @Test
  void aSlowSystemFails() throws IOException {
    new SimulatedRun(Profiles.baseline(), 10, 1, 0, 12).write(directory);
    Analysis analysis = analyze(directory);
    assertEquals(Verdict.FAIL, verdict(analysis));
    assertTrue(criterion(analysis, "task.image.standard.p95").orElseThrow().is(Verdict.FAIL));
  }

  @Test
  void anInterruptedRunSaysNothing() throws IOException {
    healthy().ended(Status.ABORTED, "interrupted").write(directory);
    Analysis analysis = analyze(directory);
    assertEquals(Verdict.INVALID, verdict(analysis));
    assertEquals("aborted: interrupted", analysis.conclusion().sentence());
    assertTrue(criterion(analysis, "completedShare").isEmpty(), "tasks were cut off");
  }

  @Test
  void aRunThatWasStoppedForItsErrorsFails() throws IOException {
    faulty().ended(Status.ABORTED, "error rate above 4 %").write(directory);
    assertEquals(Verdict.FAIL, verdict(analyze(directory)));
  }

  @Test
  void aKilledRunIsAnalysedFromItsJournal() throws IOException {
    SimulatedRun run = healthy().ended(Status.RUNNING, null);
    run.write(directory);
    SimulatedRun.cut(directory.resolve(LOG), .4);
    List<TaskRecord> tasks = run.tasks();
    SimulatedRun.writeJournal(directory.resolve(TaskJournal.FILE), withOneInFlight(tasks));
    Analysis analysis = analyze(directory);
    assertEquals(Verdict.INVALID, verdict(analysis));
    assertEquals(tasks.size(), analysis.conservation().orElseThrow().submitted());
    assertEquals(1, analysis.conservation().orElseThrow().inFlight());
    assertTrue(analysis.log().orElseThrow().truncation().isPresent());
    assertTrue(found(analysis, "simulation.log is partial"));
    assertTrue(found(analysis, "still in flight"));
    assertTrue(criterion(analysis, "run.counts").isEmpty(), "a cut log contradicts nothing");
  }

  @Test
  void anEmptyLogBesideAJournalIsNoError() throws IOException {
    healthy().ended(Status.RUNNING, null).write(directory);
    Files.write(directory.resolve(LOG), new byte[0]);
    Analysis analysis = analyze(directory);
    assertTrue(analysis.requests().isEmpty());
    assertTrue(found(analysis, "Nothing could be read from simulation.log"));
    assertTrue(analysis.kpi("task.image.draft.p95").isPresent());
    assertTrue(
        analysis.kpi("submit.p95").orElseThrow().value() instanceof KpiValue.Missing missing
            && missing.reason().equals("no simulation.log"));
  }

  @Test
  void aLogAloneTellsTheSameConservation() throws IOException {
    healthy().write(directory);
    Analysis all = analyze(directory);
    Files.delete(directory.resolve(TaskJournal.FILE));
    Files.delete(directory.resolve(RunManifest.FILE));
    Analysis alone = analyze(directory.resolve(LOG));
    assertEquals(all.conservation(), alone.conservation());
    assertEquals("SpikeTest", alone.simulation());
    assertEquals(
        List.of("image draft", "image high", "image standard", "text standard"),
        alone.tasks().orElseThrow().classes().stream().map(c -> c.taskClass().title()).toList());
    assertTrue(found(alone, "No tasks.tsv"));
    assertTrue(alone.kpi("lag.p99").orElseThrow().value() instanceof KpiValue.Missing);
  }

  @Test
  void tasksInFlightFollowFromALogAlone() throws IOException {
    SimulatedRun.writeLog(directory.resolve(LOG), withOneInFlight(healthy().tasks()));
    Analysis analysis = analyze(directory);
    assertEquals(1, analysis.conservation().orElseThrow().inFlight());
  }

  @Test
  void everyOutcomeIsReadBackFromALog() throws IOException {
    List<TaskRecord> tasks = healthy().tasks().subList(0, 50);
    List<Outcome> outcomes = List.of(Outcome.values());
    List<TaskRecord> mixed = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Outcome outcome = outcomes.get(i % outcomes.size());
      boolean accepted = outcome != Outcome.REJECTED && outcome != Outcome.ERROR;
      mixed.add(with(tasks.get(i), outcome, accepted));
    }
    SimulatedRun.writeLog(directory.resolve(LOG), mixed);
    Analysis fromLog = analyze(directory);
    SimulatedRun.writeJournal(directory.resolve(TaskJournal.FILE), mixed);
    Analysis fromJournal = analyze(directory);
    assertEquals(fromJournal.conservation(), fromLog.conservation());
    assertEquals(
        fromJournal.tasks().orElseThrow().outcomes(), fromLog.tasks().orElseThrow().outcomes());
  }

  @Test
  void aForeignLogHasNoTasks() throws IOException {
    ForeignLog.write(directory.resolve(LOG));
    Analysis analysis = analyze(directory);
    assertTrue(analysis.conservation().isEmpty());
    assertEquals(2, analysis.requests().orElseThrow().requests().size());
    assertEquals(Verdict.INVALID, verdict(analysis));
    assertEquals(
        "no task is known of: there is nothing to judge", analysis.conclusion().sentence());
  }

  @Test
  void twoWitnessesThatDifferMakeARunInvalid() throws IOException {
    SimulatedRun run = faulty();
    run.write(directory);
    SimulatedRun.writeLog(directory.resolve(LOG), run.tasks().subList(1, run.tasks().size()));
    Analysis analysis = analyze(directory);
    assertEquals(Verdict.INVALID, verdict(analysis), "and that outweighs the errors");
    assertTrue(
        analysis.conclusion().sentence().contains("tasks.tsv and simulation.log differ in"),
        analysis.conclusion().sentence());
  }

  @Test
  void anInjectorBehindItsScheduleIsInvalid() throws IOException {
    SimulatedRun run = healthy();
    run.write(directory);
    List<TaskRecord> late =
        run.tasks().stream().map(t -> late(t, t.index() % 20 == 0 ? 400 : 0)).toList();
    SimulatedRun.writeJournal(directory.resolve(TaskJournal.FILE), late);
    Analysis analysis = analyze(directory);
    assertEquals(Verdict.INVALID, verdict(analysis));
    assertTrue(criterion(analysis, "run.injector").orElseThrow().is(Verdict.INVALID));
    assertTrue(
        analysis
            .conclusion()
            .sentence()
            .startsWith(
                "the injector could not keep its schedule: p99 of the schedule lag 402 ms (at most 100 ms)"),
        analysis.conclusion().sentence());
  }

  @Test
  void aCompleteRunThatSubmittedLessThanPlannedIsInvalid() throws IOException {
    SimulatedRun run = healthy();
    run.write(directory);
    List<TaskRecord> half = run.tasks().subList(0, run.tasks().size() / 2);
    SimulatedRun.writeJournal(directory.resolve(TaskJournal.FILE), half);
    SimulatedRun.writeLog(directory.resolve(LOG), half);
    Analysis analysis = analyze(directory);
    assertEquals(Verdict.INVALID, verdict(analysis));
    assertTrue(criterion(analysis, "run.planned").orElseThrow().is(Verdict.INVALID));
  }

  @Test
  void aRunWithoutTasksIsInvalid() throws IOException {
    Files.createFile(directory.resolve(TaskJournal.FILE));
    Analysis analysis = analyze(directory);
    assertEquals(Verdict.INVALID, verdict(analysis));
    assertEquals(0, analysis.conservation().orElseThrow().submitted());
  }

  @Test
  void aRunTooShortForAnyLatencyIsInconclusive() throws IOException {
    Profile few = Profiles.baseline().withUsers(1);
    new SimulatedRun(few, 10, 1, 0).write(directory);
    Analysis analysis = analyze(directory);
    assertEquals(Verdict.INCONCLUSIVE, verdict(analysis));
    assertTrue(
        analysis.conclusion().sentence().startsWith("too few tasks to judge any latency"),
        analysis.conclusion().sentence());
  }

  @Test
  void limitsOfTheUsersOwnFileAreUsed() throws IOException {
    healthy().write(directory);
    Path file =
        Files.writeString(
            directory.resolve("mine.json"),
            """
            {"schemaVersion": 1, "default": {"taskP95Seconds": {"text": 1}}}
            """);
    Analysis analysis =
        RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.read(file)));
    assertEquals(Verdict.FAIL, verdict(analysis));
    assertEquals(file.toString(), analysis.criteriaName());
    assertTrue(criterion(analysis, "errorRate").isEmpty());
  }

  @Test
  void nothingToAnalyseIsAnErrorThatSaysSo() {
    IOException none = assertThrows(IOException.class, () -> analyze(directory.resolve("nowhere")));
    assertTrue(none.getMessage().contains("no such run directory"), none.getMessage());
    IOException empty = assertThrows(IOException.class, () -> analyze(directory));
    assertTrue(
        empty
            .getMessage()
            .endsWith("neither simulation.log nor tasks.tsv in it: not the directory of a run"),
        empty.getMessage());
  }

  @Test
  void aFileThatIsNoLogIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("notes.txt"), "no log at all");
    NotASimulationLog e = assertThrows(NotASimulationLog.class, () -> analyze(file));
    assertFalse(e.getMessage().isBlank());
  }

  @Test
  void aManifestThatIsNoneIsNamed() throws IOException {
    healthy().write(directory);
    Files.writeString(directory.resolve(RunManifest.FILE), "{\"simulation\": ");
    IOException e = assertThrows(IOException.class, () -> analyze(directory));
    assertTrue(e.getMessage().contains(RunManifest.FILE), e.getMessage());
  }

  private static List<TaskRecord> withOneInFlight(List<TaskRecord> tasks) {
    List<TaskRecord> changed = new ArrayList<>(tasks);
    changed.set(changed.size() - 1, with(tasks.get(tasks.size() - 1), null, true));
    return changed;
  }

  private static TaskRecord with(TaskRecord t, Outcome outcome, boolean accepted) {
    return new TaskRecord(
        t.user(),
        t.index(),
        t.modality(),
        t.quality(),
        t.intendedMillis(),
        t.submitMillis(),
        accepted ? t.acceptedMillis() : TaskRecord.ABSENT,
        outcome,
        t.endMillis(),
        t.pendingMillis(),
        accepted ? t.createdMillis() : TaskRecord.ABSENT,
        t.startedMillis(),
        t.completedMillis(),
        t.checks(),
        t.rejections(),
        t.reason());
  }

  private static TaskRecord late(TaskRecord t, long millis) {
    return new TaskRecord(
        t.user(),
        t.index(),
        t.modality(),
        t.quality(),
        t.intendedMillis() - millis,
        t.submitMillis(),
        t.acceptedMillis(),
        t.outcome(),
        t.endMillis(),
        t.pendingMillis(),
        t.createdMillis(),
        t.startedMillis(),
        t.completedMillis(),
        t.checks(),
        t.rejections(),
        t.reason());
  }
}
