package io.functionrunner.perf.run;

import java.util.EnumMap;
import java.util.Map;

/** Counts tasks by how they ended. */
public final class OutcomeCounts {

  private final Map<Outcome, Long> unsuccessful = new EnumMap<>(Outcome.class);
  private long submitted;
  private long completed;

  /**
   * Counts a task.
   *
   * @param outcome null while in flight
   */
  public void add(Outcome outcome) {
    submitted++;
    if (outcome == Outcome.COMPLETED) {
      completed++;
    } else if (outcome != null) {
      unsuccessful.merge(outcome, 1L, Long::sum);
    }
  }

  /** Counts all that another one has counted. */
  public void addAll(OutcomeCounts other) {
    submitted += other.submitted;
    completed += other.completed;
    other.unsuccessful.forEach((outcome, count) -> unsuccessful.merge(outcome, count, Long::sum));
  }

  /** The tasks that ended; no entry for an outcome that none had. */
  public Map<Outcome, Long> ended() {
    Map<Outcome, Long> counts = new EnumMap<>(unsuccessful);
    if (completed > 0) {
      counts.put(Outcome.COMPLETED, completed);
    }
    return counts;
  }

  /** Where all of them went. */
  public Conservation conservation() {
    return Conservation.of(submitted, ended());
  }
}
