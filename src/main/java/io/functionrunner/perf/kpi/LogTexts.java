package io.functionrunner.perf.kpi;

import java.util.HashMap;
import java.util.Map;

/**
 * The texts of a log that may be needed again: names and groups, and the first few thousand of the
 * rest. A log can hold millions of distinct messages, and a text is told right before its first
 * use, so the latest is always known.
 */
final class LogTexts {
  private static final int MAX_KEPT = 4_096;
  private static final int MAX_CHARS = 1_000;

  private final Map<Integer, String> kept = new HashMap<>();
  private int latestId;
  private String latest = "";

  void tell(int id, String value) {
    latestId = id;
    latest = value.length() > MAX_CHARS ? value.substring(0, MAX_CHARS) + "…" : value;
    if (kept.size() < MAX_KEPT) {
      kept.put(id, latest);
    }
  }

  /** A text as a name; one that was not kept has a common one. */
  String name(int id) {
    String name = find(id);
    return name == null ? RequestKey.OTHER.name() : name;
  }

  /** Null if the text was not kept. */
  String find(int id) {
    return id == latestId ? latest : kept.get(id);
  }
}
