package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Prometheus of our own on a free loopback port, with its data in a test's directory. */
public final class RealPrometheus implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final URI url;

  private RealPrometheus(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  public static RealPrometheus start(Path directory, String config, String... options)
      throws IOException, InterruptedException {
    Path file = directory.resolve("prometheus.yml");
    Files.writeString(file, config);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "prometheus",
                "--config.file=" + file,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--storage.tsdb.retention.time=100y",
                "--web.listen-address=127.0.0.1:" + port));
    command.addAll(List.of(options));
    Path log = directory.resolve("prometheus.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    RealPrometheus prometheus = new RealPrometheus(process, URI.create("http://127.0.0.1:" + port));
    prometheus.awaitReady(log);
    return prometheus;
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    PrometheusApi api = api();
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try {
        api.query("time()");
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > limit) {
          close();
          throw new IOException("Prometheus did not start: " + Files.readString(log), e);
        }
        process.waitFor(100, TimeUnit.MILLISECONDS);
      }
    }
  }

  public URI url() {
    return url;
  }

  PrometheusApi api() throws IOException {
    return new PrometheusApi(
        new PrometheusSettings(
            url,
            new PrometheusSettings.Authentication.None(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Duration.ofSeconds(10),
            4,
            1),
        duration -> {});
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Runs promtool; a failure of its is an exception with all it said. */
  public static String promtool(Path directory, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Path stdin = Files.writeString(directory.resolve("promtool.in"), input);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(stdin.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }
}
