package io.functionrunner.perf.load.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.binding.Answer;
import io.functionrunner.perf.binding.Binding;
import io.functionrunner.perf.binding.GenerationTask;
import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.TaskStatistics;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.MillisCounts;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Quality;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What polling costs in accuracy is bounded without the server's help: tasks of an API that tells
 * no completion times, by a server that we see into, over a network that delays and loses.
 */
class DetectionBoundTest {

  private static final Binding BINDING =
      Binding.load("bentoml", URI.create("http://127.0.0.1:1"), name -> null);
  private static final long START = 1_790_000_000_000L;
  private static final int TASKS = 5_000;
  private static final int LONGEST_WAY_MILLIS = 40;

  private static final TaskEvents UNHEARD =
      new TaskEvents() {
        @Override
        public void submitted(PlannedTask task, long intendedMillis, long nowMillis) {}

        @Override
        public void submissionSent() {}

        @Override
        public void submissionOver() {}

        @Override
        public void accepted(PlannedTask task, long submitMillis, long nowMillis) {}

        @Override
        public void ended(TaskRecord task) {}
      };

  private final SplittableRandom random = new SplittableRandom(11);
  private final MillisCounts lags = new MillisCounts();

  @Test
  void everyTasksLagIsWithinItsBound() {
    TaskStatistics statistics = new TaskStatistics(Timeline.open(START));
    long last = START;
    for (int i = 0; i < TASKS; i++) {
      TaskRecord task = run(i, START + 100L * i);
      statistics.add(task);
      last = Math.max(last, task.endMillis());
    }
    ClassTasks own = statistics.summary(Timeline.whole(START, last)).classes().get(0);
    MillisHistogram lag = lags.toHistogram();
    MillisHistogram bound = own.detectionBound();
    assertTrue(own.detection().isEmpty(), "the API does not tell");
    assertEquals(TASKS, bound.count());
    for (double p : List.of(.5, .95, .99)) {
      assertTrue(lag.quantile(p) <= bound.quantile(p), p + " of lags beyond that of bounds");
    }
    // A poll comes at a random time of its interval: the bound is no more than that coarse.
    assertTrue(bound.mean() < 2.5 * lag.mean(), bound.mean() + " of " + lag.mean());
  }

  private TaskRecord run(int index, long submitMillis) {
    PlannedTask planned = new PlannedTask(index, 0, 0, Modality.IMAGE, Quality.DRAFT, index);
    GenerationTask wanted =
        new GenerationTask("image_generation_v1", "draft", Map.of("prompt", "a fox"));
    TaskInFlight task =
        new TaskInFlight(
            planned,
            submitMillis,
            BINDING.prepare(wanted),
            BINDING,
            new TaskRules(BINDING.polling(), 1, 600_000, 3),
            UNHEARD);
    long now = submitMillis;
    long completed = Long.MAX_VALUE;
    while (task.open()) {
      now += task.delay().toMillis();
      task.sending(now);
      boolean submits = task.requestName().startsWith("submit");
      long handled = now + random.nextInt(LONGEST_WAY_MILLIS);
      long received = handled + random.nextInt(LONGEST_WAY_MILLIS);
      if (submits) {
        completed = handled + Math.round(20_000 * Math.exp(random.nextGaussian() / 2));
        task.answered(new Answer(200, Map.of(), "{\"task_id\": \"t1\"}"), received);
      } else if (random.nextInt(10) > 0) {
        task.answered(status(handled >= completed), received);
      }
      task.over(received, 60_000);
      now = received;
    }
    TaskRecord record = task.record();
    assertEquals(Outcome.COMPLETED, record.outcome());
    assertEquals(TaskRecord.ABSENT, record.completedMillis());
    long lag = record.endMillis() - completed;
    long bound = record.endMillis() - record.pendingMillis();
    assertTrue(lag >= 0 && lag <= bound, lag + " of at most " + bound);
    lags.add((int) lag);
    return record;
  }

  /** Of the answers that arrive, a tenth are of no use. */
  private Answer status(boolean completed) {
    return random.nextInt(10) == 0
        ? new Answer(503, Map.of(), "")
        : new Answer(
            200, Map.of(), "{\"status\": \"" + (completed ? "completed" : "in_progress") + "\"}");
  }
}
