package io.functionrunner.perf.simlog;

import java.util.HashMap;
import java.util.Map;

/**
 * The one table of texts and paths that the parts of a merged log share. A text that several parts
 * have becomes one, as long as the table of known texts is not full; beyond that it is written once
 * a part, which costs bytes but no memory.
 */
final class MergedTexts {
  private static final int MAX_KNOWN = 100_000;

  private final LogSink out;
  private final Map<String, Integer> known = new HashMap<>();
  private final Paths paths = new Paths();
  private int count;

  MergedTexts(LogSink out) {
    this.out = out;
  }

  /** The merged log's id of a text. */
  int text(String value) {
    Integer id = known.get(value);
    if (id != null) {
      return id;
    }
    count++;
    if (known.size() < MAX_KNOWN) {
      known.put(value, count);
    }
    out.string(count, value);
    return count;
  }

  /** The merged log's id of a path, from those of its parts. */
  int path(int parent, int nameId) {
    int id = paths.find(parent, nameId);
    if (id == 0) {
      id = paths.add(parent, nameId);
      out.path(id, parent, nameId);
    }
    return id;
  }
}
