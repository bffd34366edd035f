package io.functionrunner.perf.cli;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.history.History;
import io.functionrunner.perf.history.RunSummary;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.report.AnalysisJson;
import io.functionrunner.perf.report.ConsoleSummary;
import io.functionrunner.perf.report.ReportWriter;
import io.functionrunner.perf.report.RunIndex;
import io.functionrunner.perf.simlog.DecodeOptions;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf analyze}: what the end of a run does, again and later, from the files alone. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = {
      "Analyses a run directory, or a lone simulation.log, and writes the reports into it.",
      "Exit status: 0 PASS, 2 FAIL, 3 INCONCLUSIVE, 4 INVALID, 1 when there is nothing to analyse."
    })
final class AnalyzeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<run>", description = "Run directory, or a simulation.log.")
  private Path run;

  @Option(names = "--json", description = "Print the analysis as JSON and write no file.")
  private boolean json;

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
      names = "--with",
      paramLabel = "<run>",
      arity = "1..*",
      description =
          "Runs of the same load that could not tell by themselves: compared together with this one.")
  private List<Path> earlier = new ArrayList<>();

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

  @Override
  public Integer call() throws IOException {
    AnalysisOptions options =
        new AnalysisOptions(
            criteria == null ? CriteriaFile.shipped() : CriteriaFile.read(criteria),
            DecodeOptions.DEFAULT.withAnyVersion(force),
            BaselinePlace.of(baseline).withAnyEnvironment(anyEnvironment).withEarlier(earlier),
            false);
    long startNanos = System.nanoTime();
    Path log = Files.isDirectory(run) ? run.resolve(SimulationLog.FILE_NAME) : run;
    long bytes = Files.isRegularFile(log) ? Files.size(log) : 0;
    ProgressBar bar = new ProgressBar(bytes, System.err, System::nanoTime);
    boolean terminal = Ansi.AUTO.enabled();
    Analysis analysis =
        RunAnalyzer.analyze(
            run, terminal ? options.withDecoding(options.decoding().withProgress(bar)) : options);
    bar.done();
    if (json) {
      AnalysisJson.write(System.out, analysis);
      System.out.println();
    } else {
      Path home = Files.isDirectory(run) ? run : run.toAbsolutePath().getParent();
      ReportWriter.writeAll(home, analysis);
      RunIndex.renew(home.toAbsolutePath().normalize().getParent());
      if (history != null) {
        System.err.println("summary: " + History.write(history, RunSummary.of(analysis)));
      }
      read(analysis, bytes, (System.nanoTime() - startNanos) / 1e9);
      System.out.print(ConsoleSummary.text(analysis, home.toString(), Ansi.AUTO.enabled()));
    }
    return analysis.conclusion().verdict().exitCode();
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
