package io.functionrunner.perf.cli;

import io.functionrunner.perf.analysis.Variation;
import io.functionrunner.perf.analysis.Variation.Judgement;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.report.KpisJson;
import io.functionrunner.perf.report.VariationTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf repeat}: how much the same load differs from run to run, here. */
@Command(
    name = "repeat",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one simulation several times with the same seed, and shows how much each KPI varies.",
      "Runs that broke off or are INVALID are named and left out. Ctrl-C ends the present run and",
      "all that would follow.",
      "Exit status: 0 when no KPI that a verdict rests on varies by 5 %% or more, 2 when one does,",
      "1 when fewer than two runs are of use."
    })
final class RepeatCommand implements Callable<Integer> {

  private static final int VARIES = 2;

  @Option(
      names = {"-n", "--runs"},
      paramLabel = "<runs>",
      defaultValue = "5",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "-D",
      paramLabel = "<name>=<value>",
      description = "A setting of the simulation, or a property of Maven.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Parameters(paramLabel = "<simulation>", description = "BaselineTest, for instance.")
  private String simulation;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (runs < 2) {
      throw new IllegalArgumentException("-n " + runs + ": expecting two runs or more");
    }
    Path folder = Project.folderFor("repeat", simulation.replaceAll("\\W", "_") + "-");
    MavenRun maven = new MavenRun(Project.home());
    List<List<Reading>> usable = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      Path results = Files.createDirectories(folder.resolve("run-" + run));
      System.out.printf("run %d of %d: ", run, runs);
      System.out.flush();
      run(maven, results).ifPresent(usable::add);
    }
    System.out.printf("%n%s, %d of %d runs: %s%n%n", simulation, usable.size(), runs, folder);
    if (usable.size() < 2) {
      System.out.println("Fewer than two runs are of use: nothing can be said.");
      return Perf.USAGE;
    }
    List<Variation> variations = Variation.of(usable);
    System.out.print(VariationTable.text(variations));
    boolean varies =
        variations.stream().anyMatch(v -> v.kpi().gates() && v.judgement() == Judgement.VARIES);
    return varies ? VARIES : 0;
  }

  private Optional<List<Reading>> run(MavenRun maven, Path results)
      throws IOException, InterruptedException {
    int status = maven.run(MavenRun.command(simulation, results, settings), results);
    Optional<KpisJson> analysis = RepeatedRun.analysis(results);
    if (analysis.isEmpty()) {
      System.out.printf(
          "no analysis (status %d); see %s%n", status, results.resolve(MavenRun.OUTPUT));
      return Optional.empty();
    }
    String unusable = RepeatedRun.unusable(analysis.get());
    System.out.printf(
        "%s%s%n", analysis.get().verdict(), unusable.isEmpty() ? "" : ", left out: " + unusable);
    return unusable.isEmpty() ? Optional.of(analysis.get().kpis()) : Optional.empty();
  }
}
