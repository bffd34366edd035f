package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A run in a JVM of its own, started as Gatling's plugin starts it. */
final class GatlingProcess implements AutoCloseable {

  /**
   * The setting of a run that is judged by its errors alone: short runs beside a build need not
   * keep their schedule, and then would be INVALID.
   */
  static final String JUDGED_BY_ERRORS =
      "criteria=src/test/resources/io/functionrunner/perf/load/lifecycle/error-rate-only.json";

  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path results;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  private GatlingProcess(Process process, Path results) {
    this.process = process;
    this.results = results;
    this.reader = new Thread(this::read, "gatling output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a simulation.
   *
   * @param settings as {@code name=value}
   */
  static GatlingProcess start(Path results, String simulation, String... settings)
      throws IOException {
    return start(results, Map.of(), simulation, settings);
  }

  /**
   * Starts a simulation.
   *
   * @param environment variables besides those of this process
   * @param settings as {@code name=value}
   */
  static GatlingProcess start(
      Path results, Map<String, String> environment, String simulation, String... settings)
      throws IOException {
    return start(List.of(), results, environment, simulation, settings);
  }

  /**
   * Starts a simulation elsewhere.
   *
   * @param place a command that becomes the one behind it: {@code ip netns exec <name>}
   * @param environment variables besides those of this process
   * @param settings as {@code name=value}
   */
  static GatlingProcess start(
      List<String> place,
      Path results,
      Map<String, String> environment,
      String simulation,
      String... settings)
      throws IOException {
    List<String> command = new ArrayList<>(place);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "--add-opens=java.base/java.lang=ALL-UNNAMED"));
    command.add("-Dgatling.resultsFolder=" + results);
    command.add("-Djava.util.prefs.PreferencesFactory=" + InMemoryPreferences.class.getName());
    for (String setting : settings) {
      command.add("-D" + setting);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.gatling.app.Gatling", "-s", simulation, "-rf", results.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new GatlingProcess(builder.start(), results);
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a line of the output has {@code pattern} in it. */
  void awaitLine(String pattern) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (lines) {
      while (lines.stream().noneMatch(line -> wanted.matcher(line).find())) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || !process.isAlive()) {
          fail("no line with " + pattern + " in:\n" + String.join("\n", lines));
        }
        lines.wait(Math.min(left, 1000));
      }
    }
  }

  void signal(String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertTrue(status == 0, "kill -" + name);
  }

  /** CPU time of its JVM so far, without that of its children. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Its exit status, once it and all that it started are gone. */
  int end() throws InterruptedException {
    List<ProcessHandle> children = children();
    assertTrue(
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "still running:\n" + output());
    reader.join();
    for (ProcessHandle child : children) {
      child.onExit().completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      assertTrue(!child.isAlive(), "left behind: " + child.info());
    }
    return process.exitValue();
  }

  /** The sandbox, while it runs. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** The one run of this results folder. */
  FinishedRun left() throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      List<Path> directories = files.filter(Files::isDirectory).toList();
      assertTrue(directories.size() == 1, () -> "directories: " + directories);
      return new FinishedRun(directories.get(0));
    }
  }

  @Override
  public void close() {
    children().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
