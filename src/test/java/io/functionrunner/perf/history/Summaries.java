package io.functionrunner.perf.history;

import io.functionrunner.perf.kpi.Kpi.Direction;
import io.functionrunner.perf.run.RunManifest.Status;
import io.functionrunner.perf.stats.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Summaries of runs that never were. */
public final class Summaries {

  public static final long FIRST = 1_790_000_000_000L;
  private static final long HOUR = 3_600_000;

  private Summaries() {}

  /** One run of a KPI {@code p95}, where lower is better, and a throughput. */
  public static RunSummary run(int number, double p95) {
    return run(number, "BaselineTest", "linux-2cpu", Verdict.PASS, Status.COMPLETED, null, p95);
  }

  public static RunSummary run(
      int number,
      String simulation,
      String environment,
      Verdict verdict,
      Status status,
      String baseline,
      double p95) {
    Map<String, RunSummary.Value> kpis = new LinkedHashMap<>();
    kpis.put(
        "p95",
        new RunSummary.Value("Task p95", "ms", Direction.LOWER, true, p95, p95 * .9, p95 * 1.1));
    kpis.put(
        "throughput",
        new RunSummary.Value(
            "Throughput", "tasks/s", Direction.HIGHER, false, 40 + number % 3, null, null));
    return new RunSummary(
        1,
        simulation,
        "%s-%d".formatted(simulation.toLowerCase(Locale.ROOT), number),
        FIRST + number * HOUR,
        status,
        verdict,
        "within every limit",
        environment,
        "sandbox",
        "function-runner",
        "0123456789abcdef",
        1L,
        "abcdef0123456789",
        baseline,
        Map.of("java", "17"),
        kpis);
  }

  /** Runs whose p95 is at each level in turn for so many runs, with a CV of 2 %. */
  public static List<RunSummary> levels(int runs, double... levels) {
    Random random = new Random(runs);
    List<RunSummary> all = new ArrayList<>();
    for (double level : levels) {
      for (int i = 0; i < runs; i++) {
        all.add(run(all.size(), level * (1 + .02 * random.nextGaussian())));
      }
    }
    return all;
  }
}
