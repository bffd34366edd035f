package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.live.LiveMetrics;
import io.functionrunner.perf.load.journey.TaskEvents;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.PlannedTask;

/** What happens to tasks, as metrics. */
record LiveTasks(LiveMetrics metrics) implements TaskEvents {

  @Override
  public void submitted(PlannedTask task, long intendedMillis, long nowMillis) {
    metrics.submitted(task, intendedMillis, nowMillis);
  }

  @Override
  public void accepted(PlannedTask task, long submitMillis, long nowMillis) {
    metrics.accepted(task, submitMillis, nowMillis);
  }

  @Override
  public void ended(TaskRecord task) {
    metrics.ended(task);
  }
}
