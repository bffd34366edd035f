package io.functionrunner.perf.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.metrics.LocalServer;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_33_5.Metrics.MetricFamily;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;

class PushTest {

  private static final Duration NEVER = Duration.ofHours(1);

  /** Of an OTLP NumberDataPoint: field 4 (as_double), eight bytes. */
  private static final byte AS_DOUBLE = 4 << 3 | 1;

  /** A push as it came; its body as Latin 1, a char a byte. */
  private record Pushed(String method, String path, String authorization, String body) {}

  private final BlockingQueue<Pushed> pushed = new LinkedBlockingQueue<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter tasks =
      Counter.builder().name("loadtest_tasks_total").help("Tasks.").register(registry);

  private LocalServer receiver(int status) throws Exception {
    return LocalServer.start(
        request -> {
          pushed.add(
              new Pushed(
                  request.getMethod(),
                  Request.getPathInContext(request),
                  String.valueOf(request.getHeaders().get("Authorization")),
                  body(request)));
          return LocalServer.Reply.text(status, "words of the server");
        });
  }

  private static String body(Request request) {
    try {
      return new String(
          Content.Source.asInputStream(request).readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Push toGateway(URI url, Optional<String> token, Duration every) {
    return Push.toGateway(registry, url, "BaselineTest", token, every, told::add);
  }

  @Test
  void theGatewayHasTheLastValuesInTheGroupOfTheSimulation() throws Exception {
    try (LocalServer gateway = receiver(202)) {
      Push push = toGateway(gateway.uri("/base"), Optional.of("token-1"), NEVER);
      tasks.inc(41);
      push.close();
      Pushed last = pushed.poll(10, TimeUnit.SECONDS);
      assertEquals("PUT", last.method());
      assertEquals("/base/metrics/job/loadtest/simulation/BaselineTest", last.path());
      assertEquals("Bearer token-1", last.authorization());
      MetricFamily family =
          MetricFamily.parseDelimitedFrom(
              new ByteArrayInputStream(last.body().getBytes(StandardCharsets.ISO_8859_1)));
      assertEquals("loadtest_tasks_total", family.getName());
      assertEquals(41, family.getMetric(0).getCounter().getValue());
      assertEquals(List.of(), told);
    }
  }

  @Test
  void itPushesWhileTheRunGoesOn() throws Exception {
    try (LocalServer gateway = receiver(200)) {
      Push push = toGateway(gateway.uri(""), Optional.empty(), Duration.ofMillis(20));
      for (int i = 0; i < 3; i++) {
        assertEquals("null", pushed.poll(10, TimeUnit.SECONDS).authorization());
      }
      push.close();
    }
  }

  @Test
  void aFailureIsToldOnceWithoutTheServersWords() throws Exception {
    try (LocalServer gateway = receiver(500)) {
      URI url = gateway.uri("");
      Push push = toGateway(url, Optional.empty(), Duration.ofMillis(20));
      for (int i = 0; i < 3; i++) {
        assertEquals("PUT", pushed.poll(10, TimeUnit.SECONDS).method());
      }
      push.close();
      assertEquals(
          List.of(
              "The live metrics could not be pushed to %s (HTTP 500). The run goes on; later failures are not told."
                  .formatted(url)),
          told);
    }
  }

  @Test
  void aGatewayThatIsNotThereCostsNothing() {
    toGateway(URI.create("http://127.0.0.1:1"), Optional.empty(), NEVER).close();
    assertEquals(1, told.size());
    assertTrue(told.get(0).contains("(ConnectException)"), told.get(0));
  }

  @Test
  void otlpHasTheLastValuesAndNothingOfTheMachine() throws Exception {
    try (LocalServer receiver = receiver(200)) {
      Push push =
          Push.overOtlp(registry, receiver.uri(""), "BaselineTest", Optional.of("token-2"), NEVER);
      tasks.inc(1234.5);
      push.close();
      Pushed last = pushed.poll(10, TimeUnit.SECONDS);
      assertEquals("POST", last.method());
      assertEquals("/v1/metrics", last.path());
      assertEquals("Bearer token-2", last.authorization());
      assertTrue(last.body().contains("loadtest_tasks"), last.body());
      assertTrue(last.body().contains("BaselineTest"), last.body());
      byte[] value =
          ByteBuffer.allocate(9)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(AS_DOUBLE)
              .putDouble(1234.5)
              .array();
      assertTrue(last.body().contains(new String(value, StandardCharsets.ISO_8859_1)));
      assertFalse(last.body().contains(System.getProperty("java.home")), "paths");
      assertFalse(last.body().contains(InetAddress.getLocalHost().getHostName()), "host");
    }
  }
}
