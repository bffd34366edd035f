package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.TaskRecord;
import java.util.List;

/**
 * How many tasks were submitted and not yet known to have ended, at any instant. All times are
 * epoch milliseconds; a task counts from its submission up to, and not including, its end.
 */
final class InFlight {

  private final long[] starts;
  private final long[] ends;

  InFlight(List<TaskRecord> tasks) {
    starts = tasks.stream().mapToLong(TaskRecord::submitMillis).sorted().toArray();
    ends =
        tasks.stream()
            .mapToLong(t -> t.outcome() == null ? Long.MAX_VALUE : t.endMillis())
            .sorted()
            .toArray();
  }

  int at(long millis) {
    return upTo(starts, millis) - upTo(ends, millis);
  }

  /** The most at one time in a stretch, whose end is exclusive. */
  int max(long fromMillis, long toMillis) {
    int max = at(fromMillis);
    // It only rises at a start.
    for (int i = upTo(starts, fromMillis); i < starts.length && starts[i] < toMillis; i++) {
      max = Math.max(max, at(starts[i]));
    }
    return max;
  }

  /** Task-milliseconds in a stretch: divided by its length, the average in flight. */
  long taskMillis(long fromMillis, long toMillis) {
    // A task's overlap with the stretch is its clamped end minus its clamped start; summed, it does
    // not matter which end belongs to which start.
    long sum = 0;
    for (int i = 0; i < starts.length; i++) {
      sum += clamped(ends[i], fromMillis, toMillis) - clamped(starts[i], fromMillis, toMillis);
    }
    return sum;
  }

  private static long clamped(long value, long low, long high) {
    return Math.min(Math.max(value, low), high);
  }

  /** How many of the sorted values are at or below {@code millis}. */
  private static int upTo(long[] sorted, long millis) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
