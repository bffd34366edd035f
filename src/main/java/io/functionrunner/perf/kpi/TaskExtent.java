package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.TaskRecord;

/** From the first submission of a task to the last event of one. */
public final class TaskExtent {

  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = Long.MIN_VALUE;

  public void add(TaskRecord task) {
    firstMillis = Math.min(firstMillis, task.submitMillis());
    lastMillis = Math.max(lastMillis, Math.max(task.submitMillis(), task.endMillis()));
  }

  /** The timeline of a run of which nothing else is known. */
  public Timeline timeline() {
    return lastMillis == Long.MIN_VALUE
        ? Timeline.whole(0, 0)
        : Timeline.whole(firstMillis, lastMillis);
  }
}
