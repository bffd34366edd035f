package io.functionrunner.perf.cli;

import io.functionrunner.perf.baseline.Comparer;
import io.functionrunner.perf.baseline.Comparison;
import io.functionrunner.perf.baseline.LimitsFile;
import io.functionrunner.perf.baseline.Standing;
import io.functionrunner.perf.report.ComparisonTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf compare}: runs against other runs, by the rule of the gate. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compares runs of one load with others: perf compare <baseline> <candidate>, or sets of them:",
      "perf compare --baseline <run>... --candidate <run>...; a run is a run directory, or the",
      "file of a baseline, which stands for its runs.",
      "Exit status: 0 PASS, 2 FAIL, 3 INCONCLUSIVE, 1 when they cannot be compared."
    })
final class CompareCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<run>", arity = "0..2", description = "A baseline and a candidate.")
  private List<Path> pair = List.of();

  @Option(
      names = "--baseline",
      paramLabel = "<run>",
      arity = "1..*",
      description = "What to compare with.")
  private List<Path> baseline = new ArrayList<>();

  @Option(
      names = "--candidate",
      paramLabel = "<run>",
      arity = "1..*",
      description = "What is compared.")
  private List<Path> candidate = new ArrayList<>();

  @Option(
      names = "--limits",
      paramLabel = "<file>",
      description = "Limits laid over the shipped ones. Default: limits.json of baselines/.")
  private Path limits;

  @Option(names = "--any-environment", description = "Let runs in another environment decide too.")
  private boolean anyEnvironment;

  @Override
  public Integer call() throws IOException {
    List<Path> old = new ArrayList<>(baseline);
    List<Path> fresh = new ArrayList<>(candidate);
    if (pair.size() == 2 && old.isEmpty() && fresh.isEmpty()) {
      old.add(pair.get(0));
      fresh.add(pair.get(1));
    } else if (!pair.isEmpty() || old.isEmpty() || fresh.isEmpty()) {
      throw new IllegalArgumentException(
          "Expecting two runs, or --baseline <run>... --candidate <run>...");
    }
    ComparedRuns before = ComparedRuns.of(old);
    ComparedRuns after = ComparedRuns.of(fresh);
    LimitsFile file = limits == null ? BaselinePlace.of(null).limits() : LimitsFile.read(limits);
    Standing standing = standing(before, after);
    if (standing instanceof Standing.Refused refused) {
      throw new IllegalArgumentException("These cannot be compared: " + refused.reason());
    }
    Comparison comparison =
        Comparer.compare(
            before.name(),
            before.samples(),
            after.samples(),
            file.of(after.identity().simulation()),
            standing);
    System.out.print(ComparisonTable.text(comparison));
    System.out.println(comparison.verdict());
    return comparison.verdict().exitCode();
  }

  /** The least that holds for any of the candidates. */
  private Standing standing(ComparedRuns before, ComparedRuns after) {
    Standing standing = null;
    for (String machine : after.machines()) {
      Standing own =
          Standing.of(
              before.identity(), before.machines(), after.identity(), machine, anyEnvironment);
      if (standing == null || !own.reason().isEmpty()) {
        standing = own;
      }
    }
    return standing;
  }
}
