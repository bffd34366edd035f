package io.functionrunner.perf.cli;

import io.functionrunner.perf.baseline.Baseline;
import io.functionrunner.perf.baseline.BaselineFile;
import io.functionrunner.perf.baseline.Baselines;
import io.functionrunner.perf.baseline.Comparer;
import io.functionrunner.perf.baseline.Comparison;
import io.functionrunner.perf.baseline.Standing;
import io.functionrunner.perf.report.BaselineTable;
import io.functionrunner.perf.report.ComparisonTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf baseline ...}: the runs that others are held against. */
@Command(
    name = "baseline",
    mixinStandardHelpOptions = true,
    description = "Accepted runs, which later ones are compared with.",
    subcommands = BaselineAccept.class)
final class BaselineCommand {

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the baselines, and whether each has enough runs to decide.")
  int list(
      @Option(
              names = "--baselines",
              paramLabel = "<folder>",
              description = "Where they are. Default: baselines/ of the project.")
          String folder)
      throws IOException {
    Baselines baselines = BaselinePlace.of(folder);
    List<Path> files = baselines.all();
    if (files.isEmpty()) {
      System.out.println("No baseline yet: bin/perf baseline accept <run>...");
      return 0;
    }
    List<Baseline> read = new ArrayList<>();
    for (Path file : files) {
      read.add(BaselineFile.read(file));
    }
    System.out.print(BaselineTable.list(files, read));
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a baseline: its load, its runs, and how much they differ.")
  int show(@Parameters(paramLabel = "<file>", description = "Of the baseline.") Path file)
      throws IOException {
    System.out.print(BaselineTable.show(BaselineFile.read(existing(file))));
    return 0;
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = {
        "Compares two baselines of one load, as runs are compared; it is not an error when they",
        "differ."
      })
  int diff(
      @Parameters(paramLabel = "<old>", description = "File of a baseline.") Path old,
      @Parameters(paramLabel = "<new>", description = "File of another one.") Path fresh)
      throws IOException {
    Baseline before = BaselineFile.read(existing(old));
    Baseline after = BaselineFile.read(existing(fresh));
    Standing standing =
        Standing.of(
            before.identity(), before.machines(), after.identity(), after.machines().get(0), true);
    if (standing instanceof Standing.Refused refused) {
      throw new IllegalArgumentException("These cannot be compared: " + refused.reason());
    }
    Comparison comparison =
        Comparer.compare(
            old.toString(),
            before.samples(),
            after.samples(),
            BaselinePlace.of(null).limits().of(after.identity().simulation()),
            standing);
    System.out.print(ComparisonTable.text(comparison));
    return 0;
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          file + ": no such file. bin/perf baseline list names those that there are");
    }
    return file;
  }
}
