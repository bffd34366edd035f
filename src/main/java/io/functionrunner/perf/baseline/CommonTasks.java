package io.functionrunner.perf.baseline;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.kpi.TaskTime;
import io.functionrunner.perf.stats.MillisCounts;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tasks that completed in every one of several runs of one load, and their times in each. */
final class CommonTasks {

  /** Finer than a millisecond nothing was measured: a task of 0 ms counts as one of 1. */
  private static final int SHORTEST_MILLIS = 1;

  private record Key(long user, int index) {}

  /** A task, with its time in each run. */
  private static final class Task {
    private final TaskClass taskClass;
    private final int batch;
    private final int[] millis;

    private Task(TaskClass taskClass, int batch, int[] millis) {
      this.taskClass = taskClass;
      this.batch = batch;
      this.millis = millis;
    }
  }

  private final int runs;
  private final int batches;
  private final List<Task> tasks = new ArrayList<>();

  CommonTasks(List<RunSample> samples) {
    runs = samples.size();
    Map<Key, int[]> times = new HashMap<>();
    for (int run = 0; run < runs; run++) {
      for (TaskTime task : samples.get(run).tasks()) {
        Key key = new Key(task.user(), task.index());
        if (run == 0) {
          times.put(key, new int[runs]);
        }
        int[] own = times.get(key);
        if (own != null) {
          own[run] = Math.max(SHORTEST_MILLIS, task.millis());
        }
      }
    }
    int most = 0;
    for (TaskTime task : samples.get(0).tasks()) {
      int[] own = times.get(new Key(task.user(), task.index()));
      if (Arrays.stream(own).allMatch(millis -> millis > 0)) {
        tasks.add(new Task(task.taskClass(), task.batch(), own));
        most = Math.max(most, task.batch());
      }
    }
    batches = most + 1;
  }

  /** Their modalities, and how many tasks each has. */
  Map<String, Long> modalities() {
    Map<String, Long> modalities = new TreeMap<>();
    tasks.forEach(t -> modalities.merge(t.taskClass.modality(), 1L, Long::sum));
    return modalities;
  }

  /** Their classes, and how many tasks each has. */
  Map<TaskClass, Long> classes() {
    Map<TaskClass, Long> classes = new TreeMap<>();
    tasks.forEach(t -> classes.merge(t.taskClass, 1L, Long::sum));
    return classes;
  }

  /** Mean logarithm of the tasks of one modality: a difference of it pairs task by task. */
  RunLevels paired(String modality) {
    double[][] sums = new double[runs][batches];
    long[] counts = new long[batches];
    for (Task task : tasks) {
      if (task.taskClass.modality().equals(modality)) {
        counts[task.batch]++;
        for (int run = 0; run < runs; run++) {
          sums[run][task.batch] += Math.log(task.millis[run]);
        }
      }
    }
    long all = Arrays.stream(counts).sum();
    double[] levels = Arrays.stream(sums).mapToDouble(s -> Arrays.stream(s).sum() / all).toArray();
    return new RunLevels(levels, sums, counts);
  }

  /** Median over the tasks of a modality of ln(new time / baseline time). */
  double medianDifference(String modality, int baselineRuns) {
    double[] differences =
        tasks.stream()
            .filter(t -> t.taskClass.modality().equals(modality))
            .mapToDouble(t -> meanLog(t, baselineRuns, runs) - meanLog(t, 0, baselineRuns))
            .sorted()
            .toArray();
    int middle = differences.length / 2;
    return differences.length % 2 == 1
        ? differences[middle]
        : (differences[middle - 1] + differences[middle]) / 2;
  }

  /** Logarithm of a quantile of the tasks of one class. */
  RunLevels quantile(TaskClass taskClass, double p) {
    double[] levels = new double[runs];
    double[][] sums = new double[runs][batches];
    long[] counts = new long[batches];
    MillisCounts[][] times = new MillisCounts[runs][batches];
    for (Task task : tasks) {
      if (task.taskClass.equals(taskClass)) {
        counts[task.batch]++;
        for (int run = 0; run < runs; run++) {
          if (times[run][task.batch] == null) {
            times[run][task.batch] = new MillisCounts();
          }
          times[run][task.batch].add(task.millis[run]);
        }
      }
    }
    for (int run = 0; run < runs; run++) {
      MillisHistogram all = MillisHistogram.EMPTY;
      for (int batch = 0; batch < batches; batch++) {
        if (counts[batch] > 0) {
          MillisHistogram own = times[run][batch].toHistogram();
          sums[run][batch] = Math.log(own.quantile(p)) * counts[batch];
          all = all.plus(own);
        }
      }
      levels[run] = Math.log(all.quantile(p));
    }
    return new RunLevels(levels, sums, counts);
  }

  private static double meanLog(Task task, int first, int end) {
    double sum = 0;
    for (int run = first; run < end; run++) {
      sum += Math.log(task.millis[run]);
    }
    return sum / (end - first);
  }
}
