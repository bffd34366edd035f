package io.functionrunner.perf.kpi;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The names of a log's paths by id, for as many ids as are told apart. */
final class PathTable {
  private final int max;
  private int[] parents = new int[64];
  private String[] names = new String[64];

  PathTable(int max) {
    this.max = max;
  }

  void tell(int id, int parent, String name) {
    if (id >= max) {
      return;
    }
    if (id >= names.length) {
      parents = Arrays.copyOf(parents, 2 * id);
      names = Arrays.copyOf(names, 2 * id);
    }
    parents[id] = parent;
    names[id] = name;
  }

  /** The names from the root to the path; empty if it is beyond those told apart. */
  List<String> find(int id) {
    Deque<String> path = new ArrayDeque<>();
    for (int at = id; at != 0; at = parents[at]) {
      if (at >= names.length || names[at] == null) {
        return List.of();
      }
      path.addFirst(names[at]);
    }
    return List.copyOf(path);
  }
}
