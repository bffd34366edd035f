package io.functionrunner.perf.kpi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InFlightTest {

  private static final int HOURS = 3 * 3_600_000;

  @Test
  void countsFromSubmissionUpToTheEnd() {
    InFlight inFlight = new InFlight();
    inFlight.submitted(-5);
    inFlight.submitted(10);
    inFlight.ended(20);
    inFlight.submitted(15);
    inFlight.ended(30);
    InFlight.Course course = inFlight.toCourse();
    assertEquals(1, course.max(0, 10), "what was submitted before the start");
    assertEquals(2, course.max(10, 11));
    assertEquals(3, course.max(19, 20));
    assertEquals(2, course.max(20, 25));
    assertEquals(2, course.max(25, 25));
    assertEquals(1, course.max(30, 40));
    assertEquals(1, course.max(1_000_000, 2_000_000), "a task that never ended stays");
    assertEquals(3, course.max(0, 2_000_000));
    assertEquals(0, new InFlight().toCourse().max(0, 100));
  }

  /** A run too long for a step a millisecond, its tasks told in any order. */
  @Test
  void longRunIsExactAtTheEndOfEachStep() {
    SplittableRandom random = new SplittableRandom(1);
    List<int[]> tasks = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int submit = random.nextInt(HOURS);
      tasks.add(new int[] {submit, submit + random.nextInt(200_000)});
    }
    InFlight inFlight = new InFlight();
    for (int[] task : tasks) {
      inFlight.ended(task[1]);
      inFlight.submitted(task[0]);
    }
    InFlight.Course course = inFlight.toCourse();
    assertEquals(4, inFlight.stepMillis());
    for (int from = 0; from < HOURS; from += 777_777) {
      int to = from + 100_001;
      int max = 0;
      for (int at = from | 3; at < to; at += 4) {
        int now = at;
        max = Math.max(max, (int) tasks.stream().filter(t -> t[0] <= now && t[1] > now).count());
      }
      assertEquals(max, course.max(from, to));
    }
  }
}
