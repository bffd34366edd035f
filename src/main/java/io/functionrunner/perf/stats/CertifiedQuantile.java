package io.functionrunner.perf.stats;

import java.util.OptionalInt;
import org.apache.commons.math3.special.Beta;

/**
 * Early stopping of MLPerf LoadGen ("MLPerf Inference rules", appendix "Early stopping criterion"):
 * with t values over a limit and h within it, the p-quantile is within the limit with confidence c
 * when I(p; h, t + 1) ≤ 1 − c, I being the regularised incomplete beta function. Values are taken
 * as independent.
 */
public final class CertifiedQuantile {

  /** The confidence that MLPerf asks for. */
  public static final double CONFIDENCE = 0.99;

  private CertifiedQuantile() {}

  /**
   * The fewest values, of which {@code over} exceed a limit, that certify the p-quantile to be
   * within it.
   */
  public static long smallestTotal(double p, long over, double confidence) {
    Shares.requireInside(p, "quantile");
    Shares.requireInside(confidence, "confidence");
    long enough = 1;
    while (!certifies(p, over, enough, confidence)) {
      enough *= 2;
    }
    long tooFew = enough / 2;
    while (enough - tooFew > 1) {
      long middle = (tooFew + enough) >>> 1;
      if (certifies(p, over, middle, confidence)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return over + enough;
  }

  /** The fewest values that certify any limit at all: none of them exceeds it. */
  public static long floor(double p) {
    return smallestTotal(p, 0, CONFIDENCE);
  }

  /** Whether {@code total} values, of which {@code over} exceed a limit, certify the p-quantile. */
  public static boolean holds(double p, long over, long total, double confidence) {
    return over < total && certifies(p, over, total - over, confidence);
  }

  /**
   * The lowest of {@code values} that their p-quantile is certified not to exceed; empty below the
   * {@link #floor}.
   */
  public static OptionalInt of(MillisHistogram values, double p) {
    long n = values.count();
    if (!holds(p, 0, n, CONFIDENCE)) {
      return OptionalInt.empty();
    }
    long most = 0;
    long tooMany = n;
    while (tooMany - most > 1) {
      long middle = (most + tooMany) >>> 1;
      if (holds(p, middle, n, CONFIDENCE)) {
        most = middle;
      } else {
        tooMany = middle;
      }
    }
    return OptionalInt.of(values.valueAtRank(n - most));
  }

  private static boolean certifies(double p, long over, long within, double confidence) {
    return Beta.regularizedBeta(p, (double) within, over + 1.0) <= 1 - confidence;
  }
}
