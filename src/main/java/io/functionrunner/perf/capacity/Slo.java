package io.functionrunner.perf.capacity;

import io.functionrunner.perf.kpi.Criteria;
import io.functionrunner.perf.kpi.TaskClass;
import java.util.OptionalDouble;

/**
 * What a level must keep to count as carried.
 *
 * @param limits of an ordinary run
 * @param speed by which the run's time is compressed
 */
public record Slo(Criteria limits, double speed) {

  /** The largest p95 in milliseconds at the run's pace. */
  OptionalDouble p95Millis(TaskClass taskClass) {
    OptionalDouble seconds = limits.taskP95Seconds(taskClass);
    return seconds.isPresent()
        ? OptionalDouble.of(seconds.getAsDouble() * 1000 / speed)
        : OptionalDouble.empty();
  }
}
