package io.functionrunner.perf.sandbox;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An embedded function runner to test against: the built-in task API over HTTP, on the loopback
 * interface unless told otherwise, with queues, workers, GPUs and planted faults, but without any
 * model to run.
 */
public final class Sandbox implements AutoCloseable {
  private static final int HTTP_THREADS = 8;

  /** Connections that wait to be accepted: a thousand users may come at once. */
  private static final int ACCEPT_QUEUE = 4_096;

  /** Longer than any stall that makes sense; a held response must not lose its connection. */
  private static final long IDLE_MILLIS = 3_600_000;

  private final Timeline timeline;
  private final Runner runner;
  private final Server server;
  private final URI baseUrl;

  private Sandbox(Timeline timeline, Runner runner, Server server, URI baseUrl) {
    this.timeline = timeline;
    this.runner = runner;
    this.server = server;
    this.baseUrl = baseUrl;
  }

  /**
   * Starts a sandbox that serves until it is closed.
   *
   * @throws IOException when it cannot listen, for instance on a port in use
   */
  public static Sandbox start(SandboxOptions options) throws IOException {
    return start(options, new WallClock());
  }

  /** In a time of the caller's; closes it with the sandbox. */
  static Sandbox start(SandboxOptions options, Timeline timeline) throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    Faults faults = new Faults(options.faults());
    TaskMetrics metrics = new TaskMetrics(registry);
    Runner runner = new Runner(options, timeline, faults, metrics);
    registry.register(new StateMetrics(runner::view, faults, timeline::nanos));
    Server server = new Server(threads());
    ServerConnector connector = connector(server, options);
    server.addConnector(connector);
    server.setHandler(new HttpFront(new TaskApi(runner), faults, timeline, metrics, registry));
    try {
      connector.open();
      server.start();
    } catch (Exception e) {
      stop(server);
      timeline.close();
      throw cannotListen(options, e);
    }
    URI baseUrl = URI.create("http://" + options.host() + ":" + connector.getLocalPort());
    return new Sandbox(timeline, runner, server, baseUrl);
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(HTTP_THREADS, HTTP_THREADS);
    threads.setName("sandbox-http");
    threads.setDaemon(true);
    return threads;
  }

  private static ServerConnector connector(Server server, SandboxOptions options) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private static IOException cannotListen(SandboxOptions options, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return new IOException(
            "port %d on %s is in use or not allowed. Choose another one, or 0 for a free one"
                .formatted(options.port(), options.host()),
            e);
      }
    }
    return new IOException("the sandbox cannot start: " + e.getMessage(), e);
  }

  /** Scheme, host and port, without a trailing slash. */
  public URI baseUrl() {
    return baseUrl;
  }

  /** Where every submission so far went. */
  public SandboxCounters counters() {
    return runner.counters();
  }

  /** Stops serving at once; queued and running tasks end nowhere. */
  @Override
  public void close() {
    stop(server);
    timeline.close();
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the sandbox's HTTP server does not stop", e);
    }
  }
}
