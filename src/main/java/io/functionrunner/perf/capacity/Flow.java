package io.functionrunner.perf.capacity;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Tasks through a level: how many came, how many were completed meanwhile, how many were in the
 * system.
 *
 * @param offered tasks submitted in the level
 * @param completed tasks completed while it lasted, whenever submitted
 * @param seconds its length
 * @param inFlight tasks in the system on average, in equal stretches of the level
 */
record Flow(long offered, long completed, double seconds, List<Double> inFlight) {

  Flow {
    inFlight = List.copyOf(inFlight);
  }

  /** Less than this of the offered tasks completed: the level is not carried. */
  static final double SHARE = 0.98;

  private static final double CONFIDENCE = 0.99;
  private static final double NORMAL_99 = 2.326;

  double offeredRate() {
    return offered / seconds;
  }

  double completedRate() {
    return completed / seconds;
  }

  /** N, which is X · R by Little's law. */
  double averageInFlight() {
    double sum = 0;
    for (double n : inFlight) {
      sum += n;
    }
    return sum / inFlight.size();
  }

  /**
   * Whether fewer were completed than came, not by chance: of a system in balance the numbers in it
   * at the level's start and end differ by a variance of 2N.
   */
  boolean fallsShort() {
    double missing = (double) offered - completed;
    return completed < SHARE * offered && missing > chance();
  }

  /** The share of the offered tasks that may be missing by chance. */
  double resolution() {
    return chance() / Math.max(1, offered);
  }

  private double chance() {
    return NORMAL_99 * Math.sqrt(2 * averageInFlight());
  }

  /** Tasks per second by which the number in flight grows: least squares over the stretches. */
  double slope() {
    return line()[0];
  }

  /**
   * Whether the slope is above 0 with 99 % confidence, the standard error widened by the
   * autocorrelation of what is left of the line, and worth more than 2 % of the offered load.
   */
  boolean grows() {
    double[] line = line();
    double t =
        new TDistribution(null, inFlight.size() - 2.0).inverseCumulativeProbability(CONFIDENCE);
    return line[0] - t * line[1] > 0 && line[0] > (1 - SHARE) * offeredRate();
  }

  /** Slope and its standard error. */
  private double[] line() {
    int n = inFlight.size();
    double step = seconds / n;
    double mean = averageInFlight();
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < n; i++) {
      double x = (i - (n - 1) / 2.0) * step;
      xx += x * x;
      xy += x * (inFlight.get(i) - mean);
    }
    double slope = xy / xx;
    double squares = 0;
    double products = 0;
    double before = 0;
    for (int i = 0; i < n; i++) {
      double residual = inFlight.get(i) - mean - slope * (i - (n - 1) / 2.0) * step;
      squares += residual * residual;
      products += i == 0 ? 0 : residual * before;
      before = residual;
    }
    double correlation = squares == 0 ? 0 : Math.min(0.9, Math.max(0, products / squares));
    double error = Math.sqrt(squares / (n - 2) / xx * (1 + correlation) / (1 - correlation));
    return new double[] {slope, error};
  }
}
