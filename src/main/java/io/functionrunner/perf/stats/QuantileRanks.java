package io.functionrunner.perf.stats;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Confidence interval of a quantile by order statistics: the true p-quantile of the distribution
 * that n independent values come from lies between the low-th and the high-th smallest of them.
 * Nothing is assumed of the distribution. (David and Nagaraja, "Order Statistics", 3rd edition,
 * section 7.1.)
 *
 * @param low rank from 1; 0 when so few values give no lower bound
 * @param high rank up to n; n + 1 when they give no upper bound
 */
public record QuantileRanks(long low, long high) {

  /**
   * Each tail has at most (1 − confidence) / 2.
   *
   * @param n how many values, below 2^31
   * @param p the quantile, above 0 and below 1
   * @param confidence of the two-sided interval
   */
  public static QuantileRanks of(long n, double p, double confidence) {
    Shares.requireInside(p, "quantile");
    Shares.requireInside(confidence, "confidence");
    // The number of values at or below the true quantile is Binomial(n, p).
    BinomialDistribution below = new BinomialDistribution(null, Math.toIntExact(n), p);
    double tail = (1 - confidence) / 2;
    return new QuantileRanks(
        below.inverseCumulativeProbability(tail),
        below.inverseCumulativeProbability(1 - tail) + 1L);
  }

  /** The interval that these ranks span in {@code values}, in milliseconds. */
  public static Interval interval(MillisHistogram values, double p, double confidence) {
    QuantileRanks ranks = of(values.count(), p, confidence);
    return new Interval(
        ranks.low == 0 ? Double.NEGATIVE_INFINITY : values.valueAtRank(ranks.low),
        ranks.high > values.count() ? Double.POSITIVE_INFINITY : values.valueAtRank(ranks.high),
        confidence);
  }
}
