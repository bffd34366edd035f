package io.functionrunner.perf.stats;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;

/**
 * How latency rises with load: R(λ) = a + bλ / (C − λ), which an M/M/1 queue has with a = b = the
 * service time.
 *
 * @param base a, the latency without load
 * @param rise b, at least 0
 * @param capacity C, the load at which it has no bound
 */
public record LatencyCurve(double base, double rise, double capacity) {

  private static final int EVALUATIONS = 2000;

  /** Starting points of C, as multiples of the largest load. */
  private static final double[] STARTS = {1.01, 1.1, 1.5, 3};

  /**
   * The best fit by least squares with b ≥ 0 and C above the largest load.
   *
   * @return empty for fewer than 4 points, or where nothing converges
   */
  public static Optional<LatencyCurve> fit(double[] load, double[] latency) {
    if (load.length != latency.length) {
      throw new IllegalArgumentException(
          "%d loads, %d latencies. Expecting as many".formatted(load.length, latency.length));
    }
    if (load.length < 4) {
      return Optional.empty();
    }
    double most = Arrays.stream(load).max().orElseThrow();
    double first = Arrays.stream(latency).min().orElseThrow();
    LatencyCurve best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double start : STARTS) {
      double[] p = {first, Math.sqrt(first / 2), Math.log(most * (start - 1))};
      try {
        Optimum optimum =
            new LevenbergMarquardtOptimizer()
                .optimize(
                    new LeastSquaresBuilder()
                        .start(p)
                        .target(latency)
                        .model(q -> values(of(q, most), load), q -> jacobian(q, most, load))
                        .maxEvaluations(EVALUATIONS)
                        .maxIterations(EVALUATIONS)
                        .build());
        if (optimum.getCost() < least) {
          least = optimum.getCost();
          best = of(optimum.getPoint().toArray(), most);
        }
      } catch (MathIllegalStateException e) {
        // Nothing is found from this start; the others remain.
      }
    }
    return Optional.ofNullable(best).filter(c -> Double.isFinite(c.capacity));
  }

  /** R(λ), for a load below the capacity. */
  public double latency(double load) {
    return base + rise * load / (capacity - load);
  }

  /** Without bounds: b is a square, and C − the largest load is a power of e. */
  private static LatencyCurve of(double[] p, double most) {
    return new LatencyCurve(p[0], p[1] * p[1], most + Math.exp(p[2]));
  }

  private static double[] values(LatencyCurve curve, double[] load) {
    return Arrays.stream(load).map(curve::latency).toArray();
  }

  private static double[][] jacobian(double[] p, double most, double[] load) {
    LatencyCurve curve = of(p, most);
    double[][] rows = new double[load.length][];
    for (int i = 0; i < rows.length; i++) {
      double left = curve.capacity - load[i];
      double share = load[i] / left;
      rows[i] = new double[] {1, share * 2 * p[1], -curve.rise * share / left * Math.exp(p[2])};
    }
    return rows;
  }
}
