package io.functionrunner.perf.load.journey;

import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.PlannedTask;

/** Tells two listeners, in this order. */
record BothEvents(TaskEvents first, TaskEvents second) implements TaskEvents {

  @Override
  public void submitted(PlannedTask task, long intendedMillis, long nowMillis) {
    first.submitted(task, intendedMillis, nowMillis);
    second.submitted(task, intendedMillis, nowMillis);
  }

  @Override
  public void submissionSent() {
    first.submissionSent();
    second.submissionSent();
  }

  @Override
  public void submissionOver() {
    first.submissionOver();
    second.submissionOver();
  }

  @Override
  public void accepted(PlannedTask task, long submitMillis, long nowMillis) {
    first.accepted(task, submitMillis, nowMillis);
    second.accepted(task, submitMillis, nowMillis);
  }

  @Override
  public void ended(TaskRecord task) {
    first.ended(task);
    second.ended(task);
  }
}
