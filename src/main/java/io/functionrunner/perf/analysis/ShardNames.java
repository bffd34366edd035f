package io.functionrunner.perf.analysis;

import java.util.ArrayList;
import java.util.List;

/** Shards in words. */
final class ShardNames {

  private ShardNames() {}

  /** {@code shard 3}, or {@code shards 2, 4 to 7}. */
  static String of(List<Integer> shards) {
    List<String> runs = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= shards.size(); i++) {
      if (i == shards.size() || shards.get(i) != shards.get(i - 1) + 1) {
        int first = shards.get(from);
        int last = shards.get(i - 1);
        runs.add(
            first == last
                ? String.valueOf(first)
                : first + (last == first + 1 ? ", " : " to ") + last);
        from = i;
      }
    }
    return (shards.size() == 1 ? "shard " : "shards ") + String.join(", ", runs);
  }
}
