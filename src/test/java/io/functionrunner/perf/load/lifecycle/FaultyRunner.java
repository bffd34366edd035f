package io.functionrunner.perf.load.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A function runner on its bad days, and a talkative one: what it says of a failure has the
 * caller's credentials in it. The fate of a task is fixed by its body, so that a request sent twice
 * meets the same; each fate is counted.
 */
final class FaultyRunner implements AutoCloseable {

  /** What becomes of a task. */
  enum Fate {
    /** Succeeds at the first poll. */
    COMPLETES,
    /** Fails at the first poll. */
    FAILS,
    /** 503. */
    SERVER_ERROR,
    /** The connection is closed without an answer. */
    RESET,
    /** No answer at all. */
    SILENT,
    /** 202, and no JSON. */
    MALFORMED,
    /** 202, then 404. */
    LOST,
    /** 429. */
    FULL
  }

  private final Server server = new Server();
  private final String scheme;
  private final ServerConnector connector;
  private final String token;
  private final List<Fate> fates;
  private final Map<String, Fate> tasks = new ConcurrentHashMap<>();
  private final Map<Fate, LongAdder> counts = new EnumMap<>(Fate.class);
  private final AtomicLong ids = new AtomicLong();

  /**
   * Starts it.
   *
   * @param token that every call must carry; empty: none
   * @param fates that tasks are spread over
   */
  FaultyRunner(String token, List<Fate> fates) throws Exception {
    this(token, fates, Optional.empty());
  }

  /**
   * Starts it.
   *
   * @param tls empty: plain HTTP
   */
  FaultyRunner(String token, List<Fate> fates, Optional<SslContextFactory.Server> tls)
      throws Exception {
    this.scheme = tls.isPresent() ? "https" : "http";
    this.connector =
        tls.isPresent() ? new ServerConnector(server, tls.get()) : new ServerConnector(server);
    this.token = token;
    this.fates = fates;
    for (Fate fate : Fate.values()) {
      counts.put(fate, new LongAdder());
    }
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setStopTimeout(0);
    server.setHandler(new Api());
    server.start();
  }

  String target() {
    return "target=" + scheme + "://127.0.0.1:" + connector.getLocalPort();
  }

  /** Submissions that met this fate. */
  long count(Fate fate) {
    return counts.get(fate).sum();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("it cannot be stopped", e);
    }
  }

  private final class Api extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String given = String.valueOf(request.getHeaders().get("Authorization"));
      String path = Request.getPathInContext(request);
      if (path.equals("/")) {
        return reply(response, callback, 200, "{}");
      }
      if (!token.isEmpty() && !given.equals("Bearer " + token)) {
        return reply(response, callback, 401, error("not authorized: " + given));
      }
      if (request.getMethod().equals("POST")) {
        String body = Content.Source.asString(request, UTF_8);
        Fate fate = fates.get(Math.floorMod(body.hashCode(), fates.size()));
        counts.get(fate).increment();
        return submitted(fate, given, request, response, callback);
      }
      return polled(path, given, response, callback);
    }

    private boolean submitted(
        Fate fate, String given, Request request, Response response, Callback callback) {
      return switch (fate) {
        case COMPLETES, FAILS, LOST -> {
          String id = "t" + ids.incrementAndGet();
          tasks.put(id, fate);
          yield reply(
              response, callback, 202, "{\"task_id\":\"%s\",\"status\":\"queued\"}".formatted(id));
        }
        case SERVER_ERROR -> reply(response, callback, 503, error("no worker for " + given));
        case MALFORMED -> reply(response, callback, 202, "<html>" + given);
        case FULL -> reply(response, callback, 429, error("queue full for " + given));
        case RESET -> {
          request.getConnectionMetaData().getConnection().getEndPoint().close();
          callback.failed(new IllegalStateException("closed on purpose"));
          yield true;
        }
        case SILENT -> true;
      };
    }

    private boolean polled(String path, String given, Response response, Callback callback) {
      String id = path.substring(path.lastIndexOf('/') + 1);
      return switch (tasks.getOrDefault(id, Fate.LOST)) {
        case COMPLETES ->
            reply(
                response,
                callback,
                200,
                "{\"task_id\":\"%s\",\"status\":\"succeeded\"}".formatted(id));
        case FAILS ->
            reply(
                response,
                callback,
                200,
                "{\"task_id\":\"%s\",\"status\":\"failed\",\"error\":\"no GPU for %s\"}"
                    .formatted(id, given));
        default -> reply(response, callback, 404, error("no task " + id + " of " + given));
      };
    }

    private static String error(String text) {
      return "{\"error\":\"" + text + "\"}";
    }

    private static boolean reply(Response response, Callback callback, int status, String body) {
      response.setStatus(status);
      Content.Sink.write(response, true, body, callback);
      return true;
    }
  }
}
