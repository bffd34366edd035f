package io.functionrunner.perf.live;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Serves a run's metrics under {@code /metrics}, until it is closed. */
public final class LiveServer implements AutoCloseable {

  /** Where it listens unless somebody wants otherwise. */
  public static final String LOOPBACK = "127.0.0.1";

  /** One accepts, one selects; the rest is for readers, of whom there are few. */
  private static final int THREADS = 6;

  /** An interval beyond this is not waited for; Prometheus's own default is one minute. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);

  private final Server server;
  private final URI url;
  private final Readers readers;

  private LiveServer(Server server, URI url, Readers readers) {
    this.server = server;
    this.url = url;
    this.readers = readers;
  }

  /**
   * Starts to serve.
   *
   * @param host name or address of the interface; {@link #LOOPBACK} is for this machine alone
   * @param port 0 takes a free one
   * @throws IOException when it cannot listen there; the message says why
   */
  public static LiveServer start(PrometheusRegistry registry, String host, int port)
      throws IOException {
    Server server = new Server(threads());
    ServerConnector connector = connector(server, host, port);
    server.addConnector(connector);
    Readers readers = new Readers(System::nanoTime);
    server.setHandler(new MetricsHandler(registry, readers));
    try {
      connector.open();
      server.start();
    } catch (Exception e) {
      stop(server);
      throw cannotListen(host, port, e);
    }
    return new LiveServer(server, url(connector), readers);
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, THREADS);
    threads.setName("live-http");
    threads.setDaemon(true);
    return threads;
  }

  private static ServerConnector connector(Server server, String host, int port) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    return connector;
  }

  private static URI url(ServerConnector connector) {
    String host = connector.getHost();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + connector.getLocalPort() + "/metrics");
  }

  private static IOException cannotListen(String host, int port, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException
          || (cause instanceof BindException && isNoneOfOurs(host))) {
        return new IOException(host + " is no address of this machine", e);
      }
      if (cause instanceof BindException) {
        return new IOException(
            "port %d on %s is in use or not allowed. Choose another one, or 0 for a free one"
                .formatted(port, host),
            e);
      }
    }
    return new IOException("the metrics cannot be served: " + e.getMessage(), e);
  }

  private static boolean isNoneOfOurs(String host) {
    try (ServerSocket any = new ServerSocket()) {
      any.bind(new InetSocketAddress(host, 0));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Where the metrics are. */
  public URI url() {
    return url;
  }

  /**
   * When somebody has read the metrics regularly and not since that moment, waits for the next
   * read.
   *
   * @param nanos of {@link System#nanoTime()}, when the metrics had their last values
   * @param waiting is told how long at most, before it is waited
   */
  public void awaitReadSince(long nanos, Consumer<Duration> waiting) throws InterruptedException {
    Duration due = readers.dueIn(nanos, LONGEST_WAIT);
    if (!due.isZero()) {
      waiting.accept(due);
      readers.await(nanos, due);
    }
  }

  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server of the live metrics does not stop", e);
    }
  }
}
