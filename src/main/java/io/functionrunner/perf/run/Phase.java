package io.functionrunner.perf.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;

/**
 * A stretch of a run, in milliseconds since the load's start; {@code endMillis} is exclusive.
 *
 * @param name unique in its run, for instance {@code spike} or {@code level 3}
 * @param tasksPerSecond load that was decided for it; null where users make it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Phase(
    String name, Kind kind, long startMillis, long endMillis, Double tasksPerSecond) {

  /** What a phase is for. Statistics leave out {@link #RAMP} and {@link #SETTLE}. */
  public enum Kind {
    RAMP,
    STEADY,
    SPIKE,
    RECOVERY,
    /** A level begins; the system has not settled on it. */
    SETTLE,
    /** A level of a stepped load. */
    LEVEL,
    /** No submission any more; outstanding tasks end. */
    DRAIN;

    /** Whether the tasks submitted in it count for the statistics of the run. */
    public boolean measured() {
      return this != RAMP && this != SETTLE && this != DRAIN;
    }

    /** The name that files carry. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of a load that its users make. */
  public Phase(String name, Kind kind, long startMillis, long endMillis) {
    this(name, kind, startMillis, endMillis, null);
  }

  public Phase {
    if (startMillis < 0 || endMillis < startMillis) {
      throw new IllegalArgumentException(
          "phase %s: %d to %d ms. Expecting 0 <= start <= end"
              .formatted(name, startMillis, endMillis));
    }
  }

  /** Whether {@code millis} since the load's start lies in this phase. */
  public boolean contains(long millis) {
    return millis >= startMillis && millis < endMillis;
  }

  /** The same with another start and end. */
  public Phase at(long newStartMillis, long newEndMillis) {
    return new Phase(name, kind, newStartMillis, newEndMillis, tasksPerSecond);
  }
}
