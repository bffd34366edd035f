package io.functionrunner.perf.kpi;

import static io.functionrunner.perf.kpi.Tasks.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunningCriteriaTest {

  private static final OptionalDouble NO = OptionalDouble.empty();
  private static final long RAMP = 5_000;
  private static final long END = 60_000;
  private static final Timeline TIMELINE =
      new Timeline(
          START,
          List.of(
              new Phase("ramp", Phase.Kind.RAMP, 0, RAMP),
              new Phase("steady", Phase.Kind.STEADY, RAMP, 40_000),
              new Phase("spike", Phase.Kind.SPIKE, 40_000, END)));
  private static final TaskClass IMAGE = new TaskClass("image", "draft");

  /** One task every 50 ms; how many fail or are slow is the seed's. */
  private static List<TaskRecord> tasks(long seed, double failing, double slow) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TaskRecord> tasks = new ArrayList<>();
    for (long at = 0; at < END; at += 50) {
      boolean fails = random.nextDouble() < failing;
      long took = random.nextDouble() < slow ? 1_500 : 700;
      tasks.add(Tasks.ended(at, at + took, fails ? Outcome.FAILED : Outcome.COMPLETED));
    }
    return tasks;
  }

  private static RunningCriteria running(Criteria limits, List<TaskRecord> tasks) {
    RunningCriteria running = new RunningCriteria(limits, 1, TIMELINE, List.of(IMAGE));
    tasks.forEach(running::ended);
    return running;
  }

  /** When all tasks have ended, what was said of them on the way is what the analysis says. */
  @Test
  void inTheEndItAgreesWithTheAnalysis() {
    Criteria limits =
        new Criteria(OptionalDouble.of(.05), OptionalDouble.of(.95), NO, NO, Map.of("image", 1.0));
    List<Verdict> seen = new ArrayList<>();
    for (long seed = 0; seed < 20; seed++) {
      List<TaskRecord> tasks = tasks(seed, seed / 200.0, .05 + (seed - 10) / 400.0);
      TaskStatistics statistics = new TaskStatistics(TIMELINE);
      tasks.forEach(statistics::add);
      List<CriterionResult> analysed =
          new SystemCriteria(limits, 1).judge(statistics.summary(TIMELINE), BatchedTimes.NONE);
      List<CriterionResult> told = running(limits, tasks).judge();
      assertEquals(analysed.size(), told.size());
      for (int i = 0; i < told.size(); i++) {
        assertEquals(analysed.get(i).text(), told.get(i).text());
        assertEquals(analysed.get(i).verdict(), told.get(i).verdict());
        assertEquals(analysed.get(i).reason(), told.get(i).reason());
        seen.add(told.get(i).verdict().orElseThrow());
      }
    }
    // Else it would agree on one answer only.
    assertTrue(seen.contains(Verdict.PASS) && seen.contains(Verdict.FAIL), seen.toString());
  }

  @Test
  void beforeAnyTaskThereIsNoVerdict() {
    Criteria limits =
        new Criteria(
            OptionalDouble.of(.05),
            NO,
            OptionalDouble.of(500),
            OptionalDouble.of(100),
            Map.of("image", 1.0));
    List<CriterionResult> told = running(limits, List.of()).judge();
    assertEquals(
        List.of("errorRate", "submit.p95", "task.image.draft.p95", "injector.schedule"),
        told.stream().map(CriterionResult::id).toList());
    for (CriterionResult result : told) {
      assertEquals(Optional.empty(), result.verdict());
      assertEquals("nothing to judge yet", result.reason());
    }
  }

  @Test
  void theRampDoesNotCount() {
    Criteria errors = new Criteria(OptionalDouble.of(.05), NO, NO, NO, Map.of());
    RunningCriteria running =
        running(errors, List.of(Tasks.ended(RAMP - 1, RAMP + 10, Outcome.FAILED)));
    assertEquals(Optional.empty(), running.judge().get(0).verdict());
    running.ended(Tasks.ended(RAMP, RAMP + 10, Outcome.COMPLETED));
    assertEquals("0 % of 1 failed or timed out, 5 % may", running.judge().get(0).reason());
  }

  /** 3 ms late, accepted after 5 ms: both at the limit, and then beyond. */
  @Test
  void submissionsAndScheduleAreJudgedToo() {
    for (boolean beyond : new boolean[] {false, true}) {
      Criteria limits =
          new Criteria(
              NO,
              NO,
              OptionalDouble.of(beyond ? 4 : 5),
              OptionalDouble.of(beyond ? 2 : 3),
              Map.of());
      RunningCriteria running = running(limits, List.of());
      for (long at = RAMP; at < END; at += 50) {
        running.ended(accepted(at));
      }
      List<CriterionResult> told = running.judge();
      assertEquals(
          Optional.of(beyond ? Verdict.FAIL : Verdict.PASS), told.get(0).verdict(), told::toString);
      assertEquals(
          Optional.of(beyond ? Verdict.INVALID : Verdict.PASS),
          told.get(1).verdict(),
          told::toString);
    }
  }

  /** As the fixture's, but accepted at its first try. */
  private static TaskRecord accepted(long submit) {
    TaskRecord t = Tasks.ended(submit, submit + 700, Outcome.COMPLETED);
    return new TaskRecord(
        t.user(),
        t.index(),
        t.modality(),
        t.quality(),
        t.intendedMillis(),
        t.submitMillis(),
        t.acceptedMillis(),
        t.outcome(),
        t.endMillis(),
        t.pendingMillis(),
        -1,
        -1,
        -1,
        1,
        0,
        "");
  }
}
