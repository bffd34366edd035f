package io.functionrunner.perf.stats;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How often change points are seen where there are none, and found where there is one: prints the
 * table of docs/history.md.
 *
 * <pre>
 * java -cp target/classes:target/test-classes:$(cat target/classpath) io.functionrunner.perf.stats.ChangePointStudy
 * </pre>
 */
final class ChangePointStudy {

  private static final int SERIES = 4_000;

  /** What an independent value and the one before it have in common in the second half. */
  private static final double CORRELATION = 0.3;

  private ChangePointStudy() {}

  public static void main(String[] args) {
    System.out.println(
        "| run-to-run CV | runs | false alarms at 1e-4 | at 1e-5 | correlated .3, 1e-4 |");
    for (double cv : new double[] {.02, .05, .10}) {
      for (int runs : new int[] {30, 100, 300}) {
        System.out.printf(
            Locale.ROOT,
            "| %.0f %% | %d | %.2f %% | %.2f %% | %.2f %% |%n",
            100 * cv,
            runs,
            100 * falseAlarms(SERIES, runs, cv, ChangePoints.SHOWN),
            100 * falseAlarms(SERIES, runs, cv, ChangePoints.GATING),
            100 * alarms(SERIES, runs, 0, 0, cv, CORRELATION, ChangePoints.SHOWN));
      }
    }
    System.out.println("| run-to-run CV | change | seen after 3 runs, 1e-4 | after 5 | after 10 |");
    for (double cv : new double[] {.02, .05}) {
      for (double change : new double[] {.10, .20}) {
        System.out.printf(Locale.ROOT, "| %.0f %% | %+.0f %%", 100 * cv, 100 * change);
        for (int since : new int[] {3, 5, 10}) {
          double found = alarms(SERIES / 4, 50, since, change, cv, 0, ChangePoints.SHOWN);
          System.out.printf(Locale.ROOT, " | %.0f %%", 100 * found);
        }
        System.out.println(" |");
      }
    }
  }

  /** Share of series of independent normal values that show a change. */
  static double falseAlarms(int series, int runs, double cv, double mostP) {
    return alarms(series, runs, 0, 0, cv, 0, mostP);
  }

  private static double alarms(
      int series, int runs, int since, double change, double cv, double correlation, double mostP) {
    Random random = new Random(runs);
    int alarmed = 0;
    for (int one = 0; one < series; one++) {
      double[] values = new double[runs + since];
      double noise = random.nextGaussian();
      for (int i = 0; i < values.length; i++) {
        values[i] = (i < runs ? 1 : 1 + change) * (1 + cv * noise);
        noise =
            correlation * noise + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
      }
      List<ChangePoint> found = ChangePoints.of(values, mostP);
      // A change may be placed one run off; where there is none, anywhere is wrong.
      if (found.stream().anyMatch(c -> since == 0 || Math.abs(c.index() - runs) <= 1)) {
        alarmed++;
      }
    }
    return (double) alarmed / series;
  }
}
