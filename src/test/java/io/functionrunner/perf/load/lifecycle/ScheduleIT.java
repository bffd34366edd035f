package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedule of real runs: nothing but profile and seed decides it. */
class ScheduleIT {

  private static final int STALL_MILLIS = 30_000;

  /** Two processes round their times. */
  private static final int CLOCK_MILLIS = 50;

  @TempDir Path results;

  /** Coordinated omission: what the target does must not change what is asked of it. */
  @ParameterizedTest
  @ValueSource(strings = {"closed-users", "open"})
  void aStallOfHttpChangesLatencyButNotTheSchedule(String model) throws Exception {
    // No warm-up: the sandbox counts the stall's time from the first task that it sees.
    String[] settings = {
      "model=" + model, "timeScale=0.7", "warmup=0", "sandbox.stallHttp=30s@5s", "gate=off"
    };
    try (GatlingProcess run = GatlingProcess.start(results, "BaselineTest", settings)) {
      assertEquals(0, run.end(), run::output);
      FinishedRun left = run.left();
      left.assertAsPlanned(Profiles.baseline().stretched(0.7).compressed(10));
      List<TaskRecord> tasks = left.tasks();
      // The sandbox received its first task between these two, and counts from then.
      long sent = tasks.stream().mapToLong(TaskRecord::submitMillis).min().orElseThrow();
      long received = tasks.stream().mapToLong(TaskRecord::acceptedMillis).min().orElseThrow();
      long stallEnd = sent + 5_000 + STALL_MILLIS;
      List<TaskRecord> stalled =
          tasks.stream()
              .filter(t -> t.intendedMillis() > received + 5_000)
              .filter(t -> t.intendedMillis() < stallEnd - 500)
              .toList();
      assertTrue(stalled.size() > 500, stalled.size() + " tasks in the stall");
      List<Long> lags =
          stalled.stream().map(t -> t.submitMillis() - t.intendedMillis()).sorted().toList();
      long lag = lags.get((int) Math.ceil(0.99 * lags.size()) - 1);
      assertTrue(lag < 100, "lag p99 " + lag + " ms");
      for (TaskRecord task : stalled) {
        assertTrue(task.acceptedMillis() > stallEnd - CLOCK_MILLIS, task::toString);
        assertTrue(task.endMillis() > stallEnd - CLOCK_MILLIS, task::toString);
      }
      assertStallShows(left, "p95", stalled);
      assertStallShows(left, "intended.p95", stalled);
      left.assertAgreesWithSandbox();
    }
  }

  /**
   * Submissions come at an even rate, so of those of the stall one in ten waited for 90 % of it;
   * with those outside of it, which are as many as the load is longer, a p95 is over half of it.
   */
  private static void assertStallShows(FinishedRun left, String which, List<TaskRecord> stalled)
      throws Exception {
    assertTrue(stalled.stream().anyMatch(t -> t.modality().equals("text")));
    double p95 = left.analysis().at("/kpis/task.text.standard." + which + "/value").asDouble();
    assertTrue(p95 > STALL_MILLIS / 2.0, which + " " + p95);
  }

  /**
   * Which tasks fail on the sandbox is decided by their content: so it tells that of inputs. All
   * three run at once: what they do may not depend on how busy the machine is.
   */
  @Test
  void theSeedDecidesTasksTimesAndInputs() throws Exception {
    try (GatlingProcess one = start("a", 5);
        GatlingProcess same = start("b", 5);
        GatlingProcess other = start("c", 6)) {
      List<String> first = told(one);
      assertTrue(first.stream().anyMatch(t -> t.endsWith("failed")), first::toString);
      assertTrue(first.stream().anyMatch(t -> t.endsWith("completed")), first::toString);
      assertEquals(first, told(same));
      assertNotEquals(first, told(other));
    }
  }

  private GatlingProcess start(String name, long seed) throws IOException {
    String[] settings = {
      "timeScale=0.08",
      "sandbox.speed=40",
      "seed=" + seed,
      "sandbox.errorRate=0.3",
      "stop.errorRate=off",
      "gate=off",
      "task.timeout=30m"
    };
    return GatlingProcess.start(
        Files.createDirectory(results.resolve(name)), "BaselineTest", settings);
  }

  private static List<String> told(GatlingProcess run) throws Exception {
    assertEquals(0, run.end(), run::output);
    FinishedRun left = run.left();
    long start = left.manifest().startMillis();
    return left.tasks().stream()
        .map(
            t ->
                "%d/%d at %d: %s %s %s"
                    .formatted(
                        t.user(),
                        t.index(),
                        t.intendedMillis() - start,
                        t.modality(),
                        t.quality(),
                        t.outcome().id()))
        .toList();
  }
}
