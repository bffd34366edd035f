package io.functionrunner.perf.cli;

import io.functionrunner.perf.simlog.DecodeOptions;
import io.functionrunner.perf.workload.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perf follow}: a run of another process, while it lasts. */
@Command(
    name = "follow",
    mixinStandardHelpOptions = true,
    description = {
      "Reads the simulation.log of a run that is still going, of any Gatling simulation, and prints a",
      "line a second: users, tasks and requests so far, their rate, failures, and p95 of the last ten",
      "looks. Gatling writes its log in blocks of 8 KiB: at few requests a second it stays behind.",
      "Exit status: 0 when the run has ended, 1 when its log stopped growing before."
    })
final class FollowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "<run>", description = "Run directory, or a simulation.log.")
  private Path run;

  @Option(
      names = "--patience",
      paramLabel = "<duration>",
      defaultValue = "2m",
      description =
          "How long the log may stay as it is before the run is taken for dead. Default:"
              + " ${DEFAULT-VALUE}.")
  private String patience;

  @Option(
      names = "--force",
      description = "Read a log of a Gatling version that was never tested with this suite.")
  private boolean force;

  @Override
  public Integer call() throws IOException, InterruptedException {
    FollowedRun followed =
        new FollowedRun(run, patience(), System::nanoTime, spec.commandLine().getOut());
    boolean ended =
        followed.follow(
            DecodeOptions.DEFAULT.withAnyVersion(force), p -> Thread.sleep(p.toMillis()));
    return ended ? 0 : 1;
  }

  private Duration patience() {
    try {
      return Durations.parse(patience);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--patience=%s: %s. Expecting 90s, 5m, 1h30m".formatted(patience, e.getMessage()), e);
    }
  }
}
