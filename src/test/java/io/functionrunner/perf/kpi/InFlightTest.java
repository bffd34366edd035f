package io.functionrunner.perf.kpi;

import static io.functionrunner.perf.kpi.Tasks.START;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InFlightTest {

  @Test
  void countsFromSubmissionUpToTheEnd() {
    InFlight inFlight =
        new InFlight(
            List.of(
                Tasks.ended(10, 20, Outcome.COMPLETED),
                Tasks.ended(15, 30, Outcome.FAILED),
                Tasks.inFlight(25)));
    assertEquals(0, inFlight.at(START + 9));
    assertEquals(1, inFlight.at(START + 10));
    assertEquals(2, inFlight.at(START + 19));
    assertEquals(1, inFlight.at(START + 20));
    assertEquals(2, inFlight.at(START + 29));
    assertEquals(1, inFlight.at(START + 1_000_000), "a task that never ended stays");
    assertEquals(2, inFlight.max(START, START + 100));
    assertEquals(1, inFlight.max(START + 20, START + 25));
  }

  /** Against a count at every millisecond. */
  @Test
  void agreesWithCountingEachMillisecond() {
    SplittableRandom random = new SplittableRandom(1);
    List<TaskRecord> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int submit = random.nextInt(1_000);
      tasks.add(
          i % 20 == 0
              ? Tasks.inFlight(submit)
              : Tasks.ended(submit, submit + random.nextInt(300), Outcome.COMPLETED));
    }
    InFlight inFlight = new InFlight(tasks);
    for (int from = 0; from < 1_000; from += 130) {
      int to = from + 200;
      int max = 0;
      long sum = 0;
      for (long at = START + from; at < START + to; at++) {
        int now = 0;
        for (TaskRecord task : tasks) {
          boolean ended = task.outcome() != null && task.endMillis() <= at;
          now += task.submitMillis() <= at && !ended ? 1 : 0;
        }
        max = Math.max(max, now);
        sum += now;
      }
      assertEquals(max, inFlight.max(START + from, START + to));
      assertEquals(sum, inFlight.taskMillis(START + from, START + to));
    }
  }
}
