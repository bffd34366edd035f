package io.functionrunner.perf.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;

/**
 * The Universal Scalability Law (Gunther 2007) as least squares have it: throughput X(N) = λN / (1
 * + σ(N−1) + κN(N−1)).
 *
 * @param sigma contention, 0 to 1
 * @param kappa crosstalk, at least 0
 * @param lambda throughput at N = 1
 */
public record Scalability(double sigma, double kappa, double lambda) {

  private static final int EVALUATIONS = 2000;
  private static final double[][] STARTS = {
    {0.5, 1e-9}, {0.05, 1e-3}, {0.01, 1e-5}, {0.001, 1e-8}, {0.2, 0.05}
  };

  /**
   * Intervals by residual bootstrap: the fitted curve with residuals drawn anew, fitted again.
   *
   * @param peak of the concurrency at the peak; without an upper bound where resamples had none
   */
  public record Intervals(Interval sigma, Interval kappa, Interval peak) {}

  /**
   * The best fit with 0 ≤ σ &lt; 1 and κ ≥ 0. Levenberg–Marquardt knows no bounds: it looks for u,
   * v and w, with σ = sin² u, κ = v², λ = eʷ.
   *
   * @param concurrency and {@code throughput}, point by point, all above 0
   * @return empty for fewer than 4 points, which three parameters explain whatever they are
   */
  public static Optional<Scalability> fit(double[] concurrency, double[] throughput) {
    if (concurrency.length != throughput.length) {
      throw new IllegalArgumentException(
          "%d concurrencies, %d throughputs. Expecting as many"
              .formatted(concurrency.length, throughput.length));
    }
    if (concurrency.length < 4) {
      return Optional.empty();
    }
    Scalability best = null;
    double least = Double.POSITIVE_INFINITY;
    double lambda = 0;
    for (int i = 0; i < concurrency.length; i++) {
      lambda = Math.max(lambda, throughput[i] / concurrency[i]);
    }
    for (double[] start : STARTS) {
      Scalability found =
          new Scalability(start[0], start[1], lambda).improved(concurrency, throughput);
      double squares = found.squares(concurrency, throughput);
      if (squares < least) {
        least = squares;
        best = found;
      }
    }
    return Optional.ofNullable(best);
  }

  /** X(N). */
  public double throughput(double concurrency) {
    return lambda * concurrency / denominator(concurrency);
  }

  /** Where more concurrency begins to cost throughput; infinite without crosstalk. */
  public double peakConcurrency() {
    return kappa > 0 ? Math.sqrt((1 - sigma) / kappa) : Double.POSITIVE_INFINITY;
  }

  /** The most it ever does: at the peak, or as concurrency grows; infinite if linear. */
  public double mostThroughput() {
    return kappa > 0
        ? throughput(Math.max(1, peakConcurrency()))
        : sigma > 0 ? lambda / sigma : Double.POSITIVE_INFINITY;
  }

  /** Intervals of this fit to these points, the same for the same seed. */
  public Intervals intervals(
      double[] concurrency, double[] throughput, int resamples, double confidence, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = concurrency.length;
    // Residuals of a fit are smaller than the errors by the degrees of freedom it took, and their
    // spread is known from the n − 3 left only: Student's quantile in place of the normal one.
    double tail = (1 + confidence) / 2;
    double student =
        new TDistribution(null, n - 3).inverseCumulativeProbability(tail)
            / new NormalDistribution(null, 0, 1).inverseCumulativeProbability(tail);
    double inflation = student * Math.sqrt((double) n / (n - 3));
    Scalability[] fits = new Scalability[resamples];
    for (int r = 0; r < resamples; r++) {
      double[] again = new double[n];
      for (int i = 0; i < n; i++) {
        int drawn = random.nextInt(n);
        double residual = throughput[drawn] - throughput(concurrency[drawn]);
        again[i] = Math.max(0, throughput(concurrency[i]) + inflation * residual);
      }
      fits[r] = improved(concurrency, again);
    }
    return new Intervals(
        middle(fits, Scalability::sigma, confidence),
        middle(fits, Scalability::kappa, confidence),
        middle(fits, Scalability::peakConcurrency, confidence));
  }

  private static Interval middle(
      Scalability[] fits, ToDoubleFunction<Scalability> value, double confidence) {
    double[] sorted = Arrays.stream(fits).mapToDouble(value).sorted().toArray();
    int tail = (int) Math.floor((1 - confidence) / 2 * sorted.length);
    return new Interval(sorted[tail], sorted[sorted.length - 1 - tail], confidence);
  }

  private double denominator(double n) {
    return 1 + sigma * (n - 1) + kappa * n * (n - 1);
  }

  private double squares(double[] concurrency, double[] throughput) {
    double sum = 0;
    for (int i = 0; i < concurrency.length; i++) {
      double residual = throughput[i] - throughput(concurrency[i]);
      sum += residual * residual;
    }
    return sum;
  }

  /** The optimum near this; this where none is found. */
  private Scalability improved(double[] concurrency, double[] throughput) {
    // On a bound the derivative of the reparametrised value is 0: it could never leave.
    double u = Math.asin(Math.sqrt(Math.min(Math.max(sigma, 1e-8), 1 - 1e-8)));
    double v = Math.sqrt(Math.max(kappa, 1e-12));
    try {
      Optimum optimum =
          new LevenbergMarquardtOptimizer()
              .optimize(
                  new LeastSquaresBuilder()
                      .start(new double[] {u, v, Math.log(lambda)})
                      .target(throughput)
                      .model(p -> values(of(p), concurrency), p -> jacobian(p, concurrency))
                      .maxEvaluations(EVALUATIONS)
                      .maxIterations(EVALUATIONS)
                      .build());
      return of(optimum.getPoint().toArray());
    } catch (MathIllegalStateException e) {
      return this;
    }
  }

  private static Scalability of(double[] p) {
    double sine = Math.sin(p[0]);
    return new Scalability(sine * sine, p[1] * p[1], Math.exp(p[2]));
  }

  private static double[] values(Scalability law, double[] concurrency) {
    return Arrays.stream(concurrency).map(law::throughput).toArray();
  }

  private static double[][] jacobian(double[] p, double[] concurrency) {
    Scalability law = of(p);
    double[][] rows = new double[concurrency.length][];
    for (int i = 0; i < rows.length; i++) {
      double n = concurrency[i];
      double x = law.throughput(n);
      double perDenominator = -x / law.denominator(n) * (n - 1);
      rows[i] =
          new double[] {perDenominator * Math.sin(2 * p[0]), perDenominator * n * 2 * p[1], x};
    }
    return rows;
  }
}
