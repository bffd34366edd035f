package io.functionrunner.perf.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepScheduleTest {

  private static final Mix MIX = Profiles.MIXED_MIX;

  private static List<PlannedTask> tasks(DecidedSteps steps, long seed) {
    List<PlannedTask> tasks = new ArrayList<>();
    for (int source = 0; source < DecidedSteps.SOURCES; source++) {
      StepSchedule schedule = steps.schedule(seed, source, MIX);
      while (schedule.due(Long.MAX_VALUE)) {
        tasks.add(schedule.next());
      }
    }
    return tasks;
  }

  private static DecidedSteps steps(LoadStep... all) {
    DecidedSteps steps = new DecidedSteps();
    List.of(all).forEach(steps::add);
    return steps;
  }

  @Test
  void theSameDecisionsMakeTheSameTasks() {
    LoadStep[] decided = {new LoadStep(0, 60_000, 5), new LoadStep(70_000, 100_000, 10)};
    List<PlannedTask> once = tasks(steps(decided), 7);
    assertEquals(once, tasks(steps(decided), 7));
    assertEquals(once.size(), steps(decided).tasks(7, MIX));
    assertEquals(
        once.size(), once.stream().map(t -> t.user() + "/" + t.index()).distinct().count());
    assertFalse(once.equals(tasks(steps(decided), 8)));
  }

  /** Of the same step at another load: the same tasks, closer together. */
  @Test
  void theLoadDecidesOnlyHowCloseTasksCome() {
    List<PlannedTask> slow = tasks(steps(new LoadStep(0, 100_000, 2)), 1);
    List<PlannedTask> fast = tasks(steps(new LoadStep(0, 50_000, 4)), 1);
    assertEquals(
        slow.stream().map(PlannedTask::inputSeed).toList(),
        fast.stream().map(PlannedTask::inputSeed).toList());
  }

  @Test
  void aStepHasItsLoadAndItsMix() {
    List<PlannedTask> tasks = tasks(steps(new LoadStep(0, 1_000_000, 11)), 3);
    // Poisson: five standard deviations.
    assertEquals(11_000, tasks.size(), 5 * Math.sqrt(11_000));
    long videos = tasks.stream().filter(t -> t.modality() == Modality.VIDEO).count();
    assertEquals(1000, (double) videos, 5 * Math.sqrt(1000));
    double squares = 0;
    int[] perSecond = new int[1000];
    tasks.forEach(t -> perSecond[(int) (t.offsetMillis() / 1000)]++);
    for (int n : perSecond) {
      squares += (n - 11.0) * (n - 11.0);
    }
    assertEquals(1, squares / 1000 / 11, .25, "variance over mean, 1 of a Poisson process");
  }

  @Test
  void whatIsNotDecidedIsWaitedFor() {
    DecidedSteps steps = new DecidedSteps();
    StepSchedule schedule = steps.schedule(1, 0, MIX);
    assertTrue(schedule.hasNext());
    assertFalse(schedule.due(1_000_000));
    assertEquals(1050, schedule.wakeMillis(1000), "nobody sleeps through a decision");
    steps.add(new LoadStep(2000, 4000, 100));
    assertTrue(schedule.due(4000));
    assertFalse(schedule.due(2000));
    assertTrue(schedule.wakeMillis(2000) <= 2050);
    while (schedule.due(Long.MAX_VALUE)) {
      assertTrue(schedule.next().offsetMillis() < 4000);
    }
    assertTrue(schedule.hasNext());
    steps.complete();
    assertFalse(schedule.hasNext());
    assertEquals(4000, schedule.endMillis());
  }

  @Test
  void aStepThatIsCutHasNoTaskBeyond() {
    DecidedSteps steps = steps(new LoadStep(0, 60_000, 50));
    StepSchedule schedule = steps.schedule(1, 3, MIX);
    schedule.next();
    steps.endAt(10_000);
    steps.add(new LoadStep(20_000, 30_000, 50));
    while (schedule.due(Long.MAX_VALUE)) {
      long at = schedule.next().offsetMillis();
      assertTrue(at < 10_000 || at >= 20_000, at + " ms");
    }
  }

  /** Between a decision and the step's end lies time in which a source may submit. */
  @Test
  void aTaskThatIsTakenStaysOneOfItsStep() {
    DecidedSteps steps = steps(new LoadStep(0, 60_000, 50));
    StepSchedule schedule = steps.schedule(1, 3, MIX);
    assertTrue(schedule.due(Long.MAX_VALUE));
    steps.endAt(0);
    long taken = schedule.next().offsetMillis();
    assertEquals(taken + 1, steps.step(0).orElseThrow().endMillis());
    assertFalse(schedule.due(Long.MAX_VALUE));
    assertTrue(steps.schedule(1, 3, MIX).isKnown(), "it is counted among the tasks of the steps");
  }
}
