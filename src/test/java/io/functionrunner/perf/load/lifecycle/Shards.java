package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.sandbox.SandboxChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Injectors of one run, each a process of its own, against one sandbox. */
final class Shards {

  private static final int USERS = 600;

  /** Of ten minutes. */
  private static final double TIME_SCALE = 0.01;

  private final Path home;
  private final String target;
  private final Instant start;

  /**
   * @param home their results go there
   * @param start of the load; every process has to be up by then
   */
  Shards(Path home, String target, Instant start) {
    this.home = home;
    this.target = target;
    this.start = start;
  }

  /**
   * Starts a sandbox as a process of its own.
   *
   * @param place a command that becomes the one behind it
   */
  static SandboxChild sandbox(List<String> place, String... options) throws IOException {
    List<String> command = new ArrayList<>(place);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.functionrunner.perf.cli.Perf", "sandbox", "--until-stdin-closes"));
    command.addAll(List.of(options));
    return SandboxChild.start(command, Duration.ofSeconds(30));
  }

  /**
   * A start of the load by which so many injectors are up, also when others keep the machine busy:
   * each takes some times as long as the sandbox did.
   *
   * @param sandboxNanos how long it took to start
   */
  static Instant after(long sandboxNanos, int injectors) {
    return Instant.now()
        .truncatedTo(ChronoUnit.SECONDS)
        .plusSeconds(10)
        .plusNanos(4L * injectors * sandboxNanos)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  /** Starts injector {@code index} of {@code of}, on this machine. */
  GatlingProcess start(int index, int of) throws IOException {
    return start(List.of(), Map.of(), index, of, TIME_SCALE);
  }

  /** Starts an injector elsewhere, see {@link GatlingProcess#start}. */
  GatlingProcess start(
      List<String> place, Map<String, String> environment, int index, int of, double timeScale)
      throws IOException {
    Path results = Files.createDirectories(home.resolve(index + "-of-" + of));
    return GatlingProcess.start(
        place,
        results,
        environment,
        "BaselineTest",
        "target=" + target,
        "scrape=" + target + "/metrics",
        "shard=" + index + "/" + of,
        "start.at=" + start,
        "users=" + USERS,
        "timeScale=" + timeScale,
        "queue.wait=off",
        "warmup=1",
        "live=off",
        "gate=off");
  }
}
