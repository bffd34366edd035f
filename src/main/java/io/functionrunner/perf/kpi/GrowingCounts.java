package io.functionrunner.perf.kpi;

import java.util.Arrays;

/** Counts by an index that is not bounded beforehand, such as the second of a run. */
final class GrowingCounts {
  private int[] counts = new int[4];

  void increment(int index) {
    if (index >= counts.length) {
      grow(index);
    }
    counts[index]++;
  }

  private void grow(int index) {
    counts = Arrays.copyOf(counts, index + 1 + index / 2);
  }

  /** The first {@code length} counts. */
  int[] toArray(int length) {
    return Arrays.copyOf(counts, length);
  }
}
