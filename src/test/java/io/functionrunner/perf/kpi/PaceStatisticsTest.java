package io.functionrunner.perf.kpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PaceStatisticsTest {

  private static final long START = 1_790_000_000_000L;
  private static final double EXACT = 1e-12;
  private static final Timeline TIMELINE =
      new Timeline(START, List.of(new Phase("steady", Phase.Kind.STEADY, 0, 10_000)));

  /** Accepted at once, and on the server for all of its time, whose clock is an hour ahead. */
  private static TaskRecord task(String quality, long end, long millis) {
    long submit = START + end - millis;
    return new TaskRecord(
        1,
        0,
        "image",
        quality,
        submit,
        submit,
        submit,
        Outcome.COMPLETED,
        START + end,
        -1,
        submit + 3_600_000,
        submit + 3_600_000,
        START + end + 3_600_000,
        1,
        0,
        "");
  }

  private static Pace pace(TaskRecord... tasks) {
    PaceStatistics statistics = new PaceStatistics(TIMELINE);
    for (TaskRecord task : tasks) {
      statistics.add(task);
    }
    return statistics.toPace();
  }

  /** Each class against its own usual: 100 and 400 ms of a draft (200 usual), 5 s of a high. */
  @Test
  void aMixOfQualitiesIsNoDifference() {
    Pace pace =
        pace(task("draft", 500, 100), task("high", 5_700, 5_000), task("draft", 5_500, 400));
    assertEquals(6, pace.windows().size());
    Pace.Times first = pace.windows().get(0).times().get("image");
    assertEquals(new Pace.Times(1, Math.log(.5), 0).meanLog(), first.meanLog(), EXACT);
    Pace.Times last = pace.windows().get(5).times().get("image");
    assertEquals(2, last.count());
    // ln 2 and 0.
    assertEquals(Math.log(2) / 2, last.meanLog(), EXACT);
    assertEquals(Math.log(2) / Math.sqrt(2), last.spreadLog(), 1e-9);
  }

  @Test
  void windowsDoubleAndLoseNothing() {
    TaskRecord[] tasks = new TaskRecord[5_000];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = task("draft", 1_000L * i + 300, 250);
    }
    Pace pace = pace(tasks);
    assertTrue(pace.windows().size() <= 600, pace.windows().size() + " windows");
    assertEquals(5_000, pace.windows().stream().mapToLong(w -> w.count("image")).sum());
    assertEquals(16, pace.windows().get(0).count("image"), "windows of 16 s");
  }

  /** 2 s and 3 s, the latter half before the load, in ten seconds: 0.35 at a time. */
  @Test
  void onServerIsTheOverlapWithMeasuredPhases() {
    Pace pace = pace(task("draft", 5_000, 2_000), task("draft", 1_500, 3_000));
    assertEquals(.35, pace.averageOnServer().getAsDouble(), EXACT);
    assertEquals(OptionalDouble.empty(), pace().averageOnServer());
  }
}
