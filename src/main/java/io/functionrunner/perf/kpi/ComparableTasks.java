package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the completed tasks of measured phases, each with its time, so that another run's can be
 * paired with them. It keeps them all, so it is only used where runs are compared.
 */
public final class ComparableTasks {

  private final Timeline timeline;
  private final Map<TaskClass, ClassTasks.Basis> bases = new HashMap<>();
  private final Batches<Integer> batches;
  private final List<TaskTime> times = new ArrayList<>();
  private int nextBatch;

  /** Of the run that this is the summary of. */
  public ComparableTasks(TaskSummary summary) {
    timeline = summary.timeline();
    summary.classes().forEach(c -> bases.put(c.taskClass(), c.basis()));
    batches = new Batches<>(timeline, () -> nextBatch++, Integer::min);
  }

  /** Takes a task, if it counts. */
  public void add(TaskRecord task) {
    TaskClass taskClass = TaskClass.of(task);
    ClassTasks.Basis basis = bases.get(taskClass);
    if (basis == null
        || task.outcome() != Outcome.COMPLETED
        || !timeline.measured(task.submitMillis())) {
      return;
    }
    int millis =
        switch (basis) {
          case SERVER -> TaskTimes.completed(task);
          case OBSERVED -> TaskTimes.observed(task);
        };
    times.add(
        new TaskTime(
            task.user(), task.index(), taskClass, batches.at(task.submitMillis()), millis));
  }

  /** Those that were taken, by user and index. */
  public List<TaskTime> times() {
    times.sort(Comparator.comparingLong(TaskTime::user).thenComparingInt(TaskTime::index));
    return List.copyOf(times);
  }
}
