package io.functionrunner.perf.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox over HTTP, in time that passes when the test says so. */
class SandboxTest {
  private static final String TEXT = task("text_generation_v1", "hello");
  private static final Duration LONG = Duration.ofHours(1);

  private final ManualTimeline timeline = new ManualTimeline();
  private final HttpClient client = HttpClient.newHttpClient();
  private Sandbox sandbox;

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void aTaskIsQueuedThenRunsThenHasAResult() throws Exception {
    start("workers", "text=1");
    HttpResponse<String> first = post(TEXT);
    assertEquals(202, first.statusCode());
    assertEquals("application/json", first.headers().firstValue("Content-Type").orElseThrow());
    JsonNode accepted = json(first);
    assertEquals("queued", accepted.get("status").textValue());
    assertTrue(accepted.get("created_at").textValue().matches("\\S{10}T\\S{8}\\.\\d{3}Z"));
    String id = accepted.get("task_id").textValue();
    String second = json(post(task("text_generation_v1", "other"))).get("task_id").textValue();

    JsonNode running = json(get("/v1/tasks/" + id));
    assertEquals("running", running.get("status").textValue());
    assertTrue(running.get("completed_at").isNull());
    JsonNode queued = json(get("/v1/tasks/" + second));
    assertEquals("queued", queued.get("status").textValue());
    assertTrue(queued.get("started_at").isNull());
    assertEquals(409, get("/v1/tasks/" + id + "/result").statusCode());

    timeline.advance(LONG);
    JsonNode done = json(get("/v1/tasks/" + second));
    assertEquals("succeeded", done.get("status").textValue());
    assertTrue(done.get("error").isNull());
    Instant created = Instant.parse(done.get("created_at").textValue());
    Instant started = Instant.parse(done.get("started_at").textValue());
    Instant completed = Instant.parse(done.get("completed_at").textValue());
    assertTrue(created.isBefore(started) && started.isBefore(completed), done.toString());
    HttpResponse<String> result = get("/v1/tasks/" + id + "/result");
    assertEquals(200, result.statusCode());
    assertEquals(
        "text/plain;charset=utf-8", result.headers().firstValue("Content-Type").orElseThrow());
    assertFalse(result.body().isBlank());
  }

  @Test
  void aFullQueueIsA429WithRetryAfter() throws Exception {
    start("workers", "text=1", "queueCapacity", "1");
    assertEquals(202, post(task("text_generation_v1", "1")).statusCode());
    assertEquals(202, post(task("text_generation_v1", "2")).statusCode());
    HttpResponse<String> refused = post(task("text_generation_v1", "3"));
    assertEquals(429, refused.statusCode());
    assertTrue(refused.headers().firstValueAsLong("Retry-After").orElseThrow() >= 1);
    assertEquals("text: the queue is full", json(refused).get("error").textValue());
    assertEquals(202, post(task("image_generation_v1", "3")).statusCode());
    assertEquals(1, sandbox.counters().rejected());
  }

  @Test
  void aTaskCanBeCancelledUntilItHasEnded() throws Exception {
    start("workers", "text=1");
    String running = json(post(TEXT)).get("task_id").textValue();
    String queued = json(post(task("text_generation_v1", "2"))).get("task_id").textValue();
    for (String id : List.of(queued, running)) {
      HttpResponse<String> cancelled = send("DELETE", "/v1/tasks/" + id, "");
      assertEquals(200, cancelled.statusCode());
      assertEquals("cancelled", json(cancelled).get("status").textValue());
    }
    timeline.advance(LONG);
    assertEquals("cancelled", json(get("/v1/tasks/" + running)).get("status").textValue());
    assertEquals(409, send("DELETE", "/v1/tasks/" + running, "").statusCode());
    assertEquals(409, get("/v1/tasks/" + running + "/result").statusCode());
    assertEquals(2, sandbox.counters().cancelled());
  }

  @Test
  void aFailedTaskSaysWhyAndHasNoResult() throws Exception {
    start("errorRate", "1");
    String id = json(post(TEXT)).get("task_id").textValue();
    timeline.advance(LONG);
    JsonNode failed = json(get("/v1/tasks/" + id));
    assertEquals("failed", failed.get("status").textValue());
    assertEquals("planted failure: error_rate", failed.get("error").textValue());
    assertEquals(409, get("/v1/tasks/" + id + "/result").statusCode());
  }

  @Test
  void aLostTaskIsUnknownOnceAccepted() throws Exception {
    start("lostRate", "1");
    HttpResponse<String> accepted = post(TEXT);
    assertEquals(202, accepted.statusCode());
    String id = json(accepted).get("task_id").textValue();
    assertEquals(404, get("/v1/tasks/" + id).statusCode());
    assertEquals(404, get("/v1/tasks/" + id + "/result").statusCode());
    assertEquals(404, send("DELETE", "/v1/tasks/" + id, "").statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|the body: expecting a JSON object with template_id, inputs and quality",
        "[]|the body: expecting a JSON object with template_id, inputs and quality",
        "{\"template_id\":|the body: not JSON at line 1, column 16",
        "{} {}|the body: not JSON at line 1, column 4",
        "{}|template_id: expecting one of image_generation_v1, video_generation_v1,"
            + " audio_generation_v1, text_generation_v1, got nothing",
        "{\"template_id\":\"text_generation_v1\",\"inputs\":{},\"quality\":\"ultra\"}|quality:"
            + " expecting one of draft, standard, high, got \"ultra\"",
        "{\"template_id\":\"text_generation_v1\",\"inputs\":{},\"quality\":null}|quality:"
            + " expecting one of draft, standard, high, got a null",
        "{\"template_id\":\"text_generation_v1\",\"inputs\":[1],\"quality\":\"draft\"}|inputs:"
            + " expecting a JSON object, got an array",
        "{\"template_id\":\"text_generation_v1\",\"quality\":\"draft\"}|inputs: expecting a JSON"
            + " object, got nothing"
      })
  void whatIsNoTaskIsA400ThatSaysWhatWouldBe(String body, String error) throws Exception {
    start();
    HttpResponse<String> refused = post(body);
    assertEquals(400, refused.statusCode());
    assertEquals(error, json(refused).get("error").textValue());
    assertEquals(1, sandbox.counters().invalid());
  }

  @Test
  void errorsEchoOnlyTheStartOfWhatWasSent() throws Exception {
    start();
    HttpResponse<String> refused = post("{\"template_id\":\"" + "<".repeat(10_000) + "\"}");
    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().length() < 300, refused.body());
    HttpResponse<String> deep = post("[".repeat(100_000));
    assertEquals(400, deep.statusCode());
  }

  @Test
  void anInputMayBeAMediaFileButNotAnEndlessOne() throws Exception {
    start();
    assertEquals(202, post(task("image_generation_v1", "A".repeat(8 << 20))).statusCode());
    HttpRequest chunked =
        request("/v1/tasks")
            .POST(
                BodyPublishers.fromPublisher(
                    BodyPublishers.ofByteArray(new byte[HttpFront.MAX_BODY_BYTES + 1])))
            .build();
    assertEquals(413, client.send(chunked, BodyHandlers.ofString()).statusCode());
    assertEquals(1, sandbox.counters().invalid());
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    start();
    assertEquals(404, get("/").statusCode());
    assertEquals(404, get("/v1/task").statusCode());
    assertEquals(404, get("/v1/tasks/").statusCode());
    assertEquals(404, get("/v1/tasks/no-such-id").statusCode());
    assertEquals(404, get("/v1/tasks/no-such-id/result").statusCode());
    HttpResponse<String> put = send("PUT", "/v1/tasks", "{}");
    assertEquals(405, put.statusCode());
    assertEquals("POST", put.headers().firstValue("Allow").orElseThrow());
    assertEquals(405, send("POST", "/v1/tasks/x", "{}").statusCode());
    assertEquals(405, send("DELETE", "/metrics", "").statusCode());
    assertEquals(0, sandbox.counters().received());
  }

  @Test
  void healthHasTheQueues() throws Exception {
    start("workers", "text=1");
    post(TEXT);
    post(task("text_generation_v1", "2"));
    JsonNode health = json(get("/health"));
    assertEquals("ok", health.get("status").textValue());
    assertEquals(1, health.at("/queues/text/queued").intValue());
    assertEquals(1, health.at("/queues/text/running").intValue());
    assertEquals(0, health.at("/queues/video/queued").intValue());
  }

  @Test
  void aStallOfHttpHoldsTheTaskApiButNotHealthAndMetrics() throws Exception {
    start("stallHttp", "15s@10s");
    String id = json(post(TEXT)).get("task_id").textValue();
    timeline.advanceSeconds(11);
    CompletableFuture<HttpResponse<String>> submit = async(TEXT);
    CompletableFuture<HttpResponse<String>> poll =
        client.sendAsync(request("/v1/tasks/" + id).build(), BodyHandlers.ofString());
    Exposition scrape = scrape();
    while (held(scrape) < 2) {
      Thread.onSpinWait();
      scrape = scrape();
    }
    assertEquals(1, scrape.value("sandbox_fault_active", "fault", "stall_http"));
    assertEquals(200, get("/health").statusCode());
    timeline.advanceSeconds(13.9);
    assertFalse(submit.isDone() || poll.isDone());
    timeline.advanceSeconds(0.2);
    assertEquals(202, submit.get().statusCode());
    assertEquals(200, poll.get().statusCode());
    assertEquals(200, get("/v1/tasks/" + id).statusCode());
    Exposition after = scrape();
    assertEquals(0, after.value("sandbox_fault_active", "fault", "stall_http"));
    double handled = after.value("task_submit_latency_seconds_sum", "quality", "standard");
    assertEquals(14, handled, 1e-6, "the time held is handling time");
  }

  @Test
  void aPortInUseIsOneClearError() throws Exception {
    start();
    String port = Integer.toString(sandbox.baseUrl().getPort());
    IOException refused =
        assertThrows(
            IOException.class, () -> Sandbox.start(SandboxOptions.parse(Map.of("port", port))));
    assertEquals(
        "port "
            + port
            + " on 127.0.0.1 is in use or not allowed."
            + " Choose another one, or 0 for a free one",
        refused.getMessage());
  }

  @Test
  void openMetricsIsServedToThoseWhoAcceptIt() throws Exception {
    start();
    post(TEXT);
    HttpRequest scrape =
        request("/metrics").header("Accept", "application/openmetrics-text;version=1.0.0").build();
    HttpResponse<String> openMetrics = client.send(scrape, BodyHandlers.ofString());
    String type = openMetrics.headers().firstValue("Content-Type").orElseThrow();
    assertTrue(type.startsWith("application/openmetrics-text"), type);
    assertTrue(openMetrics.body().endsWith("# EOF\n"));
    String plain = get("/metrics").headers().firstValue("Content-Type").orElseThrow();
    assertTrue(plain.startsWith("text/plain"), plain);
  }

  private double held(Exposition scrape) {
    return scrape.samples().stream()
        .filter(sample -> sample.name().equals("sandbox_fault_effects_total"))
        .mapToDouble(Exposition.Sample::value)
        .sum();
  }

  private Exposition scrape() throws Exception {
    return Exposition.parse(get("/metrics").body());
  }

  private void start(String... settings) throws IOException {
    Map<String, String> values = new HashMap<>(Map.of("speed", "1"));
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    sandbox = Sandbox.start(SandboxOptions.parse(values), timeline);
  }

  private static String task(String template, String prompt) {
    return "{\"template_id\":\"%s\",\"inputs\":{\"prompt\":\"%s\"},\"quality\":\"standard\"}"
        .formatted(template, prompt);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path));
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpRequest request = request(path).method(method, BodyPublishers.ofString(body)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send("POST", "/v1/tasks", body);
  }

  private CompletableFuture<HttpResponse<String>> async(String body) {
    return client.sendAsync(
        request("/v1/tasks").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return new JsonMapper().readTree(response.body());
  }
}
