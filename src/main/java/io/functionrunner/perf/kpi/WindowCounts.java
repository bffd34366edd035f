package io.functionrunner.perf.kpi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exact response times of every request key in equal windows of time. The width begins with one
 * second and doubles, pairs of windows becoming one, whenever more than {@link #MAX_WINDOWS} would
 * be needed or the histograms outgrow their memory. So one pass over a log of unknown length, in
 * any order, stays exact and bounded.
 */
final class WindowCounts {
  static final int MAX_WINDOWS = 1_000;

  private static final int CHECK_EVERY = 1 << 17;

  private final long maxBytes;
  private final EqualWindows cut = new EqualWindows(1_000);
  private StatusCounts[][] started = new StatusCounts[64][];
  private int[][] ended = new int[64][];
  private int windows = 1;
  private int untilCheck = CHECK_EVERY;

  WindowCounts(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  int widthMillis() {
    return (int) cut.widthMillis();
  }

  void add(int key, int startMillis, int endMillis, int durationMillis, boolean ok) {
    // The end first: it may double the width, the start, which is not later, cannot.
    int end = index(endMillis);
    int start = index(startMillis);
    counts(start, key).add(durationMillis, ok);
    endedIn(end, key)[key]++;
    if (--untilCheck == 0) {
      keepWithinMemory();
    }
  }

  private void keepWithinMemory() {
    untilCheck = CHECK_EVERY;
    while (windows > 1 && heapBytes() > maxBytes) {
      halve();
    }
  }

  /** All windows of the key, in order. */
  List<Window> windows(int key) {
    List<Window> result = new ArrayList<>(windows);
    for (int i = 0; i < windows; i++) {
      StatusCounts counts = find(i, key);
      result.add(
          new Window(
              i * cut.widthMillis(),
              counts == null ? ResponseTimes.NONE : counts.toResponseTimes(),
              ended[i] != null && key < ended[i].length ? ended[i][key] : 0));
    }
    return result;
  }

  /** All windows of the key together. */
  ResponseTimes run(int key) {
    StatusCounts sum = new StatusCounts();
    for (int i = 0; i < windows; i++) {
      StatusCounts counts = find(i, key);
      if (counts != null) {
        sum.addAll(counts);
      }
    }
    return sum.toResponseTimes();
  }

  private int index(int millis) {
    int index = cut.at(Math.max(0, millis));
    return index < windows ? index : enter(millis);
  }

  /** Makes room for a window that is later than all so far. */
  private int enter(int millis) {
    int index = cut.at(millis);
    while (index >= MAX_WINDOWS) {
      halve();
      index = cut.at(millis);
    }
    if (index >= started.length) {
      int length = Math.min(MAX_WINDOWS, Math.max(index + 1, 2 * started.length));
      started = Arrays.copyOf(started, length);
      ended = Arrays.copyOf(ended, length);
    }
    windows = Math.max(windows, index + 1);
    return index;
  }

  private StatusCounts counts(int window, int key) {
    StatusCounts counts = find(window, key);
    return counts != null ? counts : newCounts(window, key);
  }

  /** Null if the key has nothing in the window. */
  private StatusCounts find(int window, int key) {
    StatusCounts[] keys = started[window];
    return keys != null && key < keys.length ? keys[key] : null;
  }

  private StatusCounts newCounts(int window, int key) {
    StatusCounts[] keys = started[window];
    if (keys == null || key >= keys.length) {
      keys = keys == null ? new StatusCounts[key + 1] : Arrays.copyOf(keys, key + 1 + key / 2);
      started[window] = keys;
    }
    StatusCounts before = window == 0 ? null : find(window - 1, key);
    keys[key] = before == null ? new StatusCounts() : new StatusCounts(before);
    return keys[key];
  }

  private int[] endedIn(int window, int key) {
    int[] keys = ended[window];
    return keys != null && key < keys.length ? keys : longer(window, key);
  }

  private int[] longer(int window, int key) {
    int[] keys = ended[window];
    ended[window] = keys == null ? new int[key + 1] : Arrays.copyOf(keys, key + 1 + key / 2);
    return ended[window];
  }

  private void halve() {
    cut.resize(2 * cut.widthMillis());
    for (int i = 1; i < windows; i++) {
      StatusCounts[] from = started[i];
      int[] fromEnded = ended[i];
      started[i] = null;
      ended[i] = null;
      if (started[i / 2] == null) {
        started[i / 2] = from;
      } else if (from != null) {
        for (int key = 0; key < from.length; key++) {
          if (from[key] != null) {
            counts(i / 2, key).addAll(from[key]);
          }
        }
      }
      if (fromEnded != null) {
        for (int key = fromEnded.length - 1; key >= 0; key--) {
          endedIn(i / 2, key)[key] += fromEnded[key];
        }
      }
    }
    windows = (windows + 1) / 2;
  }

  private long heapBytes() {
    long bytes = 0;
    for (int i = 0; i < windows; i++) {
      bytes += ended[i] == null ? 0 : 4L * ended[i].length;
      if (started[i] != null) {
        bytes += 4L * started[i].length;
        for (StatusCounts counts : started[i]) {
          bytes += counts == null ? 0 : counts.heapBytes();
        }
      }
    }
    return bytes;
  }
}
