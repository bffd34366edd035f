package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.ClassTasks.Basis;
import io.functionrunner.perf.kpi.TaskWindow.Latency;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.MillisCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Cuts a run into windows of equal, round length, for charts. */
final class TaskWindows {

  /** More than a chart has room for is no use; fewer hide a short stall. */
  private static final int MOST = 300;

  private static final long SECOND = 1000;
  private static final long[] ROUND = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600};

  /** What is counted of one window. */
  private static final class Counts {
    long offered;
    long completed;
    long failed;
    long rejected;
    final Map<String, Long> errors = new TreeMap<>();
    final Map<String, MillisCounts> times = new TreeMap<>();
  }

  private TaskWindows() {}

  /** From the load's start to the last event of a task; empty without tasks. */
  static List<TaskWindow> of(List<TaskRecord> tasks, Timeline timeline, InFlight inFlight) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    long start = timeline.startMillis();
    long last =
        tasks.stream().mapToLong(t -> Math.max(t.submitMillis(), t.endMillis())).max().getAsLong();
    long width = widthMillis(Math.max(0, last - start) + 1);
    List<Counts> counts = new ArrayList<>();
    for (long at = start; at <= last; at += width) {
      counts.add(new Counts());
    }
    Map<String, Basis> bases = bases(tasks);
    for (TaskRecord task : tasks) {
      at(counts, task.submitMillis() - start, width).offered++;
      if (task.outcome() != null) {
        ended(at(counts, task.endMillis() - start, width), task, bases.get(task.modality()));
      }
    }
    List<TaskWindow> windows = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      windows.add(window(counts.get(i), i * width, width, start, inFlight));
    }
    return windows;
  }

  /** The smallest round width, in whole seconds, with which a run has at most {@value #MOST}. */
  static long widthMillis(long durationMillis) {
    for (long seconds : ROUND) {
      if (durationMillis <= MOST * seconds * SECOND) {
        return seconds * SECOND;
      }
    }
    long hours = (durationMillis - 1) / (MOST * 3600 * SECOND) + 1;
    return hours * 3600 * SECOND;
  }

  /** One basis a modality, so that its curve does not jump between two. */
  private static Map<String, Basis> bases(List<TaskRecord> tasks) {
    Map<String, Basis> bases = new HashMap<>();
    tasks.stream()
        .collect(Collectors.groupingBy(TaskRecord::modality))
        .forEach((modality, own) -> bases.put(modality, Summarizer.basis(own)));
    return bases;
  }

  private static void ended(Counts counts, TaskRecord task, Basis basis) {
    if (task.outcome() == Outcome.COMPLETED) {
      counts.completed++;
      counts
          .times
          .computeIfAbsent(task.modality(), m -> new MillisCounts())
          .add(Summarizer.time(basis).applyAsInt(task));
      return;
    }
    counts.errors.merge(ErrorCategory.of(task), 1L, Long::sum);
    if (task.outcome() == Outcome.REJECTED) {
      counts.rejected++;
    } else {
      counts.failed++;
    }
  }

  /** An event before the start, by a clock's correction, belongs to the first window. */
  private static Counts at(List<Counts> counts, long offset, long width) {
    return counts.get((int) (Math.max(0, offset) / width));
  }

  private static TaskWindow window(
      Counts counts, long offset, long width, long start, InFlight inFlight) {
    Map<String, Latency> latency = new TreeMap<>();
    counts.times.forEach((m, times) -> latency.put(m, Latency.of(times.toHistogram())));
    return new TaskWindow(
        offset,
        offset + width,
        counts.offered,
        counts.completed,
        counts.failed,
        counts.rejected,
        inFlight.max(start + offset, start + offset + width),
        counts.errors,
        latency);
  }
}
