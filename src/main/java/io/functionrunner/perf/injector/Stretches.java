package io.functionrunner.perf.injector;

import io.functionrunner.perf.run.Series;
import java.util.function.LongPredicate;

/**
 * Where a series was above a limit. A point stands for the time since the point before: so a stall
 * that kept the sampler itself from its work counts as long as it was.
 *
 * @param measuredMillis time that the points stand for
 * @param overMillis the part of it above the limit
 * @param overPoints points above the limit
 * @param longestMillis the longest stretch of points above the limit one after the other
 * @param startEpochMillis where it begins; 0 without any
 * @param endEpochMillis where it ends; 0 without any
 * @param max the largest value of all; NaN without points
 * @param sum of all values
 */
record Stretches(
    long measuredMillis,
    long overMillis,
    int overPoints,
    long longestMillis,
    long startEpochMillis,
    long endEpochMillis,
    double max,
    double sum) {

  /**
   * @param measured whether an instant in epoch milliseconds counts; a point counts when the middle
   *     of its time does
   */
  static Stretches of(Series series, double limit, long stepMillis, LongPredicate measured) {
    long measuredMillis = 0;
    long overMillis = 0;
    int overPoints = 0;
    double max = Double.NaN;
    double sum = 0;
    long longest = 0;
    long longestStart = 0;
    long longestEnd = 0;
    long current = 0;
    long currentStart = 0;
    for (int i = 0; i < series.size(); i++) {
      long at = series.epochMillis()[i];
      long reach = i == 0 ? stepMillis : at - series.epochMillis()[i - 1];
      if (!measured.test(at - reach / 2)) {
        current = 0;
        continue;
      }
      double value = series.values()[i];
      measuredMillis += reach;
      sum += value;
      max = Double.isNaN(max) ? value : Math.max(max, value);
      if (value <= limit) {
        current = 0;
        continue;
      }
      overMillis += reach;
      overPoints++;
      if (current == 0) {
        currentStart = at - reach;
      }
      current += reach;
      if (current > longest) {
        longest = current;
        longestStart = currentStart;
        longestEnd = at;
      }
    }
    return new Stretches(
        measuredMillis, overMillis, overPoints, longest, longestStart, longestEnd, max, sum);
  }

  /** Share of the time above the limit; 0 without points. */
  double overShare() {
    return measuredMillis == 0 ? 0 : (double) overMillis / measuredMillis;
  }
}
