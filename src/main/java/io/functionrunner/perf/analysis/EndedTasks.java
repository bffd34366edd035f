package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.kpi.TaskStatistics;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.OutcomeCounts;
import io.functionrunner.perf.run.TaskRecord;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** Counts the tasks that ended, as a log tells of them. */
final class EndedTasks implements Consumer<EndedTasks.Block> {

  /** Tasks in the order of their ends, a column a field: no object a task. */
  static final class Block {

    private static final int MOST = 1 << 12;

    private final int[] paths = new int[MOST];
    private final int[] startMillis = new int[MOST];
    private final int[] endMillis = new int[MOST];

    /** Of a failed one; null for one that completed. */
    private final String[] messages = new String[MOST];

    private final TaskClass[] classes;
    private int size;

    /**
     * @param classes by path, of those at least that are added
     */
    Block(TaskClass[] classes) {
      this.classes = classes;
    }

    /** Adds a task that completed. */
    void add(int pathId, int start, int end) {
      paths[size] = pathId;
      startMillis[size] = start;
      endMillis[size] = end;
      size++;
    }

    /**
     * Adds a task that failed.
     *
     * @param message the outcome's id, perhaps followed by a colon and the kind of error
     */
    void add(int pathId, int start, int end, String message) {
      messages[size] = message;
      add(pathId, start, end);
    }

    boolean isFull() {
      return size == MOST;
    }
  }

  /** What a path's requests are counted by. */
  private record Ended(TaskClass taskClass, OutcomeCounts counts) {}

  private final TaskCounts counts;
  private final Optional<TaskStatistics> statistics;
  private final long startEpochMillis;
  private Ended[] byPath = new Ended[64];
  private int index;

  /**
   * @param counts to add to: their ends
   * @param statistics to add to; empty if they are just to be counted
   * @param startEpochMillis what the log's times are since
   */
  EndedTasks(TaskCounts counts, Optional<TaskStatistics> statistics, long startEpochMillis) {
    this.counts = counts;
    this.statistics = statistics;
    this.startEpochMillis = startEpochMillis;
  }

  @Override
  public void accept(Block block) {
    for (int i = 0; i < block.size; i++) {
      int path = block.paths[i];
      Ended ended = path < byPath.length ? byPath[path] : null;
      add(
          ended != null ? ended : first(path, block.classes),
          block.startMillis[i],
          block.endMillis[i],
          block.messages[i]);
    }
  }

  private Ended first(int path, TaskClass[] classes) {
    if (path >= byPath.length) {
      byPath = Arrays.copyOf(byPath, 2 * path);
    }
    byPath[path] = new Ended(classes[path], counts.ended(classes[path]));
    return byPath[path];
  }

  private void add(Ended ended, int start, int end, String message) {
    Outcome outcome = Outcome.COMPLETED;
    String reason = "";
    if (message != null) {
      int colon = message.indexOf(": ");
      Optional<Outcome> told = outcome(colon < 0 ? message : message.substring(0, colon));
      outcome = told.orElse(Outcome.FAILED);
      reason = told.isEmpty() ? message : colon < 0 ? "" : message.substring(colon + 2);
    }
    ended.counts.add(outcome);
    if (statistics.isPresent()) {
      statistics.get().add(record(ended.taskClass, start, end, outcome, reason));
    }
  }

  private TaskRecord record(
      TaskClass taskClass, int start, int end, Outcome outcome, String reason) {
    return new TaskRecord(
        TaskRecord.ABSENT,
        index++,
        taskClass.modality(),
        taskClass.quality(),
        TaskRecord.ABSENT,
        startEpochMillis + start,
        TaskRecord.ABSENT,
        outcome,
        startEpochMillis + end,
        TaskRecord.ABSENT,
        TaskRecord.ABSENT,
        TaskRecord.ABSENT,
        TaskRecord.ABSENT,
        0,
        0,
        reason);
  }

  private static Optional<Outcome> outcome(String id) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.id().equals(id)) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }
}
