package io.functionrunner.perf.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Whether values rise or fall over time, and how fast, with nothing assumed of their distribution:
 * the slope of Theil (1950) and Sen (1968), and the test of Mann (1945) and Kendall (1975).
 *
 * <p>Both take the values for independent. Those of one run are not: a busy minute follows a busy
 * minute. So the variance of Kendall's S is inflated by (1 + r) / (1 − r), with r the lag-1
 * autocorrelation of what the trend leaves over, where that is above 0 (Yue and Wang 2004, for an
 * AR(1) process); {@link #of} does so, {@link #ofIndependent} does not.
 *
 * @param slope median of the slopes of all pairs, per unit of time
 * @param intercept median of y − slope · x: the line's value at time 0
 * @param slopeInterval of the slope
 * @param s Kendall's S: pairs that rise less pairs that fall
 * @param p two-sided, of Mann and Kendall's test, with the correction for ties and for continuity
 * @param inflation of the variance, 1 when values are taken as independent
 */
public record Trend(
    double slope, double intercept, Interval slopeInterval, long s, double p, double inflation) {

  private static final int FEWEST = 4;
  private static final double MOST_CORRELATION = 0.9;

  /**
   * Of values that may be autocorrelated.
   *
   * @param times rising strictly
   * @param values as many, at least four
   */
  public static Trend of(double[] times, double[] values, double confidence) {
    Trend naive = of(times, values, confidence, 1);
    double[] left = new double[values.length];
    Arrays.setAll(left, i -> values[i] - naive.slope * times[i]);
    double r = Math.min(MOST_CORRELATION, lagOneCorrelation(left));
    return r > 0 ? of(times, values, confidence, (1 + r) / (1 - r)) : naive;
  }

  /** Of independent values. */
  public static Trend ofIndependent(double[] times, double[] values, double confidence) {
    return of(times, values, confidence, 1);
  }

  private static Trend of(double[] times, double[] values, double confidence, double inflation) {
    int n = values.length;
    if (times.length != n || n < FEWEST) {
      throw new IllegalArgumentException(
          "%d times, %d values. Expecting as many, at least %d".formatted(times.length, n, FEWEST));
    }
    Shares.requireInside(confidence, "confidence");
    double[] slopes = new double[n * (n - 1) / 2];
    long s = 0;
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        if (!(times[j] > times[i])) {
          throw new IllegalArgumentException(
              "%s after %s. Expecting rising times".formatted(times[j], times[i]));
        }
        slopes[next++] = (values[j] - values[i]) / (times[j] - times[i]);
        s += (long) Math.signum(values[j] - values[i]);
      }
    }
    Arrays.sort(slopes);
    double slope = RobustSpread.median(slopes);
    double sigma = Math.sqrt(inflation * variance(values));
    return new Trend(
        slope,
        RobustSpread.median(values) - slope * RobustSpread.median(times),
        interval(slopes, sigma, confidence),
        s,
        probability(s, sigma),
        inflation);
  }

  /** Of S, without a trend; groups of equal values lessen it (Kendall 1975, equation 4.3). */
  private static double variance(double[] values) {
    double n = values.length;
    double sum = n * (n - 1) * (2 * n + 5);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; ) {
      int j = i;
      while (j < sorted.length && sorted[j] == sorted[i]) {
        j++;
      }
      double ties = j - i;
      sum -= ties * (ties - 1) * (2 * ties + 5);
      i = j;
    }
    return sum / 18;
  }

  /** Sen (1968), equation 2.6: ranks around the middle, z · σ(S) / 2 away on either side. */
  private static Interval interval(double[] slopes, double sigma, double confidence) {
    double half =
        new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + confidence) / 2)
            * sigma;
    int count = slopes.length;
    int upper = (int) Math.min(Math.round((count + half) / 2), count - 1);
    int lower = (int) Math.max(Math.round((count - half) / 2) - 1, 0);
    return new Interval(slopes[lower], slopes[upper], confidence);
  }

  private static double probability(long s, double sigma) {
    if (s == 0 || sigma == 0) {
      return 1;
    }
    double z = (Math.abs(s) - 1) / sigma;
    return 2 * new NormalDistribution(null, 0, 1).cumulativeProbability(-z);
  }

  private static double lagOneCorrelation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = 0;
    double products = 0;
    for (int i = 0; i < values.length; i++) {
      double centred = values[i] - mean;
      squares += centred * centred;
      if (i > 0) {
        products += centred * (values[i - 1] - mean);
      }
    }
    return squares == 0 ? 0 : products / squares;
  }
}
