package io.functionrunner.perf.stats;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How much equal runs differ by themselves, on the scale of logarithms. What repeated runs show
 * holds the noise inside each of them already, so that is not added to it; but few runs may agree
 * by luck, so what is taken is never less than a floor and the noise inside the runs.
 *
 * @param between variance between repeated runs, which {@code repeats} (degrees of freedom) rest
 *     on; 0 and 0 for a single run
 * @param floor variance below which no set of runs is believed
 * @param machine variance that another machine adds to all of its runs at once
 */
public record RunNoise(double between, int repeats, double floor, double machine) {

  /** A coefficient of variation of 1.5 %: that of runs on a quiet machine of one's own. */
  public static final double FLOOR = 0.015 * 0.015;

  /** What is not estimated from few values needs no Student's t. */
  private static final double KNOWN = 1e6;

  /** Where few runs agree, the floor counts like as many runs again. */
  private static final int FLOOR_REPEATS = 2;

  /** A standard error, and what it rests on. */
  public record StandardError(double standardError, double degreesOfFreedom) {}

  public RunNoise {
    if (!(between >= 0) || repeats < 0 || !(floor > 0) || !(machine >= 0)) {
      throw new IllegalArgumentException(
          "noise %s of %d repeats, floor %s, machine %s. Expecting no negative, and a floor above 0"
              .formatted(between, repeats, floor, machine));
    }
  }

  /** From the levels of the baseline's runs and of the new ones: each set around its own mean. */
  public static RunNoise of(double[] baseline, double[] candidates, double machine) {
    int repeats = baseline.length + candidates.length - 2;
    double squares = squares(baseline) + squares(candidates);
    return new RunNoise(repeats == 0 ? 0 : squares / repeats, repeats, FLOOR, machine);
  }

  /** Of the difference between the means of {@code n} runs and of {@code m} others. */
  public StandardError error(int n, int m, double within) {
    double share = 1.0 / n + 1.0 / m;
    double seen = between * share;
    double least = floor * share + within * within;
    double degrees =
        repeats == 0 ? KNOWN : seen > least ? repeats : (double) FLOOR_REPEATS * repeats;
    return new StandardError(Math.sqrt(Math.max(seen, least) + machine), degrees);
  }

  /**
   * The same for planning: with the upper bound of the variance, at 80 % confidence, so that a
   * lucky set of few runs does not ask for too few (Browne, "On the use of a pilot sample for
   * sample size determination", Statistics in Medicine 14, 1995).
   */
  public RunNoise careful() {
    if (repeats == 0) {
      return this;
    }
    double low = new ChiSquaredDistribution(null, repeats).inverseCumulativeProbability(0.2);
    return new RunNoise(between * repeats / low, repeats, floor, machine);
  }

  /** As if it rested on that many runs: what a larger set will know. */
  RunNoise restingOn(int newRepeats) {
    return new RunNoise(between, newRepeats, floor, machine);
  }

  private static double squares(double[] levels) {
    return levels.length < 2 ? 0 : StatUtils.variance(levels) * (levels.length - 1);
  }
}
