package io.functionrunner.perf.kpi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers the paths that are used, from 0 and in order of first use. Those beyond the limit share
 * one number, whose path is empty.
 */
final class KeyTable {
  private final int max;
  private final PathTable paths;
  private final List<List<String>> keys = new ArrayList<>();

  /** By path id: its number plus 1. */
  private int[] numbers = new int[64];

  /** The shared number plus 1. */
  private int shared;

  KeyTable(int max, PathTable paths) {
    this.max = max;
    this.paths = paths;
  }

  int number(int pathId) {
    if (pathId < numbers.length && numbers[pathId] != 0) {
      return numbers[pathId] - 1;
    }
    return firstUse(pathId);
  }

  /** The path of each number. */
  List<List<String>> keys() {
    return keys;
  }

  private int firstUse(int pathId) {
    List<String> path = keys.size() < max ? paths.find(pathId) : List.of();
    if (path.isEmpty()) {
      if (shared == 0) {
        keys.add(List.of());
        shared = keys.size();
      }
      return shared - 1;
    }
    keys.add(path);
    if (pathId >= numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * pathId);
    }
    numbers[pathId] = keys.size();
    return keys.size() - 1;
  }
}
