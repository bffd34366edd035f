package io.functionrunner.perf.stats;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * How much the logarithm of a positive quantity differs between two sets of runs: 0.1 is 10.5 %
 * more.
 *
 * @param estimate mean of the new runs' logarithms minus that of the baseline's
 * @param standardError of the estimate, above 0
 * @param degreesOfFreedom that the standard error rests on
 */
public record LogDifference(double estimate, double standardError, double degreesOfFreedom) {

  public LogDifference {
    if (!Double.isFinite(estimate) || !(standardError > 0) || !(degreesOfFreedom >= 1)) {
      throw new IllegalArgumentException(
          "difference %s ± %s with %s degrees of freedom. Expecting finite, above 0, at least 1"
              .formatted(estimate, standardError, degreesOfFreedom));
    }
  }

  /**
   * Compares runs by the level of each, the mean logarithm of what it measured.
   *
   * @param within standard error of the difference, as far as the spread inside the runs tells it
   */
  public static LogDifference of(
      double[] baseline, double[] candidates, RunNoise noise, double within) {
    double estimate = mean(candidates) - mean(baseline);
    RunNoise.StandardError error = noise.error(baseline.length, candidates.length, within);
    return new LogDifference(estimate, error.standardError(), error.degreesOfFreedom());
  }

  /** The difference is at least this, with the one-sided confidence. */
  public double atLeast(double confidence) {
    return estimate - student().inverseCumulativeProbability(confidence) * standardError;
  }

  /** The difference is at most this, with the one-sided confidence. */
  public double atMost(double confidence) {
    return estimate + student().inverseCumulativeProbability(confidence) * standardError;
  }

  /** Chance of an estimate as large as this one or larger, were there no difference. */
  public double chance() {
    return student().cumulativeProbability(-estimate / standardError);
  }

  /** Seen from the other side: what was more is less. */
  public LogDifference negated() {
    return new LogDifference(-estimate, standardError, degreesOfFreedom);
  }

  private TDistribution student() {
    return new TDistribution(null, degreesOfFreedom);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
