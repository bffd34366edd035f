package io.functionrunner.perf.kpi;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * The limits a run is held to; an empty one is not judged.
 *
 * @param errorRate largest share of tasks that fail or time out
 * @param completedShare smallest share of tasks that complete
 * @param submitP95Millis of the HTTP requests that submit
 * @param scheduleLagP99Millis beyond it the injector, not the system, was measured
 * @param criticalAnomalies so many of them may be critical
 * @param criticalBottlenecks likewise
 * @param taskP95Seconds at full time scale, by task class ({@code image.draft}) or modality
 */
public record Criteria(
    OptionalDouble errorRate,
    OptionalDouble completedShare,
    OptionalDouble submitP95Millis,
    OptionalDouble scheduleLagP99Millis,
    OptionalDouble criticalAnomalies,
    OptionalDouble criticalBottlenecks,
    Map<String, Double> taskP95Seconds) {

  public Criteria {
    taskP95Seconds = Map.copyOf(taskP95Seconds);
  }

  /** Limits of tasks and submissions alone: what can be judged while a run lasts. */
  public Criteria(
      OptionalDouble errorRate,
      OptionalDouble completedShare,
      OptionalDouble submitP95Millis,
      OptionalDouble scheduleLagP99Millis,
      Map<String, Double> taskP95Seconds) {
    this(
        errorRate,
        completedShare,
        submitP95Millis,
        scheduleLagP99Millis,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        taskP95Seconds);
  }

  /** The same, but that tasks need not complete: the end of a run that broke off cut them off. */
  public Criteria ofUnfinishedRun() {
    return new Criteria(
        errorRate,
        OptionalDouble.empty(),
        submitP95Millis,
        scheduleLagP99Millis,
        criticalAnomalies,
        criticalBottlenecks,
        taskP95Seconds);
  }

  /** The limit of a class: its own, or its modality's. */
  public OptionalDouble taskP95Seconds(TaskClass taskClass) {
    Double own = taskP95Seconds.get(taskClass.id());
    Double limit = own != null ? own : taskP95Seconds.get(taskClass.modality());
    return limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit);
  }
}
