package io.functionrunner.perf.analysis;

import io.functionrunner.perf.injector.InjectorMetric;
import io.functionrunner.perf.injector.Lateness;
import io.functionrunner.perf.injector.Thresholds;
import io.functionrunner.perf.kpi.Criteria;
import java.util.OptionalDouble;

/**
 * The limits an injector is held to, those of the schedule as the run's criteria have them.
 *
 * @param scheduleLagP99Millis empty: its schedule is not judged
 */
record InjectorLimits(Thresholds thresholds, OptionalDouble scheduleLagP99Millis) {

  static InjectorLimits of(Criteria criteria) {
    OptionalDouble lag = criteria.scheduleLagP99Millis();
    return new InjectorLimits(
        lag.isPresent()
            ? Thresholds.DEFAULT.withScheduleLagP99Millis(lag.getAsDouble())
            : Thresholds.DEFAULT,
        lag);
  }

  /** In the metric's unit; what has a limit that is a share of another metric has none here. */
  OptionalDouble of(InjectorMetric metric) {
    return switch (metric) {
      case CPU_SHARE -> OptionalDouble.of(thresholds.cpuShare());
      case GC_PAUSE_SHARE -> OptionalDouble.of(thresholds.gcPauseShare());
      case HEAP_AFTER_GC_SHARE -> OptionalDouble.of(thresholds.heapAfterGcShare());
      case EVENT_LOOP_DELAY -> OptionalDouble.of(Lateness.LATE_MILLIS);
      case SCHEDULE_LAG -> scheduleLagP99Millis;
      case CPU_ALLOWANCE,
          SYSTEM_CPU_SHARE,
          HEAP_USED,
          HEAP_MAX,
          DESCRIPTORS,
          DESCRIPTOR_LIMIT,
          TCP_ESTABLISHED,
          EVENT_LOOP_PROBES,
          EVENT_LOOP_LATE ->
          OptionalDouble.empty();
    };
  }
}
