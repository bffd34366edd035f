package io.functionrunner.perf.simlog;

import java.util.Arrays;

/**
 * Numbers the paths (parent, name) in order of appearance, from 1. Paths right below the root, the
 * usual case, are found by index; deeper ones in an open-addressing table.
 */
final class Paths {
  private int[] belowRoot = new int[64];
  private long[] keys = new long[64];
  private int[] ids = new int[64];
  private int deep;
  private int count;

  /** The id of the path, or 0 if it was never added. */
  int find(int parent, int nameId) {
    if (parent == 0) {
      return nameId < belowRoot.length ? belowRoot[nameId] : 0;
    }
    return findDeep(parent, nameId);
  }

  private int findDeep(int parent, int nameId) {
    return ids[slot(key(parent, nameId))];
  }

  /** Adds a path that {@link #find} does not know. */
  int add(int parent, int nameId) {
    count++;
    if (parent == 0) {
      if (nameId >= belowRoot.length) {
        belowRoot = Arrays.copyOf(belowRoot, Math.max(nameId + 1, 2 * belowRoot.length));
      }
      belowRoot[nameId] = count;
    } else {
      if (++deep * 2 > keys.length) {
        grow();
      }
      put(key(parent, nameId), count);
    }
    return count;
  }

  private void put(long key, int id) {
    int slot = slot(key);
    keys[slot] = key;
    ids[slot] = id;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldIds = ids;
    keys = new long[2 * oldKeys.length];
    ids = new int[2 * oldIds.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldIds[i] != 0) {
        put(oldKeys[i], oldIds[i]);
      }
    }
  }

  /** Where the key is, or the free slot where it would go. */
  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (ids[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long key(int parent, int nameId) {
    return ((long) parent << 32) | nameId;
  }
}
