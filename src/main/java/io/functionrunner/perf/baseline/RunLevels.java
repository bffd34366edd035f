package io.functionrunner.perf.baseline;

import io.functionrunner.perf.stats.BatchMeans;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** One time-like quantity of several runs of the same tasks, as logarithms. */
final class RunLevels {

  private final double[] levels;
  private final double[][] batchSums;
  private final long[] batchCounts;

  /**
   * @param levels of the runs as a whole
   * @param batchSums by run and batch: level of the batch times its tasks
   * @param batchCounts tasks of each batch, the same in every run
   */
  RunLevels(double[] levels, double[][] batchSums, long[] batchCounts) {
    this.levels = levels;
    this.batchSums = batchSums;
    this.batchCounts = batchCounts;
  }

  /** A quantity that is only known of whole runs. */
  static RunLevels ofWholeRuns(double[] levels) {
    return new RunLevels(levels, new double[levels.length][0], new long[0]);
  }

  /** How many runs. */
  int runs() {
    return levels.length;
  }

  /** Whether the spread inside the runs can be told. */
  boolean isBatched() {
    return IntStream.range(0, batchCounts.length).filter(b -> batchCounts[b] > 0).count() >= 2;
  }

  /** Levels of the runs from {@code first} to before {@code end}. */
  double[] range(int first, int end) {
    return IntStream.range(first, end).mapToDouble(i -> levels[i]).toArray();
  }

  /**
   * Standard error of the difference between the first {@code n} runs and the others, from batches.
   * Each batch holds the same tasks in every run, so what these bring along cancels out.
   */
  double within(int n) {
    return isBatched() ? error(i -> i < n, i -> i >= n) : 0;
  }

  /** Variance of one run's level from inside it, by the first {@code n} runs alone. */
  double variance(int n) {
    if (!isBatched() || n < 2) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      int left = i;
      double error = error(r -> r < n && r != left, r -> r == left);
      sum += error * error / (1 + 1.0 / (n - 1));
    }
    return sum / n;
  }

  private double error(IntPredicate old, IntPredicate fresh) {
    double[] difference = new double[batchCounts.length];
    double olds = IntStream.range(0, levels.length).filter(old).count();
    double freshs = IntStream.range(0, levels.length).filter(fresh).count();
    for (int run = 0; run < levels.length; run++) {
      double weight = old.test(run) ? -1 / olds : fresh.test(run) ? 1 / freshs : 0;
      for (int batch = 0; batch < difference.length; batch++) {
        difference[batch] += weight * batchSums[run][batch];
      }
    }
    return BatchMeans.of(difference, batchCounts).standardError();
  }
}
