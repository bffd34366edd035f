package io.functionrunner.perf.stats;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Whether a share of a population is within a limit, told from a sample of it: errors among tasks,
 * or tasks slower than a limit (so a p95 is within its limit when at most 5 % are slower).
 *
 * @param hits observed among {@code total}
 * @param dispersion of the hits over time; {@code total / factor} of the observations count
 * @param limit the largest share allowed, above 0 and below 1
 * @param confidence one-sided, of "beyond the limit"
 */
public record ShareLimit(
    long hits, long total, Dispersion dispersion, double limit, double confidence) {

  public ShareLimit {
    if (total < 1 || hits < 0 || hits > total) {
      throw new IllegalArgumentException(
          "%d of %d. Expecting 0 <= hits <= total, and at least 1".formatted(hits, total));
    }
    Shares.requireInside(limit, "limit of a share");
    if (!(confidence > 0.5 && confidence < 1)) {
      throw new IllegalArgumentException(
          confidence + ": not a confidence. Expecting more than 0.5 and less than 1");
    }
  }

  public double share() {
    return (double) hits / total;
  }

  /**
   * The share is at least this, with the one-sided confidence: Wilson's bound for as many
   * observations as are independent, with Student's t in place of the normal quantile, since how
   * many they are is itself an estimate.
   */
  public double atLeast() {
    double t =
        new TDistribution(null, dispersion.degreesOfFreedom())
            .inverseCumulativeProbability(confidence);
    return Shares.scoreInterval(share(), total / dispersion.factor(), t)[0];
  }

  /**
   * FAIL when the share is beyond the limit with the asked confidence, PASS when the observed share
   * is within it, and INCONCLUSIVE between: beyond, but chance could explain it.
   */
  public Verdict verdict() {
    if (share() <= limit) {
      return Verdict.PASS;
    }
    return atLeast() > limit ? Verdict.FAIL : Verdict.INCONCLUSIVE;
  }

  /** Whether it is within the limit with 99 % confidence, not only as observed. */
  public boolean certified() {
    long independent = (long) Math.floor(total / dispersion.factor());
    long over = (long) Math.ceil(hits / dispersion.factor());
    return CertifiedQuantile.holds(1 - limit, over, independent, CertifiedQuantile.CONFIDENCE);
  }

  /** How many observations at least, none of them a hit, could certify the limit. */
  public long floor() {
    return CertifiedQuantile.floor(1 - limit);
  }
}
