package io.functionrunner.perf.cli;

import io.functionrunner.perf.analysis.LogPulse;
import io.functionrunner.perf.report.PulseLine;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.simlog.DecodeOptions;
import io.functionrunner.perf.simlog.LogFollower;
import io.functionrunner.perf.simlog.SimulationLog;
import io.functionrunner.perf.simlog.Truncation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A run of whatever process, whose log is read as it grows. */
final class FollowedRun {

  static final Duration EVERY = Duration.ofSeconds(1);

  /** Gatling's own report: what it writes last into a run's directory. */
  private static final String GATLING_REPORT = "index.html";

  /** Waits for the log to grow. */
  @FunctionalInterface
  interface Pause {
    void of(Duration length) throws InterruptedException;
  }

  private final Path directory;
  private final Path log;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final PrintWriter out;

  /**
   * @param run its directory, or the log in it, which need not exist yet
   * @param patience how long the log may stay as it is before the run is taken for dead
   * @param nanoTime only differences count
   */
  FollowedRun(Path run, Duration patience, LongSupplier nanoTime, PrintWriter out)
      throws IOException {
    boolean isDirectory = Files.isDirectory(run);
    if (!isDirectory && !Files.exists(run)) {
      throw new NoSuchFileException(run + ": no such run directory or simulation.log");
    }
    this.directory = isDirectory ? run : run.toAbsolutePath().getParent();
    this.log = isDirectory ? run.resolve(SimulationLog.FILE_NAME) : run;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.out = out;
  }

  /**
   * Prints a line for every look that found something new, until the run has ended.
   *
   * @return whether it has; else the log stopped growing
   */
  boolean follow(DecodeOptions options, Pause pause) throws IOException, InterruptedException {
    LogPulse pulse = new LogPulse();
    try (LogFollower follower = new LogFollower(log, pulse, options)) {
      long newsNanos = nanoTime.getAsLong();
      while (true) {
        // Asked first: what was written before the end is read after it.
        boolean ended = hasEnded();
        if (follower.poll() > 0) {
          newsNanos = nanoTime.getAsLong();
          say(PulseLine.text(pulse.take()));
        }
        if (ended) {
          say("The run has ended" + truncation(follower) + ".");
          return true;
        }
        if (nanoTime.getAsLong() - newsNanos >= patience.toNanos()) {
          say(
              "Nothing new for %d s: the run was killed, or its log stays behind%s."
                  .formatted(patience.toSeconds(), truncation(follower)));
          return false;
        }
        pause.of(EVERY);
      }
    }
  }

  private boolean hasEnded() throws IOException {
    Path manifest = directory.resolve(RunManifest.FILE);
    return Files.isRegularFile(manifest)
        ? RunManifest.read(manifest).status() != RunManifest.Status.RUNNING
        : Files.exists(directory.resolve(GATLING_REPORT));
  }

  private static String truncation(LogFollower follower) {
    return follower
        .decoded()
        .flatMap(read -> read.truncation().map(Truncation::text))
        .map(text -> "; the log is " + text)
        .orElse(follower.decoded().isPresent() ? "" : "; its log holds nothing yet");
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
