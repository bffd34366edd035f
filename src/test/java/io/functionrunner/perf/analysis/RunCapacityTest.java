package io.functionrunner.perf.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.capacity.Capacity;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of CapacityTest without the run, through pools of 100 image and 40 text workers whose true
 * capacity is workers / mean service time. Service and profile are stretched alike, so that more
 * tasks bear the numbers.
 */
class RunCapacityTest {

  private static final double STRETCH = 5;

  @TempDir Path directory;

  @Test
  void theTrueCapacityIsFoundWithinATenthOverSeeds() throws IOException {
    for (long seed = 1; seed <= 5; seed++) {
      SimulatedRun run = run(seed, STRETCH);
      Capacity capacity = capacity(run, withoutLatencies());
      double image = 100 / meanService(run, "image") * 3;
      double text = 40 / meanService(run, "text") * 1.5;
      double truth = Math.min(image, text);
      double found = capacity.saturation().orElseThrow().tasksPerSecond();
      assertEquals(truth, found, .1 * truth, "seed " + seed);
      // Offered: 0.625, 1.25, 1.875, 2.5 tasks a second; the truth lies at 2.2.
      assertEquals("level 4", capacity.breakPoint().orElseThrow().phase().name(), "seed " + seed);
      assertTrue(capacity.latency().isEmpty(), "three carried levels are too few for a curve");
      assertTrue(capacity.optimum().orElseThrow().carried());
    }
  }

  @Test
  void aSystemWithRoomIsSaidToCarryEveryLevel() throws IOException {
    for (long seed = 1; seed <= 10; seed++) {
      Capacity capacity = capacity(run(seed, 1));
      assertTrue(capacity.breakPoint().isEmpty(), "seed " + seed + capacity.breakPoint());
      assertTrue(capacity.saturation().isEmpty());
      assertTrue(capacity.tasksPerSecond().isEmpty(), "no metric, no saturation: not known");
      assertTrue(capacity.peakConcurrency().isEmpty(), "no peak seen");
      assertEquals(1, capacity.efficiency(capacity.levels().get(5)).orElseThrow(), .15);
    }
  }

  @Test
  void littlesLawHoldsInEachLevel() throws IOException {
    SimulatedRun run = run(1, 1);
    for (var level : capacity(run).levels()) {
      double mean =
          level.times().values().stream().mapToDouble(t -> t.mean() * t.count()).sum()
              / level.times().values().stream().mapToLong(t -> t.count()).sum();
      assertEquals(mean / 1000, level.residenceSeconds().orElseThrow(), .15 * mean / 1000);
    }
  }

  @Test
  void runsWithoutLevelsHaveNoCapacity() throws IOException {
    new SimulatedRun(Profiles.baseline(), 10, 1, 0).write(directory);
    assertTrue(
        RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.shipped()))
            .capacity()
            .isEmpty());
  }

  @Test
  void errorsBreakALevel() throws IOException {
    Profile profile = Profiles.capacity().stretched(STRETCH);
    Capacity capacity = capacity(new SimulatedRun(profile, 1, 1, .05));
    assertFalse(capacity.levels().get(0).sloKept());
    assertTrue(
        capacity.breakPoint().orElseThrow().breaches().contains("errors over their limit"),
        capacity.breakPoint().toString());
  }

  private static SimulatedRun run(long seed, double slowdown) {
    return new SimulatedRun(Profiles.capacity().stretched(STRETCH), 1, seed, 0, slowdown);
  }

  private Capacity capacity(SimulatedRun run) throws IOException {
    return capacity(run, CriteriaFile.shipped());
  }

  private Capacity capacity(SimulatedRun run, CriteriaFile limits) throws IOException {
    run.write(directory);
    return RunAnalyzer.analyze(directory, AnalysisOptions.with(limits)).capacity().orElseThrow();
  }

  /** Service is slowed down: that alone would break the limits of an ordinary run. */
  private CriteriaFile withoutLatencies() throws IOException {
    Path file = directory.resolve("criteria.json");
    Files.writeString(file, "{\"schemaVersion\": 1, \"default\": {\"errorRate\": 0.01}}");
    return CriteriaFile.read(file);
  }

  /** Seconds, by the server's times of the tasks themselves. */
  private static double meanService(SimulatedRun run, String modality) {
    return run.tasks().stream()
            .filter(t -> t.modality().equals(modality))
            .mapToLong((TaskRecord t) -> t.completedMillis() - t.startedMillis())
            .average()
            .orElseThrow()
        / 1000;
  }
}
