package io.functionrunner.perf.stats;

import java.util.Arrays;

/**
 * Counts whole milliseconds, exactly, from 0 to 24 days. Costs an array access a value and at most
 * 64 bytes a distinct value, whatever the values are: a hash table for few or scattered values,
 * and, as soon as that is smaller, an array for the low ones.
 */
public final class MillisCounts {
  private static final int FIRST_CAPACITY = 16;
  private static final int FREE = -1;

  /** Counts of the values below its length. */
  private long[] dense;

  /** Open addressing; no value below {@code dense.length} is here. */
  private int[] keys = new int[0];

  private long[] counts = new long[0];
  private int scattered;

  /** Nothing counted yet. */
  public MillisCounts() {
    this(0);
  }

  private MillisCounts(int denseLength) {
    dense = new long[denseLength];
  }

  /**
   * Nothing counted yet, but shaped for values like those of {@code other}: saves the growing where
   * one histogram follows upon another.
   */
  public static MillisCounts shapedLike(MillisCounts other) {
    return new MillisCounts(other.dense.length);
  }

  /** Counts one value; negative ones are refused. */
  public void add(int millis) {
    if (millis >= 0 && millis < dense.length) {
      dense[millis]++;
    } else {
      add(millis, 1);
    }
  }

  /** Counts one value {@code count} times. */
  public void add(int millis, long count) {
    if (millis < 0) {
      throw new IllegalArgumentException(millis + " ms. Expecting 0 or more");
    }
    if (millis < dense.length) {
      dense[millis] += count;
    } else {
      addScattered(millis, count);
    }
  }

  /** Counts all that another one has counted. */
  public void addAll(MillisCounts other) {
    int shared = Math.min(dense.length, other.dense.length);
    for (int value = 0; value < shared; value++) {
      dense[value] += other.dense[value];
    }
    for (int value = shared; value < other.dense.length; value++) {
      if (other.dense[value] != 0) {
        add(value, other.dense[value]);
      }
    }
    for (int slot = 0; slot < other.keys.length; slot++) {
      if (other.keys[slot] != FREE) {
        add(other.keys[slot], other.counts[slot]);
      }
    }
  }

  /** What has been counted so far. */
  public MillisHistogram toHistogram() {
    int distinct = scattered;
    for (long count : dense) {
      distinct += count == 0 ? 0 : 1;
    }
    int[] values = new int[distinct];
    int size = 0;
    for (int value = 0; value < dense.length; value++) {
      if (dense[value] != 0) {
        values[size++] = value;
      }
    }
    for (int key : keys) {
      if (key != FREE) {
        values[size++] = key;
      }
    }
    Arrays.sort(values);
    long[] sorted = new long[distinct];
    for (int i = 0; i < distinct; i++) {
      int value = values[i];
      sorted[i] = value < dense.length ? dense[value] : counts[slot(value)];
    }
    return MillisHistogram.of(values, sorted);
  }

  /** Bytes of heap its arrays take. */
  public long heapBytes() {
    return 8L * dense.length + 12L * keys.length;
  }

  private void addScattered(int millis, long count) {
    // At most two thirds full; a table of length 0 counts as full.
    if (3 * (scattered + 1) > 2 * keys.length) {
      grow();
      add(millis, count);
      return;
    }
    int slot = slot(millis);
    if (keys[slot] == FREE) {
      keys[slot] = millis;
      scattered++;
    }
    counts[slot] += count;
  }

  /**
   * Makes room: by a longer array if that takes at least half of the values out of the table, which
   * then shrinks; otherwise by a table twice as large. The array's new part is the cheaper one: 8
   * bytes an element against 12.
   */
  private void grow() {
    int[] oldKeys = keys;
    long[] oldCounts = counts;
    int capacity = Math.max(FIRST_CAPACITY, 2 * oldKeys.length);
    int longer = dense.length + capacity;
    int low = 0;
    for (int key : oldKeys) {
      low += key != FREE && key < longer ? 1 : 0;
    }
    if (scattered > 0 && 2 * low >= scattered) {
      dense = Arrays.copyOf(dense, longer);
      // In proportion to the array, so that it grows in proportion too and is not copied often.
      int wanted = Math.max(3 * (scattered - low), longer / 8);
      capacity = Math.max(FIRST_CAPACITY, Integer.highestOneBit(2 * wanted - 1));
    }
    keys = new int[capacity];
    Arrays.fill(keys, FREE);
    counts = new long[capacity];
    scattered = 0;
    for (int slot = 0; slot < oldKeys.length; slot++) {
      if (oldKeys[slot] != FREE) {
        add(oldKeys[slot], oldCounts[slot]);
      }
    }
  }

  /** Where the value is, or the free slot where it would go. */
  private int slot(int millis) {
    int mask = keys.length - 1;
    int slot = ((millis * 0x9E3779B9) >>> 7) & mask;
    while (keys[slot] != FREE && keys[slot] != millis) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
