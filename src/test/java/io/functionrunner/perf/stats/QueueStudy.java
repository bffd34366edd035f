package io.functionrunner.perf.stats;

import io.functionrunner.perf.stats.Dispersion.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How often {@link ShareLimit} fails a run, and how often a test does that takes the values as
 * independent: on a queue with one server (M/M/1), whose times depend on each other, and whose true
 * p95 is known: times in the system are exponential with mean S / (1 − ρ). Prints the table of
 * docs/MATH.md.
 */
final class QueueStudy {

  private static final double CONFIDENCE = .99;
  private static final int WARM_UP = 2_000;
  private static final int BATCHES = 20;

  /** Shares of the runs. */
  record Rates(double fail, double inconclusive, double failIndependent) {}

  private QueueStudy() {}

  public static void main(String[] arguments) {
    System.out.println("p95 / limit | load | tasks | FAIL | INCONCLUSIVE | FAIL if independent");
    for (double ratio : new double[] {1, 1.5, 2}) {
      for (double load : new double[] {.3, .6, .8}) {
        for (int tasks : new int[] {450, 1350, 5000}) {
          Rates rates = rates(ratio, load, tasks, 2_000);
          System.out.printf(
              "%.1f | %.1f | %d | %.1f %% | %.1f %% | %.1f %%%n",
              ratio,
              load,
              tasks,
              100 * rates.fail,
              100 * rates.inconclusive,
              100 * rates.failIndependent);
        }
      }
    }
  }

  /** Of many runs of a queue whose true p95 is {@code ratio} times the limit. */
  static Rates rates(double ratio, double load, int tasks, int runs) {
    double limit = -Math.log(.05) / (1 - load) / ratio;
    SplittableRandom random = new SplittableRandom(1);
    int fail = 0;
    int inconclusive = 0;
    int independent = 0;
    for (int run = 0; run < runs; run++) {
      List<Batch> batches = batches(random, load, tasks, limit);
      long hits = batches.stream().mapToLong(Batch::hits).sum();
      Verdict verdict = verdict(hits, tasks, Dispersion.of(List.of(batches)));
      fail += verdict == Verdict.FAIL ? 1 : 0;
      inconclusive += verdict == Verdict.INCONCLUSIVE ? 1 : 0;
      Verdict naive = verdict(hits, tasks, new Dispersion(1, Integer.MAX_VALUE));
      independent += naive == Verdict.FAIL ? 1 : 0;
    }
    return new Rates(
        (double) fail / runs, (double) inconclusive / runs, (double) independent / runs);
  }

  private static Verdict verdict(long hits, int tasks, Dispersion dispersion) {
    return new ShareLimit(hits, tasks, dispersion, .05, CONFIDENCE).verdict();
  }

  /** Lindley's recursion; the service time's mean is 1. */
  private static List<Batch> batches(
      SplittableRandom random, double load, int tasks, double limit) {
    long[] hits = new long[BATCHES];
    double wait = 0;
    for (int i = -WARM_UP; i < tasks; i++) {
      double service = -Math.log(1 - random.nextDouble());
      double gap = -Math.log(1 - random.nextDouble()) / load;
      if (i >= 0 && wait + service > limit) {
        hits[i * BATCHES / tasks]++;
      }
      wait = Math.max(0, wait + service - gap);
    }
    List<Batch> batches = new ArrayList<>();
    for (int b = 0; b < BATCHES; b++) {
      int from = (b * tasks + BATCHES - 1) / BATCHES;
      int to = ((b + 1) * tasks + BATCHES - 1) / BATCHES;
      batches.add(new Batch(hits[b], to - from));
    }
    return batches;
  }
}
