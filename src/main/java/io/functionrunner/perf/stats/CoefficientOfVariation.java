package io.functionrunner.perf.stats;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How much a positive quantity varies from one measurement to the next, as a share of its mean.
 *
 * @param value standard deviation (of a sample: n − 1) / mean
 * @param interval where the true one lies, for normal values; its upper bound is infinite where the
 *     sample gives none
 */
public record CoefficientOfVariation(double mean, double value, Interval interval) {

  /**
   * Of a sample. The interval is McKay's, as modified by Vangel ("Confidence intervals for a normal
   * coefficient of variation", The American Statistician 50, 1996): with ν = n − 1, K the sample's
   * coefficient and u a quantile of χ² with ν degrees of freedom, a bound is K / √(((u + 2) / n −
   * 1) K² + u / ν). It is good to a percentage point of coverage where the true one is below 0.33.
   *
   * @param values two or more, with a mean above 0
   */
  public static CoefficientOfVariation of(double[] values, double confidence) {
    double mean = StatUtils.mean(values);
    if (values.length < 2 || !(mean > 0)) {
      throw new IllegalArgumentException(
          "%d values with mean %s. Expecting two or more, with a mean above 0"
              .formatted(values.length, mean));
    }
    double value = Math.sqrt(StatUtils.variance(values, mean)) / mean;
    ChiSquaredDistribution chiSquared = new ChiSquaredDistribution(values.length - 1.0);
    double half = (1 - confidence) / 2;
    double low = bound(value, values.length, chiSquared.inverseCumulativeProbability(1 - half));
    double high = bound(value, values.length, chiSquared.inverseCumulativeProbability(half));
    return new CoefficientOfVariation(mean, value, new Interval(low, high, confidence));
  }

  private static double bound(double value, int n, double chiSquared) {
    double square = ((chiSquared + 2) / n - 1) * value * value + chiSquared / (n - 1);
    return square > 0 ? value / Math.sqrt(square) : Double.POSITIVE_INFINITY;
  }
}
