package io.functionrunner.perf.stats;

import org.apache.commons.math3.distribution.NormalDistribution;

/** Intervals of a share: how many of how many. */
public final class Shares {

  private Shares() {}

  /**
   * Wilson's score interval (Wilson 1927; Brown, Cai, DasGupta 2001, formula 4), two-sided.
   *
   * @param share observed, 0 to 1
   * @param total how many independent observations it rests on; less than were made when they
   *     cluster ({@link Dispersion}), so not always a whole number
   */
  public static Interval wilson(double share, double total, double confidence) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(share + ": not a share. Expecting 0 to 1");
    }
    if (!(total > 0)) {
      throw new IllegalArgumentException(total + " observations. Expecting more than 0");
    }
    requireInside(confidence, "confidence");
    double z =
        new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + confidence) / 2);
    double[] bounds = scoreInterval(share, total, z);
    return new Interval(bounds[0], bounds[1], confidence);
  }

  /** Lower and upper bound, {@code z} standard errors away. */
  static double[] scoreInterval(double share, double total, double z) {
    double z2 = z * z;
    double centre = (share + z2 / (2 * total)) / (1 + z2 / total);
    double half =
        z / (1 + z2 / total) * Math.sqrt(share * (1 - share) / total + z2 / (4 * total * total));
    // At a share of 0 or 1 the bound is exact, and rounding would miss it.
    return new double[] {
      share == 0 ? 0 : Math.max(0, centre - half), share == 1 ? 1 : Math.min(1, centre + half)
    };
  }

  static void requireInside(double value, String what) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s: not a %s. Expecting more than 0 and less than 1".formatted(value, what));
    }
  }
}
