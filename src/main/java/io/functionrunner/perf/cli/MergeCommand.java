package io.functionrunner.perf.cli;

import io.functionrunner.perf.merge.MergeOptions;
import io.functionrunner.perf.merge.MergedRun;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.simlog.LogMerge;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf merge}: one run of several injectors'. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = {
      "Puts the runs of several injectors (-Dshard) together: one run directory, analysed like any"
          + " other.",
      "Of simulation.log files alone it makes one simulation.log, whatever they are of.",
      "Exit status: that of the verdict (0 PASS, 2 FAIL, 3 INCONCLUSIVE, 4 INVALID), 1 when they"
          + " cannot be merged; 0 for files alone.",
      "Gatling makes its report of a merged run below target/gatling:",
      "perf merge -o target/gatling/merged ..., mvn gatling:test -Dgatling.reportsOnly=merged"
    })
final class MergeCommand implements Callable<Integer> {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<folder>",
      required = true,
      description = "Where the merged run goes; made when it is not there.")
  private Path output;

  @Option(
      names = "--clock-offset",
      paramLabel = "<ms>",
      split = ",",
      description =
          "What to add to each run's times, in the order of the runs, to get those of one clock."
              + " Default: estimated from the times that their common target told, where it did;"
              + " 0 for files alone.")
  private List<Long> offsets = List.of();

  @Option(
      names = "--allow-missing",
      description = "Judge the run although some of its shards are lacking.")
  private boolean lackingAllowed;

  @Mixin private ReportedAnalysis reported;

  @Parameters(
      paramLabel = "<run>",
      arity = "1..*",
      description = "Run directories of the shards, or simulation.log files.")
  private List<Path> runs;

  @Override
  public Integer call() throws IOException {
    if (!offsets.isEmpty() && offsets.size() != runs.size()) {
      throw new IllegalArgumentException(
          "--clock-offset has %d values for %d runs. Expecting one a run"
              .formatted(offsets.size(), runs.size()));
    }
    return runs.stream().anyMatch(run -> Files.exists(run.resolve(RunManifest.FILE)))
        ? mergedRun()
        : mergedLog();
  }

  private int mergedRun() throws IOException {
    long startNanos = System.nanoTime();
    MergedRun merged =
        MergedRun.write(
            runs, output, new MergeOptions(offsets, lackingAllowed, reported.decoding()));
    merged.notices().forEach(System.out::println);
    System.out.printf(
        Locale.ROOT,
        "%s: %d of %d shards, %,d records, in %.1f s%n",
        output,
        merged.manifest().shards().present().size(),
        merged.manifest().shards().of(),
        merged.records(),
        (System.nanoTime() - startNanos) / 1e9);
    return reported.report(output, List.of());
  }

  private int mergedLog() throws IOException {
    List<LogMerge.Part> parts = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      parts.add(new LogMerge.Part(log(runs.get(i)), offsets.isEmpty() ? 0 : offsets.get(i)));
    }
    if (offsets.isEmpty()) {
      System.out.println("clocks: taken as one, as nothing tells of them (--clock-offset)");
    }
    Files.createDirectories(output);
    Path log = output.resolve(SimulationLog.FILE_NAME);
    LogMerge.Merged merged = LogMerge.merge(parts, log, reported.decoding());
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

  private static Path log(Path run) {
    return Files.isDirectory(run) ? run.resolve(SimulationLog.FILE_NAME) : run;
  }
}
