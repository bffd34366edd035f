package io.functionrunner.perf.cli;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.report.Explanation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perf explain}: why a run went as it did, from its files alone. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Prints why a run went as it did: findings with their evidence, resources, what to change.",
      "Writes no file. Exit status: 0, or 1 when there is nothing to analyse."
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "<run>", description = "Run directory, or a simulation.log.")
  private Path run;

  @Option(
      names = "--against",
      paramLabel = "<run>",
      arity = "1..*",
      description =
          "Runs in which the same tasks had other company: says which tasks are slower here, and"
              + " whether they wait or work longer. MixedTest against runs of one modality each.")
  private List<Path> against = new ArrayList<>();

  @Option(
      names = "--criteria",
      paramLabel = "<file>",
      description = "Pass criteria to judge by, in place of those that the suite ships.")
  private Path criteria;

  @Override
  public Integer call() throws IOException {
    AnalysisOptions options =
        AnalysisOptions.with(
            criteria == null ? CriteriaFile.shipped() : CriteriaFile.read(criteria));
    Analysis analysis = RunAnalyzer.analyze(run, options);
    List<Analysis> others = new ArrayList<>();
    for (Path other : against) {
      others.add(RunAnalyzer.analyze(other, options));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(Explanation.text(analysis, others));
    out.flush();
    return 0;
  }
}
