package io.functionrunner.perf.cli;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.history.History;
import io.functionrunner.perf.history.RunSummary;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.report.ConsoleSummary;
import io.functionrunner.perf.report.ReportWriter;
import io.functionrunner.perf.report.RunIndex;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.simlog.DecodeOptions;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** From a run's files to its reports: the options of it, for each command that ends so. */
final class ReportedAnalysis {

  @Option(
      names = "--criteria",
      paramLabel = "<file>",
      description = "Pass criteria to judge by, in place of those that the suite ships.")
  private Path criteria;

  @Option(
      names = "--baseline",
      paramLabel = "<folder or file>",
      description = "What to compare with, or off. Default: baselines/ of the project.")
  private String baseline;

  @Option(
      names = "--any-environment",
      description = "Let a baseline of another environment decide too.")
  private boolean anyEnvironment;

  @Option(
      names = "--force",
      description = "Read a log of a Gatling version that was never tested with this suite.")
  private boolean force;

  @Option(
      names = "--history",
      paramLabel = "<folder>",
      description =
          "Keep the run's summary there, in place of an earlier one of the same run: see perf trend.")
  private Path history;

  DecodeOptions decoding() {
    return DecodeOptions.DEFAULT.withAnyVersion(force);
  }

  /**
   * Analyses a run, with its progress on a terminal.
   *
   * @param earlier runs that are compared together with it
   */
  Analysis of(Path run, List<Path> earlier) throws IOException {
    AnalysisOptions options =
        AnalysisOptions.with(
                criteria == null ? CriteriaFile.shipped() : CriteriaFile.read(criteria))
            .withAnyVersion(force)
            .withBaselines(
                BaselinePlace.of(baseline).withAnyEnvironment(anyEnvironment).withEarlier(earlier));
    long bytes = size(log(run)) + size(log(run).resolveSibling(TaskJournal.FILE));
    ProgressBar bar = new ProgressBar(bytes, System.err, System::nanoTime);
    Analysis analysis =
        RunAnalyzer.analyze(run, Ansi.AUTO.enabled() ? options.withProgress(bar) : options);
    bar.done();
    return analysis;
  }

  /**
   * Analyses a run and writes its reports beside it.
   *
   * @param earlier runs that are compared together with it
   * @return the verdict's exit status
   */
  int report(Path run, List<Path> earlier) throws IOException {
    long startNanos = System.nanoTime();
    Analysis analysis = of(run, earlier);
    Path home = Files.isDirectory(run) ? run : run.toAbsolutePath().getParent();
    ReportWriter.writeAll(home, analysis);
    RunIndex.renew(home.toAbsolutePath().normalize().getParent());
    if (history != null) {
      System.err.println("summary: " + History.write(history, RunSummary.of(analysis)));
    }
    read(analysis, size(log(run)), (System.nanoTime() - startNanos) / 1e9);
    System.out.print(ConsoleSummary.text(analysis, home.toString(), Ansi.AUTO.enabled()));
    return analysis.conclusion().verdict().exitCode();
  }

  private static Path log(Path run) {
    return Files.isDirectory(run) ? run.resolve(SimulationLog.FILE_NAME) : run;
  }

  private static long size(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.size(file) : 0;
  }

  private static void read(Analysis analysis, long bytes, double seconds) {
    analysis
        .log()
        .ifPresent(
            log ->
                System.err.printf(
                    Locale.ROOT,
                    "%,d records, %,.1f MB in %.2f s: %,.0f records/s%n",
                    log.records(),
                    bytes / 1e6,
                    seconds,
                    log.records() / seconds));
  }
}
