package io.functionrunner.perf.load.journey;

import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.PlannedTask;

/**
 * What happens to tasks, as it happens: for the journal, the counters and the progress line. Most
 * who listen hear of tasks, not of their requests.
 */
public interface TaskEvents {

  /** The first submission of a task goes out; every task that this was called for is accounted. */
  void submitted(PlannedTask task, long intendedMillis, long nowMillis);

  /** A submission is on the wire. */
  default void submissionSent() {}

  /** A submission has its answer, or none will come. */
  default void submissionOver() {}

  /** The server has taken the task; {@code submitMillis} is its first submission. */
  default void accepted(PlannedTask task, long submitMillis, long nowMillis) {}

  /** The task ended; the outcome is never null. */
  void ended(TaskRecord task);

  /** These and then the others hear everything. */
  default TaskEvents and(TaskEvents others) {
    return new BothEvents(this, others);
  }
}
