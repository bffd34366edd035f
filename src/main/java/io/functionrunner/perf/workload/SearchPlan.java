package io.functionrunner.perf.workload;

/**
 * How a profile looks for the limit of a system: in steps of one length, each at a load that is
 * decided when the one before was judged.
 *
 * @param settleMillis at a step's beginning, which count for nothing
 * @param levelMillis that it is judged by
 */
public record SearchPlan(long settleMillis, long levelMillis) {

  public SearchPlan {
    if (settleMillis < 0 || levelMillis < 1) {
      throw new IllegalArgumentException(
          "settling for %d ms, judged by %d ms. Expecting 0 or more, and 1 or more"
              .formatted(settleMillis, levelMillis));
    }
  }

  /** Length of a step. */
  public long stepMillis() {
    return settleMillis + levelMillis;
  }

  SearchPlan stretched(double factor) {
    return new SearchPlan(
        Math.round(settleMillis * factor), Math.max(1, Math.round(levelMillis * factor)));
  }
}
