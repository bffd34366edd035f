package io.functionrunner.perf.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Hierarchical E-divisive splits of one window of a series (Matteson and James, "A Nonparametric
 * Approach for Multiple Change Point Analysis of Multivariate Data", JASA 109, 2014, section 3):
 * the stretch whose best split has the largest divergence is split first, while the t-test holds.
 */
final class Divisive {

  /**
   * A split of the stretch from {@code start} to {@code end}.
   *
   * @param index first value of the right side, {@code until} the end of what its divergence
   *     compares: a level that goes again does not hide its coming
   */
  private record Candidate(int start, int index, int until, int end, double divergence) {}

  private final double[] values;
  private final int start;
  private final int end;
  private final double mostP;

  /** For the values from {@code start} to {@code end}, exclusive. */
  Divisive(double[] values, int start, int end, double mostP) {
    this.values = values;
    this.start = start;
    this.end = end;
    this.mostP = mostP;
  }

  /** Indices of first values of new levels, in their order. */
  List<Integer> changes() {
    TreeSet<Integer> changes = new TreeSet<>();
    List<Candidate> candidates = new ArrayList<>();
    add(candidates, start, end);
    while (!candidates.isEmpty()) {
      Candidate best = candidates.get(0);
      for (Candidate candidate : candidates) {
        best = candidate.divergence > best.divergence ? candidate : best;
      }
      if (TTest.of(values, best.start, best.index, best.until).p() > mostP) {
        break;
      }
      changes.add(best.index);
      candidates.remove(best);
      add(candidates, best.start, best.index);
      add(candidates, best.index, best.end);
    }
    return List.copyOf(changes);
  }

  private void add(List<Candidate> candidates, int from, int to) {
    if (to - from > 1) {
      candidates.add(best(from, to));
    }
  }

  /**
   * The best split of a stretch. Q(τ, κ) compares its first τ values with those from τ to κ: n = τ,
   * m = κ − τ, with α = 1 (their equations 5 and 7): Q = 2/(m + n) Σ|x − y| − 2m/((m + n)(n − 1))
   * Σ|x − x'| − 2n/((m + n)(m − 1)) Σ|y − y'|, sums over pairs.
   */
  private Candidate best(int from, int to) {
    int size = to - from;
    double[][] distances = distances(from, size);
    Candidate best = null;
    double left = 0;
    for (int n = 1; n < size; n++) {
      left += distances[n - 1][n - 1];
      double across = 0;
      double right = 0;
      for (int m = 1; n + m <= size; m++) {
        int last = n + m - 1;
        across += distances[last][n];
        right += distances[last][last] - distances[last][n];
        double divergence =
            (2 * across
                    - (n > 1 ? 2.0 * m / (n - 1) * left : 0)
                    - (m > 1 ? 2.0 * n / (m - 1) * right : 0))
                / (m + n);
        if (best == null || divergence > best.divergence) {
          best = new Candidate(from, from + n, from + n + m, to, divergence);
        }
      }
    }
    return best;
  }

  /** Sums of a value's distances to the first so many of the stretch. */
  private double[][] distances(int from, int size) {
    double[][] sums = new double[size][size + 1];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        sums[i][j + 1] = sums[i][j] + Math.abs(values[from + i] - values[from + j]);
      }
    }
    return sums;
  }
}
