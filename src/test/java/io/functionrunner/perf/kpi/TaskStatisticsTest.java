package io.functionrunner.perf.kpi;

import static io.functionrunner.perf.kpi.Tasks.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.kpi.ClassTasks.Basis;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TaskStatisticsTest {

  private static final Timeline TIMELINE =
      new Timeline(
          START,
          List.of(
              new Phase("ramp", Phase.Kind.RAMP, 0, 1_000),
              new Phase("steady", Phase.Kind.STEADY, 1_000, 11_000)));

  private static TaskSummary summary(TaskRecord... tasks) {
    TaskStatistics statistics = new TaskStatistics(TIMELINE);
    List.of(tasks).forEach(statistics::add);
    return statistics.summary(TIMELINE);
  }

  private static double kpi(TaskSummary tasks, String id) {
    return TaskKpis.of(tasks, OptionalLong.of(20)).stream()
        .filter(r -> r.kpi().id().equals(id))
        .map(r -> (KpiValue.Measured) r.value())
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void tasksBelongToThePhaseOfTheirSubmission() {
    TaskSummary tasks =
        summary(
            Tasks.ended(999, 2_000, Outcome.COMPLETED),
            Tasks.ended(1_000, 2_000, Outcome.COMPLETED),
            Tasks.ended(10_999, 30_000, Outcome.FAILED),
            Tasks.ended(11_000, 11_500, Outcome.COMPLETED));
    assertEquals(new Conservation(4, 3, 1, 0, 0, 0), tasks.conservation());
    assertEquals(new Conservation(2, 1, 1, 0, 0, 0), tasks.measured());
    assertEquals(new Conservation(1, 1, 0, 0, 0, 0), tasks.phases().get(0).counts());
    assertEquals(new Conservation(2, 1, 1, 0, 0, 0), tasks.phases().get(1).counts());
    assertEquals(Optional.of(19_000L), tasks.drainMillis());
    assertEquals(
        Optional.of(700L),
        summary(
                Tasks.ended(2_000, 3_700, Outcome.FAILED),
                Tasks.ended(3_000, 3_500, Outcome.COMPLETED))
            .drainMillis(),
        "submission was ended early");
    assertEquals(MillisHistogram.of(1_000), tasks.classes().get(0).fromSubmit().all());
  }

  @Test
  void ratesCountWhatTheirFormulaSays() {
    TaskSummary tasks =
        summary(
            Tasks.ended(500, 1_500, Outcome.COMPLETED),
            Tasks.ended(2_000, 3_000, Outcome.COMPLETED),
            Tasks.ended(10_000, 12_000, Outcome.COMPLETED),
            Tasks.ended(3_000, 3_010, Outcome.REJECTED),
            Tasks.ended(4_000, 4_010, Outcome.ERROR),
            Tasks.ended(5_000, 6_000, Outcome.TIMED_OUT),
            Tasks.inFlight(6_000));
    // In 10 s: completed at 1.5 s and 3 s; the one of 12 s came too late for the rate ...
    assertEquals(.2, kpi(tasks, "throughput"));
    assertEquals(.6, kpi(tasks, "offered"));
    // ... but completed: a task still running at the edge is no loss.
    assertEquals(2.0 / 6, kpi(tasks, "completedShare"));
    assertEquals(2.0 / 6, kpi(tasks, "errorRate"));
    assertEquals(1.0 / 6, kpi(tasks, "rejectionRate"));
    assertEquals(7.0 / 20, kpi(tasks, "plannedShare"));
    assertEquals(3, kpi(tasks, "lag.max"));
    assertTrue(
        TaskKpis.of(tasks, OptionalLong.empty()).stream()
            .filter(r -> r.kpi().id().equals("drain"))
            .allMatch(r -> r.value() instanceof KpiValue.Missing));
  }

  @Test
  void serverTimesSplitATaskWithoutComparingClocks() {
    for (long ahead : new long[] {0, 3_600_000, -7_200_000}) {
      ClassTasks own =
          summary(Tasks.served(2_000, 2_010, 2_004, 2_104, 3_104, 3_500, ahead)).classes().get(0);
      assertEquals(Basis.SERVER, own.basis());
      assertEquals(MillisHistogram.of(100), own.queue());
      assertEquals(MillisHistogram.of(1_000), own.run());
      // 10 ms until accepted, 1,100 ms from created to completed.
      assertEquals(MillisHistogram.of(1_110), own.fromSubmit().all());
      assertEquals(MillisHistogram.of(1_113), own.fromIntended());
      assertEquals(MillisHistogram.of(1_500), own.observed());
      assertEquals(MillisHistogram.of(390), own.detection());
    }
  }

  @Test
  void oneTaskWithoutServerTimesMakesItsClassObserved() {
    TaskSummary tasks =
        summary(
            Tasks.served(2_000, 2_010, 2_004, 2_104, 3_104, 3_500, 0),
            Tasks.ended(2_000, 2_700, Outcome.COMPLETED));
    assertEquals(Basis.OBSERVED, tasks.classes().get(0).basis());
    assertEquals(MillisHistogram.of(1_500, 700), tasks.classes().get(0).fromSubmit().all());
  }

  /** With server times and without: the bound is by our clock alone. */
  @Test
  void detectionIsBoundedByWhenTheTaskWasLastSeenUnended() {
    for (long ahead : new long[] {0, 3_600_000, -7_200_000}) {
      TaskSummary tasks =
          summary(
              Tasks.served(2_000, 2_010, 2_004, 2_104, 3_104, 3_500, ahead),
              Tasks.ended("text", 2_000, 2_700, Outcome.COMPLETED, ""),
              Tasks.ended("text", 2_000, 9_700, Outcome.FAILED, ""));
      assertEquals(MillisHistogram.of(646), tasks.classes().get(0).detectionBound());
      assertEquals(MillisHistogram.of(400), tasks.classes().get(1).detectionBound());
      assertTrue(tasks.classes().get(1).detection().isEmpty());
      assertEquals(390, kpi(tasks, "task.image.detection.p95"));
      assertEquals(646, kpi(tasks, "task.image.detectionBound.p95"));
      assertEquals(400, kpi(tasks, "task.text.detectionBound.p50"));
    }
  }

  @Test
  void clockOffsetIsBoundedByEveryTask() {
    TaskSummary tasks =
        summary(
            Tasks.served(2_000, 2_010, 2_002, 2_002, 2_003, 2_500, 500),
            Tasks.served(3_000, 3_100, 3_090, 3_090, 3_091, 3_500, 500));
    ClockInterval clock = tasks.clock().orElseThrow();
    assertEquals(new ClockInterval(492, 502), clock);
    assertTrue(clock.consistent());
    TaskSummary moved =
        summary(
            Tasks.served(2_000, 2_010, 2_002, 2_002, 2_003, 2_500, 500),
            Tasks.served(3_000, 3_010, 3_002, 3_002, 3_003, 3_500, 900));
    assertFalse(moved.clock().orElseThrow().consistent());
  }

  @Test
  void aClockSetBackGivesNoNegativeTime() {
    ClassTasks own = summary(Tasks.ended(2_000, 1_990, Outcome.COMPLETED)).classes().get(0);
    assertEquals(MillisHistogram.of(0), own.observed());
  }

  @Test
  void errorsAreKindsByOutcomeAndReasonWithinBounds() {
    TaskStatistics statistics = new TaskStatistics(TIMELINE);
    for (int i = 0; i < 100; i++) {
      statistics.add(
          Tasks.ended("text", 2_000 + i, 3_000 + i, Outcome.FAILED, i < 50 ? "oom" : "x" + i));
    }
    List<TaskSummary.ErrorKind> errors = statistics.summary(TIMELINE).errors();
    assertEquals(20, errors.size());
    assertEquals(new TaskSummary.ErrorKind(Outcome.FAILED, "oom", 50, 3_000, 3_049), errors.get(0));
  }

  @Test
  void batchesHoldEveryCompletedTaskOnce() {
    TaskStatistics statistics = new TaskStatistics(TIMELINE);
    for (int i = 0; i < 1_000; i++) {
      statistics.add(Tasks.ended(1_000 + 10L * i, 1_000 + 11L * i, Outcome.COMPLETED));
    }
    BatchedTimes times = statistics.summary(TIMELINE).classes().get(0).fromSubmit();
    assertEquals(20, times.batches().get(0).size());
    times.batches().get(0).forEach(batch -> assertEquals(50, batch.count()));
    assertEquals(499, times.slower(500).hits());
  }

  @Test
  void windowsAddUpToTheRun() {
    TaskStatistics statistics = new TaskStatistics(TIMELINE);
    for (int i = 0; i < 1_000; i++) {
      Outcome outcome = i % 10 == 0 ? Outcome.REJECTED : Outcome.COMPLETED;
      statistics.add(Tasks.ended(10L * i, 10L * i + 700, outcome));
    }
    List<TaskWindow> windows = statistics.summary(TIMELINE).windows();
    assertEquals(11, windows.size());
    assertEquals(1_000, windows.stream().mapToLong(TaskWindow::offered).sum());
    assertEquals(900, windows.stream().mapToLong(TaskWindow::completed).sum());
    assertEquals(100, windows.stream().mapToLong(TaskWindow::rejected).sum());
    assertEquals(70, windows.get(5).maxInFlight());
    assertEquals(new TaskWindow.Latency(700, 700, 700), windows.get(5).latency().get("image"));
  }

  @Test
  void errorsAreCountedByCategoryAndTime() {
    List<TaskWindow> windows =
        summary(
                Tasks.ended("image", 100, 900, Outcome.ERROR, "http_5xx: overloaded: no worker"),
                Tasks.ended("image", 100, 999, Outcome.ERROR, "http_5xx: overloaded:\n no GPU"),
                Tasks.ended("text", 100, 950, Outcome.ERROR, "connection: no answer"),
                Tasks.ended("image", 100, 960, Outcome.COMPLETED, ""),
                Tasks.ended("image", 100, 1_000, Outcome.LOST, "http_5xx: not its kind"),
                Tasks.ended("image", 100, 1_500, Outcome.REJECTED, "full"),
                Tasks.ended("image", 100, 1_600, Outcome.ERROR, "<b>Not one of ours</b>: x"),
                Tasks.inFlight(1_700))
            .windows();
    assertEquals(2, windows.size());
    assertEquals(Map.of("error: http_5xx", 2L, "error: connection", 1L), windows.get(0).errors());
    assertEquals(Map.of("lost", 1L, "rejected", 1L, "error", 1L), windows.get(1).errors());
  }

  @Test
  void windowsAreRoundAndFew() {
    assertEquals(1_000, TaskWindows.widthMillis(90_000));
    assertEquals(5_000, TaskWindows.widthMillis(900_000));
    assertEquals(300_000, TaskWindows.widthMillis(24 * 3_600_000L));
    assertEquals(7_200_000, TaskWindows.widthMillis(24 * 24 * 3_600_000L));
    assertEquals(14_400_000, TaskWindows.widthMillis(26 * 24 * 3_600_000L));
  }

  /** Two million different times: time is cut less finely, and nothing is lost. */
  @Test
  void manyDistinctTimesCostFineness() {
    int count = 2_000_000;
    Timeline timeline =
        new Timeline(START, List.of(new Phase("steady", Phase.Kind.STEADY, 0, count)));
    TaskStatistics statistics = new TaskStatistics(timeline);
    for (int i = 0; i < count; i++) {
      int took = (int) (i * 7_919L % 10_000_019L);
      statistics.add(Tasks.ended(i, i + took, Outcome.COMPLETED));
    }
    TaskSummary tasks = statistics.summary(timeline);
    BatchedTimes times = tasks.classes().get(0).fromSubmit();
    int batches = times.batches().get(0).size();
    assertTrue(batches >= 2 && batches < 20, batches + " batches");
    assertEquals(times.all(), BatchedTimes.of(times.batches()).all());
    assertEquals(count, times.all().count());
    long width = tasks.windows().get(0).endMillis();
    assertTrue(width > TaskWindows.widthMillis(12_000_019), width + " ms");
    assertEquals(count, tasks.windows().stream().mapToLong(TaskWindow::completed).sum());
  }

  @Test
  void foreignClassesBeyondManyAreOne() {
    TaskStatistics statistics = new TaskStatistics(TIMELINE);
    for (int i = 0; i < 1_000; i++) {
      statistics.add(Tasks.ended("m" + i, 2_000, 3_000, Outcome.FAILED, "reason " + i));
    }
    List<ClassTasks> classes = statistics.summary(TIMELINE).classes();
    assertEquals(201, classes.size());
    assertEquals(800, classes.get(0).counts().submitted());
    assertEquals("(other)", classes.get(0).taskClass().modality());
  }

  @Test
  void noTaskIsNoValue() {
    TaskSummary tasks = summary();
    assertEquals(new Conservation(0, 0, 0, 0, 0, 0), tasks.conservation());
    assertTrue(tasks.windows().isEmpty());
    assertTrue(tasks.drainMillis().isEmpty());
    assertTrue(
        TaskKpis.of(tasks, OptionalLong.empty()).stream()
            .filter(r -> r.kpi().id().equals("errorRate"))
            .allMatch(r -> r.value() instanceof KpiValue.Missing));
  }
}
