package io.functionrunner.perf.stats;

import java.util.List;

/**
 * How much more the share of hits varies from batch to batch than independent hits would: the
 * values of one run cluster (a queue that is long now is long in a second too), and n of them then
 * tell as much as n / dispersion independent ones.
 *
 * <p>Pearson's chi-squared over its degrees of freedom (McCullagh and Nelder, "Generalized Linear
 * Models", 2nd edition, section 4.5), within strata: a level that differs between strata, as
 * between the steady phase and the spike, is not noise.
 */
public final class Dispersion {

  /** Hits among the trials of one batch, a stretch of time. */
  public record Batch(long hits, long trials) {

    public Batch {
      if (hits < 0 || hits > trials) {
        throw new IllegalArgumentException(
            "%d hits of %d. Expecting 0 <= hits <= trials".formatted(hits, trials));
      }
    }
  }

  private Dispersion() {}

  /**
   * Estimates it from the batches of each stratum: 1 for independent hits, more when they cluster.
   * Never below 1: hits that spread more evenly than chance are not more information.
   */
  public static double of(List<List<Batch>> strata) {
    double squares = 0;
    double expected = 0;
    for (List<Batch> batches : strata) {
      long hits = batches.stream().mapToLong(Batch::hits).sum();
      long trials = batches.stream().mapToLong(Batch::trials).sum();
      long filled = batches.stream().filter(b -> b.trials > 0).count();
      if (filled < 2) {
        continue;
      }
      double share = (double) hits / trials;
      expected += (filled - 1) * share * (1 - share);
      for (Batch batch : batches) {
        if (batch.trials > 0) {
          double off = batch.hits - share * batch.trials;
          squares += off * off / batch.trials;
        }
      }
    }
    return expected == 0 ? 1 : Math.max(1, squares / expected);
  }
}
