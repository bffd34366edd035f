package io.functionrunner.perf.cli;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.report.AnalysisJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      names = "--with",
      paramLabel = "<run>",
      arity = "1..*",
      description =
          "Runs of the same load that could not tell by themselves: compared together with this one.")
  private List<Path> earlier = new ArrayList<>();

  @Mixin private ReportedAnalysis reported;

  @Override
  public Integer call() throws IOException {
    if (!json) {
      return reported.report(run, earlier);
    }
    Analysis analysis = reported.of(run, earlier);
    AnalysisJson.write(System.out, analysis);
    System.out.println();
    return analysis.conclusion().verdict().exitCode();
  }
}
