package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.TaskRecord;
import java.util.Optional;

/** Gathers what tasks tell of the {@link ClockInterval}. */
public final class ClockBounds {

  private long low = Long.MIN_VALUE;
  private long high = Long.MAX_VALUE;
  private boolean any;

  public void add(TaskRecord task) {
    if (task.createdMillis() != TaskRecord.ABSENT && task.acceptedMillis() != TaskRecord.ABSENT) {
      any = true;
      low = Math.max(low, task.createdMillis() - task.acceptedMillis());
      high = Math.min(high, task.createdMillis() - task.submitMillis());
    }
  }

  /** Empty when no task carried a server's time. */
  public Optional<ClockInterval> toInterval() {
    return any ? Optional.of(new ClockInterval(low, high)) : Optional.empty();
  }
}
