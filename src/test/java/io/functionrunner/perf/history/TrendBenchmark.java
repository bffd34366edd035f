package io.functionrunner.perf.history;

import io.functionrunner.perf.kpi.Kpi.Direction;
import io.functionrunner.perf.report.TrendPage;
import io.functionrunner.perf.report.TrendText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * How long {@code perf trend} takes for many runs: leaves a history of so many in a folder, each
 * with a hundred KPIs as those of MixedTest are, and times what the command does.
 *
 * <pre>
 * java -cp target/classes:target/test-classes:$(cat target/classpath) io.functionrunner.perf.history.TrendBenchmark 10000 target/many-runs
 * time bin/perf trend --history target/many-runs --html target/trend.html
 * </pre>
 */
public final class TrendBenchmark {

  private static final int KPIS = 100;
  private static final int GATING = 20;

  private TrendBenchmark() {}

  public static void main(String[] args) throws IOException {
    int runs = Integer.parseInt(args[0]);
    Path folder = Path.of(args[1]);
    Random random = new Random(1);
    for (int run = 0; run < runs; run++) {
      History.write(folder, summary(run, random));
    }
    for (int round = 0; round < 2; round++) {
      long start = System.nanoTime();
      History history = History.read(folder);
      long read = System.nanoTime();
      Trend trend = Trend.of(Track.of(history).get(0), List.of());
      long found = System.nanoTime();
      String text = TrendText.table(trend);
      Path page = folder.resolveSibling("trend.html");
      try (OutputStream out = Files.newOutputStream(page)) {
        TrendPage.write(out, List.of(trend), List.of(), history.skipped());
      }
      System.out.printf(
          Locale.ROOT,
          "%,d runs: read %.2f s, change points of %d KPIs %.2f s, table of %d lines and page of %,d bytes %.2f s%n",
          history.runs().size(),
          (read - start) / 1e9,
          trend.kpis().size(),
          (found - read) / 1e9,
          text.lines().count(),
          Files.size(page),
          (System.nanoTime() - found) / 1e9);
    }
  }

  private static RunSummary summary(int run, Random random) {
    RunSummary plain = Summaries.run(run, 100);
    Map<String, RunSummary.Value> kpis = new LinkedHashMap<>();
    for (int kpi = 0; kpi < KPIS; kpi++) {
      // Each changes its level every so many hundred runs.
      double level = 1000 * (1 + .1 * (run / (300 + 10 * kpi) % 2));
      // Quantiles and their bounds are values that occurred: whole milliseconds.
      double value = Math.rint(level * (1 + .03 * random.nextGaussian()));
      kpis.put(
          "task.modality%d.standard.p95".formatted(kpi),
          new RunSummary.Value(
              "Task modality %d standard p95".formatted(kpi),
              "ms",
              Direction.LOWER,
              kpi < GATING,
              value,
              Math.rint(value * .9),
              Math.rint(value * 1.1)));
    }
    return new RunSummary(
        plain.schemaVersion(),
        plain.simulation(),
        plain.run(),
        plain.startMillis(),
        plain.status(),
        plain.verdict(),
        plain.reason(),
        plain.environment(),
        plain.target(),
        plain.api(),
        plain.load(),
        plain.seed(),
        plain.commit(),
        plain.baseline(),
        plain.versions(),
        kpis);
  }
}
