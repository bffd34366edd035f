package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;

/**
 * What the time of a completed task consists of, in milliseconds. No two clocks are compared: a
 * duration by the server's clock is only added to, or taken from, one by ours.
 *
 * <pre>
 * intended   submit     accepted                                        end       our clock
 *    |--lag----|--submission--|                                          |
 *                        created -queue- started -run- completed                  server's clock
 *                                                           |-detection--|
 * </pre>
 *
 * The server creates the task between our submit and our reading of the answer. Taking the latter
 * makes the completion time too long by less than the answer's way back, and never too short.
 */
final class TaskTimes {

  private TaskTimes() {}

  /** Whether the server told when it created and completed the task. */
  static boolean servedTimes(TaskRecord task) {
    return task.outcome() == Outcome.COMPLETED
        && task.acceptedMillis() != TaskRecord.ABSENT
        && task.createdMillis() != TaskRecord.ABSENT
        && task.completedMillis() != TaskRecord.ABSENT;
  }

  /** Whether it is known how long the server had it, however it ended. */
  static boolean onServer(TaskRecord task) {
    return task.acceptedMillis() != TaskRecord.ABSENT
        && task.createdMillis() != TaskRecord.ABSENT
        && task.completedMillis() != TaskRecord.ABSENT;
  }

  /** Whether queue and run can be told apart. */
  static boolean split(TaskRecord task) {
    return servedTimes(task) && task.startedMillis() != TaskRecord.ABSENT;
  }

  /** From submit to the poll that saw the end. */
  static int observed(TaskRecord task) {
    return millis(task.endMillis() - task.submitMillis());
  }

  /** From submit to completion, with the server's times. */
  static int completed(TaskRecord task) {
    return millis(
        task.acceptedMillis()
            - task.submitMillis()
            + task.completedMillis()
            - task.createdMillis());
  }

  static int queue(TaskRecord task) {
    return millis(task.startedMillis() - task.createdMillis());
  }

  static int run(TaskRecord task) {
    return millis(task.completedMillis() - task.startedMillis());
  }

  /** From completion to the poll that saw it. */
  static int detection(TaskRecord task) {
    return millis(
        task.endMillis() - task.acceptedMillis() - (task.completedMillis() - task.createdMillis()));
  }

  /** Whether it is known when the task was last seen not to have ended. */
  static boolean bounded(TaskRecord task) {
    return task.outcome() == Outcome.COMPLETED && task.pendingMillis() != TaskRecord.ABSENT;
  }

  /**
   * The most that detection can be, by our clock alone: the server handled the last request that
   * found the task unended after that was sent.
   */
  static int detectionBound(TaskRecord task) {
    return millis(task.endMillis() - task.pendingMillis());
  }

  static int lag(TaskRecord task) {
    return millis(task.submitMillis() - task.intendedMillis());
  }

  /**
   * A clock that was set back, or a server's times in whole seconds, may give less than nothing.
   */
  private static int millis(long difference) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, difference));
  }
}
