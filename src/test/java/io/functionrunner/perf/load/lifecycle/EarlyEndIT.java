package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.workload.Profiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end themselves, because there is no point in going on. */
class EarlyEndIT {

  @TempDir Path results;

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"closed-users", "open"})
  void aBrokenStopCriterionEndsSubmissionAndDrains(String model) throws Exception {
    String[] settings = {
      "model=" + model,
      "timeScale=0.5",
      "warmup=0",
      GatlingProcess.JUDGED_BY_ERRORS,
      "sandbox.errorRate=1",
      // Divided by the sandbox's speed: 6 s, twice the ramp.
      "stop.errorRate=50%/60s"
    };
    try (GatlingProcess run = GatlingProcess.start(results, "BaselineTest", settings)) {
      assertEquals(2, run.end(), run::output);
      FinishedRun left = run.left();
      RunManifest manifest = left.manifest();
      assertEquals(RunManifest.Status.ABORTED, manifest.status());
      assertTrue(
          manifest.statusReason().startsWith("stop criterion: 100.0 % of "),
          manifest.statusReason());
      JsonNode analysis = left.analysis();
      assertEquals("FAIL", analysis.path("verdict").asText(), run::output);
      JsonNode counts = analysis.path("conservation");
      assertTrue(counts.path("submitted").asLong() < manifest.tasksPlanned() / 2, run::output);
      assertEquals(counts.path("submitted").asLong(), counts.path("failed").asLong(), "drained");
      long load = Profiles.baseline().stretched(0.5).compressed(10).durationMillis();
      assertTrue(manifest.endMillis() - manifest.startMillis() < load, "earlier than planned");
      assertTrue(left.hasGatlingReport(), "Gatling's report");
      left.assertReports();
      left.assertAgreesWithSandbox();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aTargetThatCompletesNothingGetsNoLoad() throws Exception {
    try (GatlingProcess run =
        GatlingProcess.start(results, "BaselineTest", "timeScale=0.5", "sandbox.errorRate=1")) {
      assertEquals(2, run.end(), run::output);
      FinishedRun left = run.left();
      assertEquals(RunManifest.Status.ABORTED, left.manifest().status());
      assertTrue(
          left.manifest().statusReason().startsWith("no task of the warm-up completed"),
          left.manifest().statusReason());
      assertEquals(10, left.manifest().warmUpTasks());
      assertEquals(0, left.tasks().size());
      assertEquals("INVALID", left.analysis().path("verdict").asText());
      left.assertReports();
      left.assertAgreesWithSandbox();
    }
  }

  /**
   * An injector that is short of CPU, made the same on every machine: the process runs for 300 ms
   * and is stopped for 300 ms. The target fails a fifth of the tasks, which alone would be FAIL.
   */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aSqueezedInjectorIsInvalidAndNoFailureOfTheTarget() throws Exception {
    try (GatlingProcess run =
        GatlingProcess.start(results, "BaselineTest", "timeScale=0.2", "sandbox.errorRate=0.2")) {
      run.awaitLine("\\bsteady\\b.* left");
      for (int i = 0; i < 8; i++) {
        run.signal("STOP");
        Thread.sleep(300);
        run.signal("CONT");
        Thread.sleep(300);
      }
      assertEquals(2, run.end(), run::output);
      JsonNode analysis = run.left().analysis();
      assertEquals("INVALID", analysis.path("verdict").asText(), run::output);
      assertTrue(analysis.path("reason").asText().contains("injector"), run::output);
      assertTrue(analysis.at("/kpis/errorRate/value").asDouble() > 0.1, run::output);
    }
  }
}
