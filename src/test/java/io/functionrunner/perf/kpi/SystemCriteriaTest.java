package io.functionrunner.perf.kpi;

import static io.functionrunner.perf.kpi.Tasks.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.stats.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SystemCriteriaTest {

  private static final OptionalDouble NO = OptionalDouble.empty();

  /** Tasks every 10 ms, of which one in so many takes long, and one in so many fails. */
  private static TaskSummary tasks(int count, int slowEvery, int failedEvery) {
    Timeline timeline = Timeline.whole(START, START + 10L * count + 5);
    TaskStatistics statistics = new TaskStatistics(timeline);
    for (int i = 1; i <= count; i++) {
      long submit = 10L * i;
      long took = i % slowEvery == 0 ? 2_000 : 500;
      Outcome outcome = i % failedEvery == 0 ? Outcome.FAILED : Outcome.COMPLETED;
      statistics.add(Tasks.ended(submit, submit + took, outcome));
    }
    return statistics.summary(timeline);
  }

  private static CriterionResult one(Criteria criteria, double speed, TaskSummary tasks) {
    List<CriterionResult> results =
        new SystemCriteria(criteria, speed).judge(tasks, BatchedTimes.NONE);
    assertEquals(1, results.size(), results.toString());
    return results.get(0);
  }

  private static Criteria latency(double seconds) {
    return new Criteria(NO, NO, NO, NO, Map.of("image", seconds));
  }

  @Test
  void aLatencyLimitIsAShareOfSlowerTasks() {
    CriterionResult passed = one(latency(1), 1, tasks(1_000, 25, 9_999));
    assertEquals(Optional.of(Verdict.PASS), passed.verdict());
    assertTrue(passed.reason().startsWith("4 % of 1,000 took longer than 1 s, 5 % may"));
    assertEquals(
        Optional.of(Verdict.INCONCLUSIVE), one(latency(1), 1, tasks(1_000, 18, 9_999)).verdict());
    CriterionResult failed = one(latency(1), 1, tasks(1_000, 10, 9_999));
    assertEquals(Optional.of(Verdict.FAIL), failed.verdict());
    assertTrue(
        failed.reason().startsWith("10 % of 1,000 took longer than 1 s, 5 % may; 99 % sure of"),
        failed.reason());
  }

  @Test
  void limitsOfTasksAreDividedByTheSpeed() {
    CriterionResult result = one(latency(10), 10, tasks(1_000, 25, 9_999));
    assertEquals(OptionalDouble.of(1_000), result.limit());
    assertEquals(
        "p95 of task image draft ≤ 1 s (10 s at full scale; time runs 10 times faster)",
        result.text());
  }

  @Test
  void tooFewTasksAreNotJudgedUnlessTheyFail() {
    CriterionResult few = one(latency(1), 1, tasks(89, 9_999, 9_999));
    assertEquals(Optional.empty(), few.verdict());
    assertTrue(few.reason().startsWith("89 values, a p95 needs 90"), few.reason());
    assertEquals(Optional.of(Verdict.PASS), one(latency(1), 1, tasks(90, 9_999, 9_999)).verdict());
    assertEquals(Optional.of(Verdict.FAIL), one(latency(1), 1, tasks(40, 1, 9_999)).verdict());
  }

  @Test
  void errorRateAndCompletedShareAreJudgedAlike() {
    Criteria errors = new Criteria(OptionalDouble.of(.01), NO, NO, NO, Map.of());
    assertEquals(Optional.of(Verdict.PASS), one(errors, 1, tasks(1_000, 9, 200)).verdict());
    assertEquals(Optional.of(Verdict.FAIL), one(errors, 1, tasks(1_000, 9, 20)).verdict());
    assertEquals(Optional.of(Verdict.INCONCLUSIVE), one(errors, 1, tasks(100, 9, 50)).verdict());
    Criteria complete = new Criteria(NO, OptionalDouble.of(.98), NO, NO, Map.of());
    assertEquals(Optional.of(Verdict.PASS), one(complete, 1, tasks(1_000, 9, 60)).verdict());
    assertEquals(Optional.of(Verdict.FAIL), one(complete, 1, tasks(1_000, 9, 20)).verdict());
  }

  @Test
  void submissionsAreJudgedByTheirHttpTimes() {
    Criteria submit = new Criteria(NO, NO, OptionalDouble.of(500), NO, Map.of());
    MillisHistogram slow = MillisHistogram.of(new int[] {10, 501}, new long[] {800, 200});
    CriterionResult result =
        new SystemCriteria(submit, 10)
            .judge(tasks(100, 9, 9), BatchedTimes.of(List.of(Collections.nCopies(20, slow))))
            .get(0);
    assertEquals(Optional.of(Verdict.FAIL), result.verdict());
    assertEquals(OptionalDouble.of(500), result.limit(), "HTTP does not run faster");
    assertEquals("submit.p95", result.id());
  }

  @Test
  void whatHasNoLimitIsNotJudged() {
    Criteria none = new Criteria(NO, NO, NO, NO, Map.of());
    assertTrue(new SystemCriteria(none, 1).judge(tasks(100, 9, 9), BatchedTimes.NONE).isEmpty());
  }
}
