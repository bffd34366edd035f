package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskRecord;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * StressTest as it is run: it decides its load by what it sees, and finds a limit that is known.
 */
class SearchIT {

  /** Seconds of a text: prompt and expected output, see docs/sandbox.md. */
  private static final double TEXT_SECONDS = 6.3;

  private static final int WORKERS = 40;
  private static final double SPEED = 20;

  @TempDir Path results;

  @Test
  void theLimitIsFoundWithinTheBudgetAndNothingIsLeftBehind() throws Exception {
    String[] settings = {
      "modalities=text",
      "users=400",
      "timeScale=0.5",
      "sandbox.speed=20",
      "sandbox.workers=text=" + WORKERS,
      "gate=off"
    };
    try (GatlingProcess run = GatlingProcess.start(results, "StressTest", settings)) {
      assertEquals(0, run.end(), run::output);
      assertTrue(run.output().contains("Searches for the breaking point"), run::output);
      FinishedRun left = run.left();
      left.assertReports();
      left.assertAgreesWithSandbox();

      RunManifest manifest = left.manifest();
      assertEquals(RunManifest.SEARCH, manifest.model());
      assertEquals(RunManifest.Status.COMPLETED, manifest.status());
      List<TaskRecord> tasks = left.tasks();
      assertEquals(manifest.tasksPlanned(), tasks.size(), "each task of its steps");
      assertTrue(tasks.stream().allMatch(t -> t.outcome() == Outcome.COMPLETED));

      List<Phase> phases = manifest.phases();
      assertTrue(phases.get(phases.size() - 1).endMillis() <= 45_000, phases::toString);
      assertTrue(phases.stream().filter(p -> p.kind() == Phase.Kind.LEVEL).count() >= 4);
      assertTrue(phases.stream().anyMatch(p -> p.kind() == Phase.Kind.DRAIN));

      JsonNode found = left.analysis().at("/capacity/breakingPoint");
      double truth = WORKERS / TEXT_SECONDS * SPEED;
      double estimate = found.at("/estimate/tasksPerSecond").asDouble();
      // Half the time: 100 of 100 simulated seeds are that close. docs/capacity.md has the full
      // one.
      assertEquals(truth, estimate, .2 * truth, found::toPrettyString);
      assertTrue(found.get("constraint").toString().contains("backlog of text grows"));
    }
  }

  @Test
  void aModelThatIsPlannedBeforehandIsRefused() throws Exception {
    try (GatlingProcess run = GatlingProcess.start(results, "StressTest", "model=open")) {
      assertEquals(1, run.end(), run::output);
      assertTrue(
          run.output().contains("-Dmodel=open: StressTest decides its load step by step"),
          run::output);
    }
  }
}
