package io.functionrunner.perf.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs as people start them: {@code mvn gatling:test}. It costs some seconds a run, and in return
 * class path, JVM options and the checks of settings are those of every other run.
 */
final class MavenRun {

  /** Name of the file with Maven's output, in the run's results folder. */
  static final String OUTPUT = "maven.log";

  private static final int GRACE_SECONDS = 60;

  private final Path project;
  private final Runnable afterwards;
  private Process present;
  private boolean ending;

  /**
   * When this process is told to end, the present run is ended first, and leaves its reports.
   *
   * @param project where the suite lies
   */
  MavenRun(Path project) {
    this(project, () -> {});
  }

  /**
   * The same.
   *
   * @param afterwards called when this process ends, after the present run has ended
   */
  MavenRun(Path project, Runnable afterwards) {
    this.project = project.toAbsolutePath();
    this.afterwards = afterwards;
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end of the present run"));
  }

  /**
   * Runs a command to its end and returns its status.
   *
   * @param results an existing folder, which gets the command's output
   */
  int run(List<String> command, Path results) throws IOException, InterruptedException {
    Process started = start(command, results);
    started.getOutputStream().close();
    int status = started.waitFor();
    refuseWhenEnding();
    return status;
  }

  private synchronized Process start(List<String> command, Path results) throws IOException {
    refuseWhenEnding();
    present =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(results.resolve(OUTPUT).toFile())
            .start();
    return present;
  }

  private synchronized void refuseWhenEnding() throws IOException {
    if (ending) {
      throw new IOException("ended by a signal");
    }
  }

  /** Maven's command line for one run of a simulation. */
  static List<String> command(String simulation, Path results, Map<String, String> settings) {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q", "gatling:test"));
    // A failed verdict is no failure here: what is asked is how much runs differ.
    command.add("-Dgate=off");
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-Dsimulation=" + simulation);
    command.add("-Dgatling.resultsFolder=" + results);
    return command;
  }

  /** Ctrl-C reaches the whole group of processes, another signal only this one. */
  private void end() {
    List<ProcessHandle> all = new ArrayList<>();
    synchronized (this) {
      ending = true;
      if (present != null) {
        present.descendants().forEach(all::add);
        all.add(present.toHandle());
      }
    }
    all.forEach(ProcessHandle::destroy);
    for (ProcessHandle process : all) {
      process.onExit().completeOnTimeout(process, GRACE_SECONDS, TimeUnit.SECONDS).join();
    }
    afterwards.run();
  }
}
