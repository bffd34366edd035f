package io.functionrunner.perf.run;

import java.util.Locale;

/**
 * How a submitted task ended, as the client saw it. Together with the tasks still in flight these
 * add up to the tasks submitted ({@link Conservation}).
 */
public enum Outcome {
  /** Reached the API's success state. */
  COMPLETED,
  /** Reached the API's failure state. */
  FAILED,
  /** Cancelled by somebody else than us. */
  CANCELLED,
  /** Accepted, then unknown to the server. */
  LOST,
  /** The submission itself ended in an error: connection, HTTP 5xx, an unreadable answer. */
  ERROR,
  /** Refused for load (HTTP 429 or what the binding says). */
  REJECTED,
  /** Not terminal before its deadline. */
  TIMED_OUT;

  /** The name that files carry: lower case, words joined by an underscore. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Inverse of {@link #id()}. */
  public static Outcome of(String id) {
    for (Outcome outcome : values()) {
      if (outcome.id().equals(id)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException(id + ": not an outcome of a task");
  }

  /** Whether conservation counts this outcome as failed. */
  public boolean isFailure() {
    return this == FAILED || this == CANCELLED || this == LOST || this == ERROR;
  }
}
