package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.TaskRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the tasks of a run. It keeps them all, about 100 bytes each, since in flight counts,
 * batches and windows need them more than once: a million tasks are 100 MB.
 */
public final class TaskStatistics {

  private final List<TaskRecord> tasks = new ArrayList<>();

  /** Modalities, qualities and reasons: few values, many tasks. */
  private final Map<String, String> names = new HashMap<>();

  public void add(TaskRecord task) {
    tasks.add(
        new TaskRecord(
            task.user(),
            task.index(),
            name(task.modality()),
            name(task.quality()),
            task.intendedMillis(),
            task.submitMillis(),
            task.acceptedMillis(),
            task.outcome(),
            task.endMillis(),
            task.createdMillis(),
            task.startedMillis(),
            task.completedMillis(),
            task.checks(),
            task.rejections(),
            name(task.reason())));
  }

  /** What the tasks come to. */
  public TaskSummary summary(Timeline timeline) {
    return new Summarizer(tasks, timeline).summary();
  }

  /** The timeline of a run that has no manifest: from its first submission to its last event. */
  public Timeline wholeRun() {
    long start = tasks.stream().mapToLong(TaskRecord::submitMillis).min().orElse(0);
    long end =
        tasks.stream()
            .mapToLong(t -> Math.max(t.submitMillis(), t.endMillis()))
            .max()
            .orElse(start);
    return Timeline.whole(start, end);
  }

  private String name(String value) {
    return names.computeIfAbsent(value, v -> v);
  }
}
