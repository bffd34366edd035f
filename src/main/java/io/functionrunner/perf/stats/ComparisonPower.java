package io.functionrunner.perf.stats;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * What a comparison of runs can find out, known before it is made.
 *
 * @param noise between the runs
 * @param within variance of one run's level, as far as the spread inside it tells
 * @param limit change, as a logarithm, that must not pass unseen
 * @param least estimate, as a logarithm, below which nothing fails
 * @param falseAlarms one-sided level of the test
 */
public record ComparisonPower(
    RunNoise noise, double within, double limit, double least, double falseAlarms) {

  /** More than that nobody waits for. */
  private static final int MOST_RUNS = 40;

  private static final int MOST_NEW = 20;

  /** How many runs of the baseline, and how many new ones. */
  public record Runs(int baseline, int candidates) {}

  /** The chance to find a change of exactly the limit. */
  public double of(int baseline, int candidates) {
    return of(baseline, candidates, new HashMap<>());
  }

  /**
   * The same.
   *
   * @param quantiles of Student's t by degrees of freedom, which are slow to find and come again
   */
  private double of(int baseline, int candidates, Map<Double, Double> quantiles) {
    double inside = Math.sqrt(within * (1.0 / baseline + 1.0 / candidates));
    RunNoise.StandardError error =
        noise.restingOn(Math.max(baseline + candidates - 2, 0)).error(baseline, candidates, inside);
    TDistribution student = new TDistribution(null, error.degreesOfFreedom());
    double quantile =
        quantiles.computeIfAbsent(
            error.degreesOfFreedom(), d -> student.inverseCumulativeProbability(1 - falseAlarms));
    double needed = Math.max(least, quantile * error.standardError());
    return student.cumulativeProbability((limit - needed) / error.standardError());
  }

  /**
   * The fewest runs, over those that there are, whose power is the wanted one; of equally few those
   * with more new runs. Empty when {@value #MOST_RUNS} and {@value #MOST_NEW} are not enough.
   */
  public Optional<Runs> needed(int baseline, int candidates, double power) {
    Map<Double, Double> quantiles = new HashMap<>();
    for (int more = 0; more <= MOST_RUNS + MOST_NEW; more++) {
      for (int fresh = Math.min(more, MOST_NEW - candidates); fresh >= 0; fresh--) {
        int n = baseline + more - fresh;
        if (n <= MOST_RUNS && of(n, candidates + fresh, quantiles) >= power) {
          return Optional.of(new Runs(n, candidates + fresh));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * How many times as many tasks a run needs, for the wanted power with these runs; empty when no
   * length of a run is enough, since it is the runs that differ.
   */
  public Optional<Double> longer(int baseline, int candidates, double power) {
    if (scaled(Double.POSITIVE_INFINITY).of(baseline, candidates) < power) {
      return Optional.empty();
    }
    double factor = 1;
    while (scaled(factor).of(baseline, candidates) < power) {
      factor *= 1.1;
    }
    return Optional.of(factor);
  }

  private ComparisonPower scaled(double factor) {
    // What repeated runs show shrinks too, down to the floor, as far as it comes from inside them.
    double explained = Math.max(0, noise.between() - within) + within / factor;
    RunNoise shorter = new RunNoise(explained, noise.repeats(), noise.floor(), noise.machine());
    return new ComparisonPower(shorter, within / factor, limit, least, falseAlarms);
  }
}
