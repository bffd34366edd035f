package io.functionrunner.perf.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * How much more the share of hits varies from batch to batch than independent hits would: the
 * values of one run cluster (a queue that is long now is long in a second too), and n of them then
 * tell as much as n / factor independent ones.
 *
 * <p>The factor is Pearson's chi-squared over its degrees of freedom (McCullagh and Nelder,
 * "Generalized Linear Models", 2nd edition, section 4.5), within strata: a level that differs
 * between strata, as between the steady phase and the spike, is not noise. Values that hang
 * together over more than a batch show only in longer ones: the largest factor of the batches, of
 * pairs and of fours counts.
 *
 * @param factor at least 1: hits that spread more evenly than chance are not more information
 * @param degreesOfFreedom that the factor rests on, at least 1: few of them leave it uncertain
 */
public record Dispersion(double factor, int degreesOfFreedom) {

  private static final int LONGEST = 4;

  /** Hits among the trials of one batch, a stretch of time. */
  public record Batch(long hits, long trials) {

    public Batch {
      if (hits < 0 || hits > trials) {
        throw new IllegalArgumentException(
            "%d hits of %d. Expecting 0 <= hits <= trials".formatted(hits, trials));
      }
    }

    private Batch plus(Batch other) {
      return new Batch(hits + other.hits, trials + other.trials);
    }
  }

  public Dispersion {
    if (!(factor >= 1) || degreesOfFreedom < 1) {
      throw new IllegalArgumentException(
          "dispersion %s with %d degrees of freedom. Expecting both to be at least 1"
              .formatted(factor, degreesOfFreedom));
    }
  }

  /** Estimates it from the batches of each stratum, in order of time. */
  public static Dispersion of(List<List<Batch>> strata) {
    int degrees = strata.stream().mapToInt(s -> Math.max(0, filled(s).size() - 1)).sum();
    double factor = 1;
    List<List<Batch>> merged = strata;
    for (int length = 1; length <= LONGEST; length *= 2) {
      factor = Math.max(factor, chiSquaredPerDegree(merged));
      merged = merged.stream().map(Dispersion::pairs).toList();
    }
    return new Dispersion(factor, Math.max(1, degrees));
  }

  private static double chiSquaredPerDegree(List<List<Batch>> strata) {
    double squares = 0;
    double expected = 0;
    for (List<Batch> stratum : strata) {
      List<Batch> batches = filled(stratum);
      long hits = batches.stream().mapToLong(Batch::hits).sum();
      long trials = batches.stream().mapToLong(Batch::trials).sum();
      if (batches.size() > 1) {
        double share = (double) hits / trials;
        expected += (batches.size() - 1) * share * (1 - share);
        for (Batch batch : batches) {
          double off = batch.hits - share * batch.trials;
          squares += off * off / batch.trials;
        }
      }
    }
    return expected == 0 ? 1 : squares / expected;
  }

  private static List<Batch> filled(List<Batch> batches) {
    return batches.stream().filter(b -> b.trials > 0).toList();
  }

  private static List<Batch> pairs(List<Batch> batches) {
    List<Batch> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < batches.size(); i += 2) {
      pairs.add(batches.get(i).plus(batches.get(i + 1)));
    }
    if (batches.size() % 2 == 1) {
      pairs.add(batches.get(batches.size() - 1));
    }
    return pairs;
  }
}
