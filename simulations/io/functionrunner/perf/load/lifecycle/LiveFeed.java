package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.analysis.Conclusion;
import io.functionrunner.perf.live.LiveMetrics;
import io.functionrunner.perf.live.LiveRun;
import io.functionrunner.perf.live.LiveServer;
import io.functionrunner.perf.live.Push;
import io.functionrunner.perf.load.journey.TaskEvents;
import io.functionrunner.perf.load.settings.LiveSettings;
import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.report.ReportWriter;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.workload.Profile;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The run while it lasts, for whoever watches: its page, its own metrics, Grafana. */
final class LiveFeed implements AutoCloseable {

  /** Environment variable with the token of whoever takes the pushes. */
  private static final String TOKEN = "METRICS_TOKEN";

  /** Environment variable with the token that viewers of the page must know. */
  private static final String PAGE_TOKEN = "LIVE_TOKEN";

  /** Not to be guessed while a run lasts. */
  private static final int SHORTEST_TOKEN = 16;

  private static final Duration PUSH = Duration.ofSeconds(10);

  private final Optional<LiveMetrics> metrics;
  private final Optional<PageFeed> page;
  private final List<AutoCloseable> outlets = new ArrayList<>();
  private final LiveServer server = new LiveServer();
  private final LiveSettings settings;
  private final Function<String, String> environment;
  private final PrintStream out;
  private Optional<AnnotationFeed> annotations = Optional.empty();
  private volatile double startSeconds = Double.NaN;
  private long endedNanos;

  private LiveFeed(
      Optional<LiveMetrics> metrics,
      Optional<PageFeed> page,
      LiveSettings settings,
      Function<String, String> environment,
      PrintStream out) {
    this.metrics = metrics;
    this.page = page;
    this.settings = settings;
    this.environment = environment;
    this.out = out;
  }

  /**
   * Serves and pushes from now on; refuses a port that cannot be had.
   *
   * @param page shown when the settings want it
   * @param environment value of an environment variable, or null
   */
  static LiveFeed start(
      Profile profile,
      LiveSettings settings,
      PageFeed page,
      Function<String, String> environment,
      PrintStream out) {
    LiveFeed feed =
        new LiveFeed(
            settings.metricsWanted()
                ? Optional.of(new LiveMetrics(profile.mix()))
                : Optional.empty(),
            settings.page().map(address -> page),
            settings,
            environment,
            out);
    feed.serve();
    feed.metrics.ifPresent(metrics -> feed.push(profile, metrics));
    return feed;
  }

  private void push(Profile profile, LiveMetrics metrics) {
    Optional<String> token = Optional.ofNullable(environment.apply(TOKEN));
    settings
        .push()
        .map(
            url ->
                Push.toGateway(metrics.registry(), url, profile.name(), token, PUSH, out::println))
        .ifPresent(outlets::add);
    settings
        .otlp()
        .map(url -> Push.overOtlp(metrics.registry(), url, profile.name(), token, PUSH))
        .ifPresent(outlets::add);
  }

  private void serve() {
    Optional<String> token = Optional.ofNullable(environment.apply(PAGE_TOKEN));
    settings
        .page()
        .ifPresent(
            address ->
                out.println(
                    "Live: "
                        + at(
                            "live",
                            address,
                            () ->
                                server.page(
                                    page.orElseThrow().page(),
                                    address.host(),
                                    address.port(),
                                    checked(address, token)))));
    settings
        .port()
        .ifPresent(
            port ->
                out.println(
                    "Live metrics: "
                        + at(
                            "metrics",
                            new LiveSettings.Address(settings.host(), port),
                            () ->
                                server.metrics(
                                    metrics.orElseThrow().registry(), settings.host(), port))));
    if (settings.page().isPresent() || settings.port().isPresent()) {
      outlets.add(server);
      startServing();
    }
  }

  private void startServing() {
    try {
      server.start();
    } catch (IOException e) {
      throw new Refused(e.getMessage());
    }
  }

  /** Serves, or refuses the setting that cannot be served. */
  private URI at(String what, LiveSettings.Address address, Callable<URI> site) {
    try {
      return site.call();
    } catch (Refused e) {
      throw e;
    } catch (Exception e) {
      server.close();
      throw new Refused("-D%s.port=%d: %s".formatted(what, address.port(), e.getMessage()));
    }
  }

  /** Others may see the page only when they know the token. */
  private static Optional<String> checked(LiveSettings.Address address, Optional<String> token)
      throws IOException {
    Optional<String> strong = token.filter(t -> t.length() >= SHORTEST_TOKEN);
    if (token.isPresent() ? strong.isEmpty() : !isLoopback(address.host())) {
      throw new Refused(
          "-Dlive.host=%s: who may see the page? Expecting a token of %d characters or more in the environment variable %s"
              .formatted(address.host(), SHORTEST_TOKEN, PAGE_TOKEN));
    }
    return strong;
  }

  private static boolean isLoopback(String host) throws IOException {
    return InetAddress.getByName(host).isLoopbackAddress();
  }

  /**
   * The run's directory is there; to be called once.
   *
   * @param sinceStartMillis negative before the load's start
   * @param phases so far; metrics have those of the profile, as their names must be known
   */
  void run(
      Path directory,
      RunManifest planned,
      Profile profile,
      LongSupplier sinceStartMillis,
      Supplier<List<Phase>> phases) {
    String name = directory.getFileName().toString();
    Supplier<String> phase = () -> Progress.phase(profile.phases(), sinceStartMillis.getAsLong());
    Supplier<String> now = () -> Progress.phase(phases.get(), sinceStartMillis.getAsLong());
    metrics.ifPresent(
        live -> {
          live.run(name, planned);
          live.phases(
              Stream.concat(
                      Stream.of(Progress.WARM_UP, Progress.DRAIN),
                      profile.phases().stream().map(Phase::name))
                  .distinct()
                  .toList(),
              phase);
          live.gauge(
              "loadtest_load_start_timestamp_seconds",
              "When the load started, in Unix time.",
              () -> startSeconds);
        });
    annotations =
        settings
            .grafana()
            .map(url -> new AnnotationFeed(url, environment, profile.name(), name, now, out));
    annotations.ifPresent(outlets::add);
  }

  /**
   * One more gauge, without labels.
   *
   * @param value asked with every read; NaN: no value now
   */
  void gauge(String name, String help, DoubleSupplier value) {
    metrics.ifPresent(live -> live.gauge(name, help, value));
  }

  /** Who is told of tasks: those who are told anyway, and those who show them. */
  TaskEvents beside(TaskEvents others) {
    TaskEvents all = others;
    if (metrics.isPresent()) {
      all = all.and(new LiveTasks(metrics.get()));
    }
    return page.isPresent() ? all.and(page.get()) : all;
  }

  /** The page looks at the run from now on. */
  void watch(LiveRun run) {
    page.ifPresent(feed -> feed.page().watch(run));
  }

  /** The load's start. */
  void started(long epochMillis) {
    startSeconds = epochMillis / 1000.0;
    page.ifPresent(feed -> feed.started(epochMillis));
    annotations.ifPresent(feed -> feed.started(epochMillis));
  }

  /** The load is over: metrics and page have their last values. */
  void ended() {
    endedNanos = System.nanoTime();
    page.ifPresent(feed -> feed.page().ended());
    annotations.ifPresent(feed -> feed.ended(System.currentTimeMillis()));
  }

  /** The reports are written; or, without a conclusion, they are not. */
  void reported(Path directory, Optional<Conclusion> conclusion) {
    annotations.ifPresent(feed -> conclusion.ifPresent(feed::reported));
    page.ifPresent(
        feed ->
            conclusion.ifPresentOrElse(
                c ->
                    feed.page()
                        .reported(c.verdict(), c.sentence(), directory.resolve(ReportWriter.HTML)),
                () -> feed.page().failed("the analysis failed; the console says why")));
  }

  /** Whoever scrapes regularly gets the last values; a last push; nothing is served any more. */
  @Override
  public void close() {
    try {
      if (endedNanos != 0) {
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
    page.ifPresent(feed -> feed.page().close());
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
