package io.functionrunner.perf.stats;

/**
 * Where the level of a series changed.
 *
 * @param index of the first value of the new level
 * @param before mean of the values from the change point before it, or from the start
 * @param after mean of the values up to the next change point, or to the end
 * @param p of Student's two-sided t-test between these values
 */
public record ChangePoint(int index, double before, double after, double p) {

  /** By how much, as a share of the old level; infinite when that was 0. */
  public double change() {
    return after / before - 1;
  }
}
