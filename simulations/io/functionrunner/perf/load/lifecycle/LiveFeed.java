package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.live.LiveMetrics;
import io.functionrunner.perf.live.LiveServer;
import io.functionrunner.perf.live.Push;
import io.functionrunner.perf.load.journey.TaskEvents;
import io.functionrunner.perf.load.settings.LiveSettings;
import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.workload.Profile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The run's own metrics, for whoever asked to see them while it lasts. */
final class LiveFeed implements AutoCloseable {

  /** Environment variable with the token of whoever takes the pushes. */
  private static final String TOKEN = "METRICS_TOKEN";

  private static final Duration PUSH = Duration.ofSeconds(10);

  private final Optional<LiveMetrics> metrics;
  private final List<AutoCloseable> outlets = new ArrayList<>();
  private final PrintStream out;
  private LiveServer server;
  private long endedNanos;

  private LiveFeed(Optional<LiveMetrics> metrics, PrintStream out) {
    this.metrics = metrics;
    this.out = out;
  }

  /**
   * Serves and pushes from now on; refuses a port that cannot be had.
   *
   * @param environment value of an environment variable, or null
   */
  static LiveFeed start(
      Profile profile,
      LiveSettings settings,
      Function<String, String> environment,
      PrintStream out) {
    if (!settings.wanted()) {
      return new LiveFeed(Optional.empty(), out);
    }
    LiveMetrics metrics = new LiveMetrics(profile.mix());
    LiveFeed feed = new LiveFeed(Optional.of(metrics), out);
    settings.port().ifPresent(port -> feed.serve(settings.host(), port));
    Optional<String> token = Optional.ofNullable(environment.apply(TOKEN));
    settings
        .push()
        .map(
            url ->
                Push.toGateway(metrics.registry(), url, profile.name(), token, PUSH, out::println))
        .ifPresent(feed.outlets::add);
    settings
        .otlp()
        .map(url -> Push.overOtlp(metrics.registry(), url, profile.name(), token, PUSH))
        .ifPresent(feed.outlets::add);
    return feed;
  }

  private void serve(String host, int port) {
    try {
      server = LiveServer.start(metrics.orElseThrow().registry(), host, port);
      outlets.add(server);
      out.println("Live metrics: " + server.url());
    } catch (IOException e) {
      throw new Refused("-Dmetrics.port=%d: %s".formatted(port, e.getMessage()));
    }
  }

  /**
   * The run's directory is there; to be called once.
   *
   * @param sinceStartMillis negative before the load's start
   */
  void run(Path directory, RunManifest planned, Profile profile, LongSupplier sinceStartMillis) {
    metrics.ifPresent(
        live -> {
          live.run(directory.getFileName().toString(), planned);
          live.phases(
              Stream.concat(
                      Stream.of(Progress.WARM_UP, Progress.DRAIN),
                      profile.phases().stream().map(Phase::name))
                  .distinct()
                  .toList(),
              () -> Progress.phase(profile, sinceStartMillis.getAsLong()));
        });
  }

  /**
   * One more gauge, without labels.
   *
   * @param value asked with every read; NaN: no value now
   */
  void gauge(String name, String help, DoubleSupplier value) {
    metrics.ifPresent(live -> live.gauge(name, help, value));
  }

  /** Who is told of tasks: those who are told anyway, and the metrics when they are wanted. */
  TaskEvents beside(TaskEvents others) {
    return metrics.<TaskEvents>map(live -> others.and(new LiveTasks(live))).orElse(others);
  }

  /** The metrics have their last values. */
  void ended() {
    endedNanos = System.nanoTime();
  }

  /** Whoever scrapes regularly gets the last values; a last push; nothing is served any more. */
  @Override
  public void close() {
    try {
      if (server != null && endedNanos != 0) {
        server.awaitReadSince(
            endedNanos,
            due ->
                out.printf(
                    "Waiting for the last scrape of the live metrics, %d s at most%n",
                    due.toSeconds() + 1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (AutoCloseable outlet : outlets) {
      try {
        outlet.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    outlets.clear();
  }
}
