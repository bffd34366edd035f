package io.functionrunner.perf.kpi;

import java.util.Arrays;

/**
 * Accumulates how many tasks were submitted and not yet known to have ended. A task counts from its
 * submission up to, and not including, its end; times are milliseconds since the load's start, and
 * what was before is at the start.
 *
 * <p>The number is known exactly once a step. A step is a millisecond, so that nothing is missed,
 * in a run of up to {@value #MOST_STEPS} ms, 70 minutes; it doubles each time a run is longer than
 * that, so that memory is bounded: 32 ms in a run of a day. A peak that rises and falls within a
 * step may be missed.
 */
final class InFlight {

  static final int MOST_STEPS = 1 << 22;

  /** By step: submissions less ends. */
  private int[] changes = new int[1 << 10];

  private int used;

  /** A step has 2 to this power milliseconds. */
  private int level;

  void submitted(long millis) {
    int step = step(millis);
    changes[step]++;
  }

  void ended(long millis) {
    int step = step(millis);
    changes[step]--;
  }

  /** Length of a step, in milliseconds. */
  long stepMillis() {
    return 1L << level;
  }

  /** The number at the last millisecond of each step. */
  Course toCourse() {
    int[] counts = Arrays.copyOf(changes, used);
    for (int i = 1; i < used; i++) {
      counts[i] += counts[i - 1];
    }
    return new Course(counts, level);
  }

  private int step(long millis) {
    long step = Math.max(0, millis) >> level;
    while (step >= MOST_STEPS) {
      halve();
      step = Math.max(0, millis) >> level;
    }
    int index = (int) step;
    if (index >= used) {
      if (index >= changes.length) {
        changes =
            Arrays.copyOf(changes, Math.min(MOST_STEPS, Math.max(index + 1, 2 * changes.length)));
      }
      used = index + 1;
    }
    return index;
  }

  private void halve() {
    for (int i = 0; i < used; i += 2) {
      int pair = changes[i] + (i + 1 < used ? changes[i + 1] : 0);
      changes[i] = 0;
      if (i + 1 < used) {
        changes[i + 1] = 0;
      }
      changes[i / 2] = pair;
    }
    used = (used + 1) / 2;
    level++;
  }

  /** The number of tasks in flight over time. */
  static final class Course {
    private final int[] counts;
    private final int level;

    private Course(int[] counts, int level) {
      this.counts = counts;
      this.level = level;
    }

    /** The most at one time in a stretch, whose end is exclusive. */
    int max(long fromMillis, long toMillis) {
      // The first step whose last millisecond is not before the stretch, and the last one in it.
      long first = fromMillis >> level;
      long last = (toMillis >> level) - 1;
      int max = at(first);
      for (long step = first + 1; step <= Math.min(last, counts.length - 1); step++) {
        max = Math.max(max, counts[(int) step]);
      }
      return max;
    }

    private int at(long step) {
      return counts.length == 0 ? 0 : counts[(int) Math.min(step, counts.length - 1)];
    }
  }
}
