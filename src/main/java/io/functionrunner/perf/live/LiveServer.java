package io.functionrunner.perf.live;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves a run while it lasts: its metrics under {@code /metrics}, its page under {@code /}, each
 * at an address of its own, since others may see the one and not the other.
 */
public final class LiveServer implements AutoCloseable {

  /** Where it listens unless somebody wants otherwise. */
  public static final String LOOPBACK = "127.0.0.1";

  /**
   * For each address one accepts and one selects; the rest is for readers, of whom there are few.
   */
  private static final int THREADS = 8;

  /** An interval beyond this is not waited for; Prometheus's own default is one minute. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);

  private final Server server = new Server(threads());
  private final Scrapers scrapers = new Scrapers(System::nanoTime);
  private final Map<Connector, Handler> sites = new HashMap<>();

  /** Asks what was asked for at the address that was asked. */
  private final class BySite extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return sites
          .get(request.getConnectionMetaData().getConnector())
          .handle(request, response, callback);
    }
  }

  /**
   * Adds the metrics, before {@link #start()}.
   *
   * @param host name or address of the interface; {@link #LOOPBACK} is for this machine alone
   * @param port 0 takes a free one
   * @return where they will be
   * @throws IOException when it cannot listen there; the message says why
   */
  public URI metrics(PrometheusRegistry registry, String host, int port) throws IOException {
    return site(new MetricsHandler(registry, scrapers::read), host, port).resolve("/metrics");
  }

  /**
   * Adds the page, before {@link #start()}.
   *
   * @param host as for the metrics
   * @param port as for the metrics
   * @param token what a viewer must know; empty: nothing, but the host has to be loopback then
   * @return where it will be
   * @throws IOException as for the metrics
   */
  public URI page(LivePage page, String host, int port, Optional<String> token) throws IOException {
    if (token.isEmpty() && !InetAddress.getByName(host).isLoopbackAddress()) {
      throw new IllegalArgumentException(host + ": not loopback, and no token. Expecting one");
    }
    return site(new PageHandler(page, new Access(token)), host, port);
  }

  private URI site(Handler handler, String host, int port) throws IOException {
    ServerConnector connector = connector(server, host, port);
    try {
      connector.open();
    } catch (IOException | RuntimeException e) {
      throw cannotListen(host, port, e);
    }
    server.addConnector(connector);
    sites.put(connector, handler);
    return url(connector);
  }

  /** Serves from now on. */
  public void start() throws IOException {
    server.setHandler(new BySite());
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IOException("nothing can be served: " + e.getMessage(), e);
    }
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
    return URI.create("http://" + literal + ":" + connector.getLocalPort() + "/");
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
    return new IOException("nothing can be served there: " + e.getMessage(), e);
  }

  private static boolean isNoneOfOurs(String host) {
    try (ServerSocket any = new ServerSocket()) {
      any.bind(new InetSocketAddress(host, 0));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Waits for the next read of everybody who has read the metrics regularly and not since that
   * moment.
   *
   * @param nanos of {@link System#nanoTime()}, when the metrics had their last values
   * @param waiting is told how long at most, before it is waited
   */
  public void awaitReadSince(long nanos, Consumer<Duration> waiting) throws InterruptedException {
    scrapers.await(nanos, LONGEST_WAIT, waiting);
  }

  @Override
  public void close() {
    try {
      server.stop();
      // A server that never started leaves its open connectors alone.
      sites.keySet().forEach(connector -> ((ServerConnector) connector).close());
    } catch (Exception e) {
      throw new IllegalStateException("the live server does not stop", e);
    }
  }
}
