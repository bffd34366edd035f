package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Profiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What happens to a run from outside: signals, another run beside it, a target that stalls or
 * fails. Each is a real run in processes of its own; what is asserted holds on a busy machine too,
 * so they run beside each other.
 */
class LifeCycleIT {

  @TempDir Path results;

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void interruptedInTheSpike() throws Exception {
    try (GatlingProcess run = GatlingProcess.start(results, "SpikeTest", "timeScale=0.3")) {
      run.awaitLine("\\bspike\\b.* left");
      run.signal("INT");
      assertEquals(2, run.end(), run::output);
      FinishedRun left = run.left();
      RunManifest manifest = left.manifest();
      assertEquals(RunManifest.Status.ABORTED, manifest.status());
      assertEquals("interrupted", manifest.statusReason());
      assertTrue(left.hasGatlingReport(), "Gatling's report");
      left.assertReports();
      JsonNode analysis = left.analysis();
      assertEquals("INVALID", analysis.path("verdict").asText());
      assertTrue(analysis.at("/conservation/inFlight").asLong() > 0);
      left.assertAgreesWithSandbox();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void killed() throws Exception {
    try (GatlingProcess run = GatlingProcess.start(results, "SpikeTest", "timeScale=0.3")) {
      run.awaitLine("\\bspike\\b.* left");
      List<ProcessHandle> sandbox = run.children();
      run.signal("KILL");
      run.end();
      for (ProcessHandle process : sandbox) {
        process.onExit().join();
      }
      FinishedRun left = run.left();
      RunManifest manifest = left.manifest();
      assertEquals(RunManifest.Status.RUNNING, manifest.status());
      assertFalse(left.hasGatlingReport(), "Gatling cannot have reported");
      Analysis analysis =
          RunAnalyzer.analyze(left.directory(), AnalysisOptions.with(CriteriaFile.shipped()));
      assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
      assertTrue(analysis.tasks().isPresent());
      // Submissions on the wire at that moment may have reached the sandbox, or not.
      left.assertAgreesWithSandbox(left.unanswered());
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void twoAtTheSameTime() throws Exception {
    String[] first = {"timeScale=0.1", "sandbox.speed=20", "seed=1"};
    String[] second = {"timeScale=0.1", "sandbox.speed=20", "seed=2"};
    try (GatlingProcess one = GatlingProcess.start(results, "BaselineTest", first);
        GatlingProcess other = GatlingProcess.start(results, "BaselineTest", second)) {
      one.end();
      other.end();
      List<Path> directories;
      try (var files = Files.list(results)) {
        directories = files.filter(Files::isDirectory).sorted().toList();
      }
      assertEquals(2, directories.size());
      Set<Long> seeds = new TreeSet<>();
      for (Path directory : directories) {
        FinishedRun left = new FinishedRun(directory);
        RunManifest manifest = left.manifest();
        seeds.add(manifest.seed());
        assertEquals(
            RunManifest.Status.COMPLETED,
            manifest.status(),
            () -> one.output() + "\n----\n" + other.output());
        left.assertAsPlanned(Profiles.baseline().stretched(0.1).compressed(20));
        left.assertAgreesWithSandbox();
        assertEquals(
            manifest.tasksPlanned(), left.analysis().at("/conservation/submitted").asLong());
      }
      assertEquals(List.of(1L, 2L), List.copyOf(seeds));
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aPlantedFailureFailsTheBuildAndLosesNothing() throws Exception {
    try (GatlingProcess run =
        GatlingProcess.start(
            results,
            "BaselineTest",
            "timeScale=0.2",
            "sandbox.speed=20",
            "sandbox.errorRate=0.2",
            GatlingProcess.JUDGED_BY_ERRORS)) {
      assertEquals(2, run.end(), run::output);
      FinishedRun left = run.left();
      JsonNode analysis = left.analysis();
      assertEquals("FAIL", analysis.path("verdict").asText(), run::output);
      assertTrue(analysis.at("/conservation/failed").asLong() > 0);
      assertTrue(left.hasGatlingReport(), "Gatling's report");
      left.assertReports();
      left.assertAgreesWithSandbox();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatCannotRunIsRefusedAtOnce() throws Exception {
    assertRefused("-Dtarget=http://127.0.0.1:1 does not answer", "target=http://127.0.0.1:1");
    assertRefused("Did you mean -Dusers", "usres=5");
    assertRefused("-Dsandbox.speed=fast: expecting a number", "sandbox.speed=fast");
    assertRefused("no/such/binding.json", "api=no/such/binding.json");
    Path needy = results.resolve("needy.json");
    Files.writeString(
        needy,
        """
        {"name": "needy",
         "submit": {"url": "/tasks", "body": {"json": {"text": "{{inputs.nobody_has_this}}"}}, "id": "$.id"},
         "status": {"url": "/tasks/{id}", "state": "$.status", "success": ["done"], "failure": ["failed"]},
         "polling": {"firstDelay": "1s", "interval": "1s", "backOff": 1, "maxInterval": "1s", "jitter": 0, "deadline": "1m"}}
        """);
    assertRefused("nobody_has_this", "api=" + needy);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
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
}
