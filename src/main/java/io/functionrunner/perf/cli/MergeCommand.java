package io.functionrunner.perf.cli;

import io.functionrunner.perf.analysis.InjectorClocks;
import io.functionrunner.perf.simlog.DecodeOptions;
import io.functionrunner.perf.simlog.LogMerge;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf merge}: one simulation.log of several injectors'. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = {
      "Merges the logs of several injectors into one valid simulation.log.",
      "Gatling makes its report of one below target/gatling:",
      "perf merge -o target/gatling/merged ..., mvn gatling:test -Dgatling.reportsOnly=merged"
    })
final class MergeCommand implements Callable<Integer> {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<folder>",
      required = true,
      description = "Where the merged simulation.log goes; made when it is not there.")
  private Path output;

  @Option(
      names = "--clock-offset",
      paramLabel = "<ms>",
      split = ",",
      description =
          "What to add to each run's times, in the order of the runs, to get those of one clock."
              + " Default: estimated from the times that their common target told, where it did.")
  private List<Long> offsets = List.of();

  @Option(names = "--force", description = "Read logs of a Gatling version that was never tested.")
  private boolean force;

  @Parameters(
      paramLabel = "<run>",
      arity = "1..*",
      description = "Run directories, or simulation.log files.")
  private List<Path> runs;

  @Override
  public Integer call() throws IOException {
    if (!offsets.isEmpty() && offsets.size() != runs.size()) {
      throw new IllegalArgumentException(
          "--clock-offset has %d values for %d runs. Expecting one a run"
              .formatted(offsets.size(), runs.size()));
    }
    List<Long> clocks = offsets.isEmpty() ? estimated() : offsets;
    List<LogMerge.Part> parts = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      parts.add(new LogMerge.Part(log(runs.get(i)), clocks.get(i)));
    }
    Files.createDirectories(output);
    Path log = output.resolve(SimulationLog.FILE_NAME);
    LogMerge.Merged merged =
        LogMerge.merge(parts, log, DecodeOptions.DEFAULT.withAnyVersion(force));
    for (int i = 0; i < runs.size(); i++) {
      Path run = runs.get(i);
      merged
          .parts()
          .get(i)
          .truncation()
          .ifPresent(cut -> System.out.println(run + ": partial, " + cut.text()));
    }
    System.out.printf("%s: %,d records of %d runs%n", log, merged.records(), runs.size());
    return 0;
  }

  private List<Long> estimated() throws IOException {
    Optional<List<InjectorClocks.Offset>> known = InjectorClocks.of(runs);
    if (known.isEmpty()) {
      System.out.println("clocks: taken as one, as nothing tells of them (--clock-offset)");
      return Collections.nCopies(runs.size(), 0L);
    }
    for (int i = 1; i < runs.size(); i++) {
      InjectorClocks.Offset offset = known.get().get(i);
      System.out.printf(
          Locale.ROOT,
          "clocks: %s %+d ms ± %.1f against the first%n",
          runs.get(i),
          offset.offsetMillis(),
          offset.uncertaintyMillis());
    }
    return known.get().stream().map(InjectorClocks.Offset::offsetMillis).toList();
  }

  private static Path log(Path run) {
    return Files.isDirectory(run) ? run.resolve(SimulationLog.FILE_NAME) : run;
  }
}
