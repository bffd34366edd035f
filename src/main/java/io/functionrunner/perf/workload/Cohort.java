package io.functionrunner.perf.workload;

/**
 * Users who come together and leave together. Times are milliseconds since the load's start.
 *
 * @param users how many
 * @param startMillis when the first one comes
 * @param rampMillis they come evenly over this stretch; 0 is all at once
 * @param endMillis when they stop submitting
 */
public record Cohort(int users, long startMillis, long rampMillis, long endMillis) {

  public Cohort {
    if (users < 1) {
      throw new IllegalArgumentException(users + " users. Expecting at least 1");
    }
    if (startMillis < 0 || rampMillis < 0 || endMillis < startMillis + rampMillis) {
      throw new IllegalArgumentException(
          "users from %d ms, ramp %d ms, until %d ms. Expecting the ramp to end before they leave"
              .formatted(startMillis, rampMillis, endMillis));
    }
  }

  /** When user {@code i} of this cohort (from 0) starts. */
  public long startOf(int i) {
    return startMillis + rampMillis * i / users;
  }
}
