package io.functionrunner.perf.stats;

import java.util.Arrays;

/**
 * Centre and spread that a share of outliers below one half cannot move: median and median absolute
 * deviation. A value is an outlier when it lies more than so many spreads from the centre (Hampel
 * 1974; Davies and Gather 1993, section 4).
 *
 * @param median of the values
 * @param mad median of the distances from the median, unscaled
 */
public record RobustSpread(double median, double mad) {

  /** Makes the MAD estimate a normal distribution's standard deviation: 1 / Φ⁻¹(3/4). */
  public static final double NORMAL = 1.482602218505602;

  /** Of at least one value, none of them NaN. The argument is not changed. */
  public static RobustSpread of(double[] values) {
    double median = median(values);
    double[] distances = new double[values.length];
    Arrays.setAll(distances, i -> Math.abs(values[i] - median));
    return new RobustSpread(median, median(distances));
  }

  /** The standard deviation of a normal distribution that has this MAD. */
  public double sigma() {
    return NORMAL * mad;
  }

  /** The middle value, or the mean of the two in the middle. The argument is not changed. */
  public static double median(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values. Expecting at least one");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
