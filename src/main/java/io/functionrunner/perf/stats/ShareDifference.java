package io.functionrunner.perf.stats;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * How much a share differs between two samples.
 *
 * @param oldHits of {@code oldTotal}
 * @param newHits of {@code newTotal}
 */
public record ShareDifference(long oldHits, long oldTotal, long newHits, long newTotal) {

  /** Below this many expected hits a normal approximation says little. */
  private static final double FEW = 5;

  /** A chance so large that nobody asks how large exactly. */
  private static final double CLEAR = 0.05;

  /** Of more trials the exact test takes seconds, and Fisher's, which never says less, is near. */
  private static final long MANY = 3_000;

  /** Values of the unknown common share that are tried. */
  private static final int GRID = 200;

  /** Further from its mean a binomial count does not matter. */
  private static final double FAR = 7;

  /** A chance below this is not told from it. */
  private static final double SMALLEST = 1e-12;

  public ShareDifference {
    if (oldHits < 0 || newHits < 0 || oldHits > oldTotal || newHits > newTotal) {
      throw new IllegalArgumentException(
          "%d of %d and %d of %d. Expecting 0 <= hits <= total"
              .formatted(oldHits, oldTotal, newHits, newTotal));
    }
    if (oldTotal == 0 || newTotal == 0) {
      throw new IllegalArgumentException("a share of nothing. Expecting at least one trial");
    }
  }

  /** New share minus old share. */
  public double estimate() {
    return newShare() - oldShare();
  }

  public double oldShare() {
    return (double) oldHits / oldTotal;
  }

  public double newShare() {
    return (double) newHits / newTotal;
  }

  /**
   * The difference is at least this, with the one-sided confidence: Newcombe's hybrid of two Wilson
   * intervals ("Interval estimation for the difference between independent proportions", Statistics
   * in Medicine 17, 1998, method 10).
   */
  public double atLeast(double confidence) {
    double z = normal(confidence);
    double lowNew = newShare() - Shares.scoreInterval(newShare(), (double) newTotal, z)[0];
    double highOld = Shares.scoreInterval(oldShare(), (double) oldTotal, z)[1] - oldShare();
    return estimate() - Math.hypot(lowNew, highOld);
  }

  /** The difference is at most this, with the one-sided confidence. */
  public double atMost(double confidence) {
    double z = normal(confidence);
    double highNew = Shares.scoreInterval(newShare(), (double) newTotal, z)[1] - newShare();
    double lowOld = oldShare() - Shares.scoreInterval(oldShare(), (double) oldTotal, z)[0];
    return estimate() + Math.hypot(highNew, lowOld);
  }

  /** Whether so few hits are expected that only {@link #boschloo()} is exact. */
  public boolean few() {
    double common = (double) (oldHits + newHits) / (oldTotal + newTotal);
    return common * Math.min(oldTotal, newTotal) < FEW;
  }

  /**
   * Chance of what was seen or what speaks stronger for a larger new share, were the shares equal.
   * Exact where few hits are expected (Boschloo's test, of many trials Fisher's), else the
   * confidence at which {@link #atLeast} is 0.
   */
  public double chance() {
    if (estimate() <= 0) {
      return 1 - new NormalDistribution(null, 0, 1).cumulativeProbability(pooledScore());
    }
    if (few()) {
      double fisher = fisher(oldHits, newHits);
      return fisher > CLEAR || oldTotal + newTotal > MANY ? fisher : boschloo();
    }
    // The bound rises with the chance of error that is accepted.
    double low = 0;
    double high = 0.5;
    while (high - low > 1e-6 * high) {
      double middle = (low + high) / 2;
      if (atLeast(1 - middle) > 0) {
        high = middle;
      } else {
        low = middle;
      }
      if (high < SMALLEST) {
        return SMALLEST;
      }
    }
    return high;
  }

  /**
   * Boschloo's exact unconditional test (1970), one-sided: Fisher's conditional chance is the
   * statistic, and of its distribution the least favourable common share counts.
   */
  public double boschloo() {
    double seen = fisher(oldHits, newHits) * (1 + 1e-9);
    int most = (int) oldTotal;
    // For each count of old hits the fewest new ones that speak at least as strongly.
    int[] critical = new int[most + 1];
    int fewest = 0;
    for (int old = 0; old <= most; old++) {
      while (fewest <= newTotal && fisher(old, fewest) > seen) {
        fewest++;
      }
      critical[old] = fewest;
    }
    double worst = 0;
    for (int i = 1; i < GRID; i++) {
      // Denser at both ends, where rare hits are.
      double share = (1 - Math.cos(Math.PI * i / GRID)) / 2;
      worst = Math.max(worst, chanceOf(critical, share));
    }
    return Math.min(1, worst);
  }

  private double chanceOf(int[] critical, double share) {
    BinomialDistribution old = new BinomialDistribution(null, (int) oldTotal, share);
    BinomialDistribution fresh = new BinomialDistribution(null, (int) newTotal, share);
    double mean = oldTotal * share;
    double reach = FAR * Math.sqrt(mean * (1 - share)) + FAR;
    int first = (int) Math.max(0, mean - reach);
    int last = (int) Math.min((double) oldTotal, mean + reach);
    double sum = 0;
    for (int hits = first; hits <= last; hits++) {
      if (critical[hits] <= newTotal) {
        sum += old.probability(hits) * (1 - fresh.cumulativeProbability(critical[hits] - 1));
      }
    }
    return sum;
  }

  private double fisher(long old, long fresh) {
    int hits = (int) (old + fresh);
    if (hits == 0) {
      return 1;
    }
    return new HypergeometricDistribution(null, (int) (oldTotal + newTotal), hits, (int) newTotal)
        .upperCumulativeProbability((int) fresh);
  }

  private double pooledScore() {
    double common = (double) (oldHits + newHits) / (oldTotal + newTotal);
    double error = Math.sqrt(common * (1 - common) * (1.0 / oldTotal + 1.0 / newTotal));
    return error == 0 ? 0 : estimate() / error;
  }

  private static double normal(double confidence) {
    return new NormalDistribution(null, 0, 1).inverseCumulativeProbability(confidence);
  }
}
