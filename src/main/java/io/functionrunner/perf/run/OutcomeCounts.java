package io.functionrunner.perf.run;

import java.util.EnumMap;
import java.util.Map;

/** Counts tasks by how they ended. */
public final class OutcomeCounts {

  /** Of each outcome the counter, its only element. */
  private final Map<Outcome, long[]> ended = new EnumMap<>(Outcome.class);

  private long submitted;

  public OutcomeCounts() {
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, new long[1]);
    }
  }

  /**
   * Counts a task.
   *
   * @param outcome null while in flight
   */
  public void add(Outcome outcome) {
    submitted++;
    if (outcome != null) {
      ended.get(outcome)[0]++;
    }
  }

  /** The tasks that ended; no entry for an outcome that none had. */
  public Map<Outcome, Long> ended() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    ended.forEach(
        (outcome, count) -> {
          if (count[0] > 0) {
            counts.put(outcome, count[0]);
          }
        });
    return counts;
  }

  /** Where all of them went. */
  public Conservation conservation() {
    return Conservation.of(submitted, ended());
  }
}
