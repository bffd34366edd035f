package io.functionrunner.perf.simlog;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import com.sun.net.httpserver.HttpServer;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * What the recorded logs among the test resources were made with: groups, failures, errors, and
 * texts beyond Latin-1. It brings its own server, and compiles with every Gatling since 3.13.
 */
public class RecordedSimulation extends Simulation {
  private final HttpServer server = serve();

  private final HttpProtocolBuilder protocol =
      http.baseUrl("http://127.0.0.1:" + server.getAddress().getPort());

  private final ScenarioBuilder shop =
      scenario("shop")
          .exec(http("home").get("/ok"))
          .group("Käse – 店")
          .on(
              exec(http("überblick").get("/ok"))
                  .group("cart")
                  .on(
                      exec(http("pay €").get("/flaky").check(status().is(200))),
                      exec(http("slow").get("/slow"))));

  private final ScenarioBuilder texts =
      scenario("文章")
          .exec(http("home").get("/ok").check(bodyString().is("日本")))
          .exec(http("unbuildable").get("/#{missing}"));

  public RecordedSimulation() {
    setUp(
            shop.injectOpen(constantUsersPerSec(15).during(4)),
            texts.injectOpen(constantUsersPerSec(5).during(4)))
        .protocols(protocol)
        .assertions(
            global().failedRequests().percent().lt(50.0), details("home").requestsPerSec().gt(1.0));
  }

  @Override
  public void after() {
    server.stop(0);
  }

  private static HttpServer serve() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(
          Executors.newCachedThreadPool(
              task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
              }));
      AtomicInteger calls = new AtomicInteger();
      answer(server, "/ok", () -> 200, 2);
      answer(server, "/slow", () -> 200, 120);
      answer(server, "/flaky", () -> calls.incrementAndGet() % 7 == 0 ? 503 : 200, 5);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpServer server, String path, IntSupplier status, int millis) {
    server.createContext(
        path,
        exchange -> {
          try {
            Thread.sleep(millis);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          byte[] body = "ok".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status.getAsInt(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}
