package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.run.TaskJournalReader;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import io.functionrunner.perf.workload.UserSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to a run from outside: signals, another run beside it, a target that stalls or
 * fails. Each is a real run in processes of its own.
 */
class LifeCycleIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> OURS =
      List.of("analysis.json", "summary.md", "junit.xml", "performance.html");

  @TempDir Path results;

  @Test
  void interruptedInTheSpike() throws Exception {
    try (GatlingProcess run = GatlingProcess.start(results, "SpikeTest", "timeScale=0.3")) {
      run.awaitLine("\\bspike\\b.* left");
      run.signal("INT");
      assertEquals(2, run.end(), run::output);
      Path directory = run.directory();
      RunManifest manifest = RunManifest.read(directory.resolve(RunManifest.FILE));
      assertEquals(RunManifest.Status.ABORTED, manifest.status());
      assertEquals("interrupted", manifest.statusReason());
      assertTrue(Files.exists(directory.resolve("index.html")), "Gatling's report");
      assertReports(directory);
      JsonNode analysis = analysis(directory);
      assertEquals("INVALID", analysis.path("verdict").asText());
      assertTrue(analysis.at("/conservation/inFlight").asLong() > 0);
      assertAgreesWithSandbox(directory, 0);
    }
  }

  @Test
  void killed() throws Exception {
    try (GatlingProcess run = GatlingProcess.start(results, "SpikeTest", "timeScale=0.3")) {
      run.awaitLine("\\bspike\\b.* left");
      List<ProcessHandle> sandbox = run.children();
      run.signal("KILL");
      run.end();
      for (ProcessHandle process : sandbox) {
        process.onExit().join();
      }
      Path directory = run.directory();
      RunManifest manifest = RunManifest.read(directory.resolve(RunManifest.FILE));
      assertEquals(RunManifest.Status.RUNNING, manifest.status());
      assertFalse(Files.exists(directory.resolve("index.html")), "Gatling cannot have reported");
      Analysis analysis =
          RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.shipped()));
      assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
      assertTrue(analysis.tasks().isPresent());
      // Submissions on the wire at that moment may have reached the sandbox, or not.
      assertAgreesWithSandbox(directory, unanswered(directory));
    }
  }

  @Test
  void twoAtTheSameTime() throws Exception {
    String[] first = {"timeScale=0.1", "seed=1"};
    String[] second = {"timeScale=0.1", "seed=2"};
    try (GatlingProcess one = GatlingProcess.start(results, "BaselineTest", first);
        GatlingProcess other = GatlingProcess.start(results, "BaselineTest", second)) {
      one.end();
      other.end();
      List<Path> directories;
      try (var files = Files.list(results)) {
        directories = files.filter(Files::isDirectory).sorted().toList();
      }
      assertEquals(2, directories.size());
      Map<Long, Path> bySeed = new TreeMap<>();
      for (Path directory : directories) {
        RunManifest manifest = RunManifest.read(directory.resolve(RunManifest.FILE));
        bySeed.put(manifest.seed(), directory);
        assertEquals(
            RunManifest.Status.COMPLETED,
            manifest.status(),
            () -> one.output() + "\n----\n" + other.output());
        assertAsPlanned(directory, Profiles.baseline().stretched(0.1).compressed(10));
        assertAgreesWithSandbox(directory, 0);
        assertEquals(
            manifest.tasksPlanned(), analysis(directory).at("/conservation/submitted").asLong());
      }
      assertEquals(List.of(1L, 2L), List.copyOf(bySeed.keySet()));
    }
  }

  @Test
  void aPlantedFailureFailsTheBuildAndLosesNothing() throws Exception {
    try (GatlingProcess run =
        GatlingProcess.start(results, "BaselineTest", "timeScale=0.2", "sandbox.errorRate=0.2")) {
      assertEquals(2, run.end(), run::output);
      Path directory = run.directory();
      JsonNode analysis = analysis(directory);
      assertEquals("FAIL", analysis.path("verdict").asText(), run::output);
      assertTrue(analysis.at("/conservation/failed").asLong() > 0);
      assertTrue(Files.exists(directory.resolve("index.html")), "Gatling's report");
      assertReports(directory);
      assertAgreesWithSandbox(directory, 0);
    }
  }

  /** Coordinated omission: what the target does must not change what is asked of it. */
  @Test
  void aStallOfHttpChangesLatencyButNotTheSchedule() throws Exception {
    // No warm-up: the sandbox counts the stall's time from the first task that it sees.
    String[] settings = {"timeScale=0.5", "warmup=0", "sandbox.stallHttp=15s@5s", "gate=off"};
    try (GatlingProcess run = GatlingProcess.start(results, "BaselineTest", settings)) {
      assertEquals(0, run.end(), run::output);
      Path directory = run.directory();
      assertAsPlanned(directory, Profiles.baseline().stretched(0.5).compressed(10));
      List<TaskRecord> tasks = tasks(directory);
      long first = tasks.stream().mapToLong(TaskRecord::submitMillis).min().orElseThrow();
      List<TaskRecord> stalled =
          tasks.stream()
              .filter(t -> t.intendedMillis() > first + 5_500)
              .filter(t -> t.intendedMillis() < first + 19_500)
              .toList();
      assertTrue(stalled.size() > 200, stalled.size() + " tasks in the stall");
      List<Long> lags =
          stalled.stream().map(t -> t.submitMillis() - t.intendedMillis()).sorted().toList();
      long lag = lags.get((int) Math.ceil(0.99 * lags.size()) - 1);
      assertTrue(lag < 100, "lag p99 " + lag + " ms");
      for (TaskRecord task : stalled) {
        long held = first + 20_000 - task.submitMillis();
        assertTrue(
            task.acceptedMillis() - task.submitMillis() > held - 1_000,
            "its answer was held: " + task);
      }
      assertAgreesWithSandbox(directory, 0);
    }
  }

  @Test
  void whatCannotRunIsRefusedAtOnce() throws Exception {
    assertRefused("-Dtarget=http://127.0.0.1:1 does not answer", "target=http://127.0.0.1:1");
    assertRefused("Did you mean -Dusers", "usres=5");
    assertRefused("-Dsandbox.speed=fast: expecting a number", "sandbox.speed=fast");
    assertRefused("no/such/binding.json", "api=no/such/binding.json");
  }

  @Test
  void aResultsFolderThatCannotBeWrittenIsRefused() throws Exception {
    Path file = Files.writeString(results.resolve("occupied"), "not a folder");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    try (GatlingProcess run = GatlingProcess.start(file, "BaselineTest", "timeScale=0.1")) {
      assertEquals(1, run.end(), run::output);
      assertTrue(run.output().contains("results folder " + file + " cannot be written"));
    }
  }

  private void assertRefused(String sentence, String setting) throws Exception {
    try (GatlingProcess run = GatlingProcess.start(results, "BaselineTest", setting)) {
      assertEquals(1, run.end(), run::output);
      assertTrue(run.output().contains(sentence), run::output);
      assertFalse(run.output().contains("\tat "), () -> "a stack trace: " + run.output());
    }
  }

  private static void assertReports(Path directory) throws IOException {
    for (String report : OURS) {
      assertTrue(Files.size(directory.resolve(report)) > 100, report);
    }
  }

  private static JsonNode analysis(Path directory) throws IOException {
    return JSON.readTree(directory.resolve("analysis.json").toFile());
  }

  private static List<TaskRecord> tasks(Path directory) throws IOException {
    List<TaskRecord> tasks = new ArrayList<>();
    TaskJournalReader.read(directory.resolve(TaskJournal.FILE), tasks::add);
    return tasks;
  }

  private static long unanswered(Path directory) throws IOException {
    return tasks(directory).stream()
        .filter(t -> t.outcome() == null && t.acceptedMillis() == TaskRecord.ABSENT)
        .count();
  }

  /** Every submission that we know of is one that the sandbox received, and the other way round. */
  private static void assertAgreesWithSandbox(Path directory, long onTheWire) throws IOException {
    JsonNode sandbox = JSON.readTree(directory.resolve("sandbox.json").toFile());
    List<TaskRecord> tasks = tasks(directory);
    long warmUp = RunManifest.read(directory.resolve(RunManifest.FILE)).warmUpTasks();
    long received = sandbox.path("received").asLong() - warmUp;
    assertTrue(
        received <= tasks.size() && received >= tasks.size() - onTheWire,
        "%d submitted, %d received, %d on the wire".formatted(tasks.size(), received, onTheWire));
    long accepted = tasks.stream().filter(t -> t.acceptedMillis() != TaskRecord.ABSENT).count();
    assertTrue(
        sandbox.path("accepted").asLong() - warmUp - accepted <= onTheWire,
        "%s accepted, we know of %d".formatted(sandbox.path("accepted"), accepted));
    if (onTheWire == 0) {
      assertEquals(sandbox.path("accepted").asLong(), accepted + warmUp);
    }
  }

  /** The tasks submitted are those of the schedule, at its own times. */
  private static void assertAsPlanned(Path directory, Profile profile) throws IOException {
    RunManifest manifest = RunManifest.read(directory.resolve(RunManifest.FILE));
    List<TaskRecord> tasks = new ArrayList<>(tasks(directory));
    tasks.sort(Comparator.comparingLong(TaskRecord::user).thenComparingInt(TaskRecord::index));
    int i = 0;
    for (int user = 0; user < profile.users(); user++) {
      UserSchedule schedule = profile.schedule(manifest.seed(), user);
      while (schedule.hasNext()) {
        PlannedTask planned = schedule.next();
        TaskRecord task = tasks.get(i++);
        assertEquals(planned.user(), task.user());
        assertEquals(planned.index(), task.index());
        assertEquals(planned.offsetMillis(), task.intendedMillis() - manifest.startMillis());
        assertEquals(planned.modality().id(), task.modality());
        assertEquals(planned.quality().id(), task.quality());
      }
    }
    assertEquals(i, tasks.size());
  }
}
