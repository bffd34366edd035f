package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RecordedSeries;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.workload.Profiles;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The page of EnduranceTest's 24 hours at full scale, simulated, with the target's and the
 * injector's series a point every half second: how large it is, and how long a real Chromium takes
 * until its document is ready: what the window shows is drawn, the other charts follow.
 *
 * <pre>
 * java -Xmx2g -cp target/test-classes:target/classes:$(cat target/classpath) io.functionrunner.perf.report.DayPage target/day
 * </pre>
 */
public final class DayPage {

  private static final int DAY_SECONDS = 24 * 3600;
  private static final int ROUNDS = 5;

  private DayPage() {}

  public static void main(String[] args) throws Exception {
    Path run = Files.createDirectories(Path.of(args[0]));
    SimulatedRun simulated = new SimulatedRun(Profiles.endurance(), 1, 1, 0.002);
    simulated.write(run);
    RecordedSeries target =
        RecordedSeries.ofTarget(DAY_SECONDS)
            .with("queue_depth", Map.of(), t -> 10 + 9 * Math.sin(t / 3000))
            .with("workers_active", Map.of(), t -> 40 + 30 * Math.sin(t / 2000))
            .with("worker_pool_size", Map.of(), t -> 180);
    for (int gpu = 0; gpu < 6; gpu++) {
      int own = gpu;
      target.with("gpu_utilisation", Map.of("gpu", "" + gpu), t -> 50 + own + (t * 7919) % 40);
    }
    target.write(run);
    RecordedSeries.ofInjector(DAY_SECONDS, t -> .2 + t % 10 / 100).write(run);
    Analysis analysis = RunAnalyzer.analyze(run, AnalysisOptions.with(CriteriaFile.shipped()));
    Path page = run.resolve(ReportWriter.HTML);
    long start = System.nanoTime();
    try (OutputStream out = Files.newOutputStream(page)) {
      HtmlReport.write(out, analysis);
    }
    System.out.printf(
        Locale.ROOT,
        "%,d tasks; page of %,d bytes written in %.2f s%n",
        simulated.tasks().size(),
        Files.size(page),
        (System.nanoTime() - start) / 1e9);
    try (ChromiumTab tab = new Chromium(run).tab()) {
      tab.size(1200, 900);
      for (int round = 0; round < ROUNDS; round++) {
        tab.open(page.toUri());
        tab.await(
            "document.querySelectorAll('canvas').length && document.querySelectorAll('canvas').length"
                + " === document.querySelectorAll('[data-chart]').length");
        System.out.println(
            tab.value(
                "(t => document.querySelectorAll('canvas').length + ' charts; document ready in '"
                    + " + Math.round(t.domContentLoadedEventEnd) + ' ms')(performance.getEntriesByType('navigation')[0])"));
        tab.open(URI.create("about:blank"));
        tab.await("location.href === 'about:blank'");
      }
    }
  }
}
