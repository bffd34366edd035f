package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.metrics.LocalServer.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurrentValueTest {

  private static final MetricDefinition DEPTH = Catalog.builtIn().find("queue_depth").orElseThrow();

  private static final String TWO_QUEUES =
      """
      celery_queue_length{queue_name="image"} 3
      celery_queue_length{queue_name="text"} 4
      """;

  private static CurrentValue scraped(LocalServer server) {
    return CurrentValue.scraped(List.of(server.uri("/metrics")), DEPTH);
  }

  @Test
  void ofSeveralQueuesTheSum() throws Exception {
    try (LocalServer server = LocalServer.start(request -> Reply.text(200, TWO_QUEUES))) {
      assertEquals(7, scraped(server).ask());
    }
  }

  @Test
  void anExporterWithoutItSaysSo() throws Exception {
    try (LocalServer server = LocalServer.start(request -> Reply.text(200, "up 1\n"))) {
      IOException none = assertThrows(IOException.class, scraped(server)::ask);
      assertEquals("no target serves celery_queue_length", none.getMessage());
    }
  }

  @Test
  void nobodyThere() throws Exception {
    CurrentValue value;
    try (LocalServer server = LocalServer.start(request -> Reply.text(200, TWO_QUEUES))) {
      value = scraped(server);
    }
    IOException none = assertThrows(IOException.class, value::ask);
    assertEquals("no target answered", none.getMessage());
  }

  @Test
  void aRateIsRefused() {
    MetricDefinition rate =
        Catalog.builtIn().metrics().stream()
            .filter(m -> m.kind() == MetricDefinition.Kind.COUNTER_RATE)
            .findFirst()
            .orElseThrow();
    List<URI> targets = List.of(URI.create("http://127.0.0.1:1/metrics"));
    assertThrows(IllegalArgumentException.class, () -> CurrentValue.scraped(targets, rate));
  }

  @Test
  void fromPrometheus() throws Exception {
    String answer =
        """
        {"status":"success","data":{"resultType":"vector","result":[
          {"metric":{},"value":[1700000000,"12"]}]}}
        """;
    try (LocalServer server = LocalServer.start(request -> Reply.json(200, answer))) {
      PrometheusSettings settings = PrometheusSettings.of(server.uri(""));
      assertEquals(12, CurrentValue.queried(settings, DEPTH).ask());
    }
  }

  @Test
  void prometheusWithoutData() throws Exception {
    String answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
    try (LocalServer server = LocalServer.start(request -> Reply.json(200, answer))) {
      PrometheusSettings settings = PrometheusSettings.of(server.uri(""));
      IOException none =
          assertThrows(IOException.class, CurrentValue.queried(settings, DEPTH)::ask);
      assertTrue(none.getMessage().startsWith("no data for sum("), none.getMessage());
    }
  }
}
