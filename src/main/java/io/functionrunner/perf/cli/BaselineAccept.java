package io.functionrunner.perf.cli;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.baseline.Baseline;
import io.functionrunner.perf.baseline.Baseline.Accepted;
import io.functionrunner.perf.baseline.Baseline.Earlier;
import io.functionrunner.perf.baseline.BaselineFile;
import io.functionrunner.perf.baseline.Baselines;
import io.functionrunner.perf.baseline.Comparer;
import io.functionrunner.perf.run.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf baseline accept}: the explicit act by which a run becomes a measure of others. */
@Command(
    name = "accept",
    mixinStandardHelpOptions = true,
    description = {
      "Adds runs to the baseline of their load, or makes one. Runs that broke off, are INVALID or",
      "have no run.json are named and left out; exit status 1 when none is left. The files are to be",
      "committed, so that a review sees them."
    })
final class BaselineAccept implements Callable<Integer> {

  @Parameters(paramLabel = "<run>", arity = "1..*", description = "Run directories.")
  private List<Path> runs;

  @Option(names = "--reason", paramLabel = "<text>", description = "Why.")
  private String reason = "";

  @Option(
      names = "--by",
      paramLabel = "<name>",
      description = "Who accepts. Default: the user of this machine.")
  private String by = System.getProperty("user.name");

  @Option(
      names = "--replace",
      description = "Begin a new set: the present runs no longer count. Their entry stays.")
  private boolean replace;

  @Option(
      names = "--baselines",
      paramLabel = "<folder>",
      description = "Where they are kept. Default: baselines/ of the project.")
  private Path folder;

  private final List<String> leftOut = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Path home = folder == null ? Project.home().resolve("baselines") : folder;
    Baselines baselines = Baselines.at(home);
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    List<Accepted> accepted = new ArrayList<>();
    for (Path run : runs) {
      accepted(run, now).ifPresent(accepted::add);
    }
    if (accepted.isEmpty()) {
      throw new IllegalArgumentException(
          "no run is left that may be accepted. " + String.join("; ", leftOut));
    }
    Baseline fresh =
        new Baseline(accepted.get(0).sample().identity(), accepted.subList(0, 1), List.of());
    fresh = fresh.plus(accepted.subList(1, accepted.size()));
    Path file = baselines.fileOf(fresh.identity());
    if (Files.exists(file)) {
      Baseline present = BaselineFile.read(file);
      fresh =
          replace
              ? present.replacedBy(
                  accepted,
                  new Earlier(
                      present.samples().stream().map(s -> s.name()).toList(), now, by, reason))
              : present.plus(accepted);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    BaselineFile.write(file, fresh);
    int enough = Comparer.ENOUGH_RUNS;
    System.out.printf(
        "%s: %d runs%s%n",
        file,
        fresh.runs().size(),
        fresh.runs().size() < enough
            ? "; %d are needed to decide: accept %d more"
                .formatted(enough, enough - fresh.runs().size())
            : "");
    return 0;
  }

  /** Of several runs that a pattern names, one that was disturbed costs itself alone. */
  private Optional<Accepted> accepted(Path run, String now) throws IOException {
    Analysis analysis = ComparedRuns.analyze(run);
    if (analysis.sample().isEmpty() || analysis.manifest().isEmpty()) {
      String why = run + ": left out, " + analysis.comparison().notice();
      System.out.println(why);
      leftOut.add(why);
      return Optional.empty();
    }
    RunManifest manifest = analysis.manifest().get();
    System.out.printf("%s: %s%n", run, analysis.conclusion().verdict());
    return Optional.of(
        new Accepted(
            ComparedRuns.sample(analysis, run),
            Instant.ofEpochMilli(manifest.startMillis()).truncatedTo(ChronoUnit.SECONDS).toString(),
            now,
            by,
            reason,
            manifest.versions()));
  }
}
