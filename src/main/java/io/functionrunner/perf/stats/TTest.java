package io.functionrunner.perf.stats;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Student's two-sided t-test for the means of two neighbouring stretches of a series, variances
 * taken as equal: it works with the few values that a new level has at first.
 *
 * @param before mean of the first stretch
 * @param after mean of the second
 * @param p 1 when there are too few values to tell
 */
record TTest(double before, double after, double p) {

  /** Of the values from {@code start} to {@code split} against those from there to {@code end}. */
  static TTest of(double[] values, int start, int split, int end) {
    double before = mean(values, start, split);
    double after = mean(values, split, end);
    int freedom = end - start - 2;
    if (freedom < 1) {
      return new TTest(before, after, 1);
    }
    double variance =
        (squares(values, start, split, before) + squares(values, split, end, after)) / freedom;
    double error = Math.sqrt(variance * (1.0 / (split - start) + 1.0 / (end - split)));
    double difference = Math.abs(after - before);
    if (difference == 0) {
      return new TTest(before, after, 1);
    }
    // An error of 0 makes the quotient infinite, and the probability 0.
    double p = 2 * new TDistribution(freedom).cumulativeProbability(-difference / error);
    return new TTest(before, after, p);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private static double squares(double[] values, int from, int to, double mean) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (values[i] - mean) * (values[i] - mean);
    }
    return sum;
  }
}
