package io.functionrunner.perf.baseline;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;

/** How others compare two single runs; each says FAIL when any class of tasks is worse. */
final class OtherRules {

  private static final double LIMIT = 1.1;
  private static final double LEVEL = 0.01;
  private static final int RESAMPLES = 200;

  private OtherRules() {}

  /** The ratio of the p95s, against the limit. */
  static boolean ratio(RunSample old, RunSample fresh) {
    Map<TaskClass, MillisHistogram> before = old.histograms();
    return fresh.histograms().entrySet().stream()
        .anyMatch(e -> e.getValue().quantile(0.95) > LIMIT * before.get(e.getKey()).quantile(0.95));
  }

  /** Mann and Whitney's rank test, one-sided, at 1 % for all classes together (Bonferroni). */
  static boolean mannWhitney(RunSample old, RunSample fresh) {
    Map<TaskClass, MillisHistogram> before = old.histograms();
    Map<TaskClass, MillisHistogram> after = fresh.histograms();
    double critical =
        new NormalDistribution(null, 0, 1).inverseCumulativeProbability(1 - LEVEL / after.size());
    return after.entrySet().stream()
        .anyMatch(e -> score(before.get(e.getKey()), e.getValue()) > critical);
  }

  private static double score(MillisHistogram old, MillisHistogram fresh) {
    double n = old.count();
    double m = fresh.count();
    double[] wins = {0};
    fresh.forEach(
        (millis, count) -> {
          double below = millis == 0 ? 0 : old.rankOf(millis - 1);
          wins[0] += count * (below + (old.rankOf(millis) - below) / 2);
        });
    return (wins[0] - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
  }

  /** A bootstrap of the difference of p95s that takes the tasks as independent, at the same 1 %. */
  static boolean bootstrap(RunSample old, RunSample fresh, SplittableRandom random) {
    Map<TaskClass, MillisHistogram> before = old.histograms();
    Map<TaskClass, MillisHistogram> after = fresh.histograms();
    for (Map.Entry<TaskClass, MillisHistogram> own : after.entrySet()) {
      int notWorse = 0;
      for (int i = 0; i < RESAMPLES; i++) {
        int a = resampled(before.get(own.getKey()), random);
        int b = resampled(own.getValue(), random);
        notWorse += b <= a ? 1 : 0;
      }
      if (notWorse < RESAMPLES * LEVEL / after.size()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The p95 of a resample: its rank in the sample is that of an order statistic of uniforms, here
   * by the normal approximation of Beta(k, n − k + 1).
   */
  private static int resampled(MillisHistogram times, SplittableRandom random) {
    double n = times.count();
    double p = 0.95 + random.nextGaussian() * Math.sqrt(0.95 * 0.05 / n);
    return times.quantile(Math.max(0, Math.min(1, p)));
  }
}
