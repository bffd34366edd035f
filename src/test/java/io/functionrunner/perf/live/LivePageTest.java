package io.functionrunner.perf.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.live.LiveRun.Chart;
import io.functionrunner.perf.live.LiveRun.Gauge;
import io.functionrunner.perf.live.LiveRun.Moment;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page and its events over HTTP; time is the test's own. */
@Timeout(60)
class LivePageTest {

  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>";
  private static final String TOKEN = "correct horse battery";
  private static final Chart GPU = new Chart("gpu", "GPU", true);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final LiveStatistics statistics = new LiveStatistics(List.of("image"));
  private final LivePage page = new LivePage(statistics);
  private final LiveServer server = new LiveServer();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Gauge> gauges = new ArrayList<>();
  private long sinceMillis = -1;
  private Conservation tasks = new Conservation(0, 0, 0, 0, 0, 0);

  @AfterEach
  void stop() {
    page.close();
    server.close();
  }

  private URI serve(Optional<String> token) throws IOException {
    URI url = server.page(page, LiveServer.LOOPBACK, 0, token);
    server.start();
    return url;
  }

  /** Looked at once, and then by the test alone. */
  private void watch() {
    page.watchByHand(
        new LiveRun(
            "BaselineTest",
            "baselinetest-1",
            "http://target",
            List.of(new Phase("steady", Phase.Kind.STEADY, 0, 60_000)),
            () -> new Moment(sinceMillis, "steady", 5, tasks, List.copyOf(gauges))));
  }

  private void second(long submitted, long completed) {
    sinceMillis = Math.max(0, sinceMillis) + 1_000;
    tasks = new Conservation(submitted, completed, 0, 0, 0, submitted - completed);
    page.tick();
  }

  private HttpResponse<String> get(URI url, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Reads a stream of events; each is its name and its data. */
  private final class Reader implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    Reader(URI url) throws Exception {
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(url.resolve("/events")).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertEquals(200, answer.statusCode());
      assertEquals(
          "text/event-stream; charset=utf-8",
          answer.headers().firstValue("Content-Type").orElseThrow());
      body = answer.body();
      lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      assertEquals("retry: 2000", lines.readLine());
      assertEquals("", lines.readLine());
    }

    JsonNode next(String name) throws IOException {
      assertEquals("event: " + name, lines.readLine());
      String data = lines.readLine();
      assertTrue(data.startsWith("data: {"), data);
      assertEquals("", lines.readLine());
      return JSON.readTree(data.substring("data: ".length()));
    }

    String end() throws IOException {
      return lines.readLine();
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  @Test
  void whoComesLaterGetsEverythingAndThenEachSecond() throws Exception {
    URI url = serve(Optional.empty());
    watch();
    statistics.accepted(0, 30);
    second(10, 4);
    second(14, 4);
    try (Reader reader = new Reader(url)) {
      JsonNode all = reader.next("all");
      assertEquals("BaselineTest", all.get("simulation").asText());
      assertEquals("steady", all.at("/phases/0/name").asText());
      assertEquals(60, all.at("/phases/0/end").asInt());
      assertEquals("time", all.at("/columns/0/label").asText());
      assertEquals("offered", all.at("/columns/1/label").asText());
      assertEquals(2, all.get("rows").size());
      assertEquals(4, all.at("/rows/1/1").asInt(), "tasks offered in the second second");
      assertEquals(58, all.at("/now/left").asInt());
      assertEquals(10, all.at("/now/tasks/inFlight").asInt());
      int p95 = column(all, "submit", "p95");
      assertEquals(.03, all.get("rows").get(1).get(p95).asDouble());

      second(20, 14);
      JsonNode tick = reader.next("tick");
      assertEquals(2, tick.get("index").asInt());
      assertEquals(6, tick.at("/row/1").asInt());
      assertEquals("RUNNING", tick.at("/now/status").asText());

      gauges.add(new Gauge(GPU, HOSTILE, 37.5));
      second(20, 14);
      JsonNode more = reader.next("all");
      assertEquals("GPU", more.at("/charts/0/caption").asText());
      int gpu = column(more, "gpu", HOSTILE);
      assertEquals(37.5, more.get("rows").get(3).get(gpu).asDouble());
    }
  }

  @Test
  void whoComesBeforeTheRunIsToldWhenItIsThere() throws Exception {
    URI url = serve(Optional.empty());
    try (Reader reader = new Reader(url)) {
      page.tick();
      watch();
      JsonNode all = reader.next("all");
      assertEquals(0, all.get("rows").size());
      page.tick();
      JsonNode warmUp = reader.next("tick");
      assertFalse(warmUp.has("row"), "before the load's start there is nothing to draw");
      assertEquals(-.001, warmUp.at("/now/since").asDouble());
    }
  }

  private static int column(JsonNode all, String chart, String label) {
    for (int i = 0; i < all.get("columns").size(); i++) {
      JsonNode column = all.get("columns").get(i);
      if (column.get("chart").asText().equals(chart)
          && column.get("label").asText().equals(label)) {
        return i;
      }
    }
    throw new AssertionError(chart + " " + label + " in " + all.get("columns"));
  }

  @Test
  void errorsAreCountedByKindWithTheServersLastWords() throws Exception {
    URI url = serve(Optional.empty());
    watch();
    statistics.ended(failed("first"));
    statistics.ended(failed(HOSTILE));
    second(2, 0);
    try (Reader reader = new Reader(url)) {
      JsonNode errors = reader.next("all").at("/now/errors");
      assertEquals(1, errors.size());
      assertEquals("failed", errors.at("/0/kind").asText());
      assertEquals(2, errors.at("/0/count").asInt());
      assertEquals(HOSTILE, errors.at("/0/last").asText());
    }
  }

  private static TaskRecord failed(String reason) {
    return new TaskRecord(
        0, 0, "image", "draft", 0, 0, 5, Outcome.FAILED, 900, -1, -1, -1, -1, 1, 0, reason);
  }

  @Test
  void theEndIsToldToAllAndServesTheReport() throws Exception {
    URI url = serve(Optional.empty());
    watch();
    second(1, 1);
    Path report = Files.writeString(directory.resolve("performance.html"), "the report");
    assertEquals(404, get(url.resolve("/performance.html")).statusCode());
    try (Reader one = new Reader(url);
        Reader other = new Reader(url)) {
      for (Reader reader : List.of(one, other)) {
        reader.next("all");
      }
      page.ended();
      page.reported(Verdict.FAIL, "too slow", report);
      for (Reader reader : List.of(one, other)) {
        reader.next("tick");
        assertEquals("ANALYSING", reader.next("all").at("/now/status").asText());
        JsonNode end = reader.next("all").get("now");
        assertEquals("ENDED", end.get("status").asText());
        assertEquals("FAIL", end.get("verdict").asText());
        assertEquals("too slow", end.get("sentence").asText());
        assertEquals(report.toString(), end.get("report").asText());
      }
      assertEquals("the report", get(url.resolve("/performance.html")).body());
      page.close();
      assertEquals(null, one.end());
    }
    assertEquals(503, get(url.resolve("/events")).statusCode());
  }

  @Test
  void whoComesAfterTheEndSeesIt() throws Exception {
    URI url = serve(Optional.empty());
    watch();
    second(1, 1);
    page.ended();
    page.failed("no report");
    try (Reader reader = new Reader(url)) {
      JsonNode now = reader.next("all").get("now");
      assertEquals("ENDED", now.get("status").asText());
      assertEquals("no report", now.get("sentence").asText());
      assertEquals("", now.get("report").asText());
    }
  }

  /** Its socket takes nothing any more: then it is gone, and the others see every second. */
  @Test
  void aViewerThatDoesNotReadIsDropped() throws Exception {
    URI url = serve(Optional.empty());
    watch();
    for (int i = 0; i < 500; i++) {
      gauges.add(new Gauge(new Chart("c" + i, "x".repeat(2_000), true), "l", 1));
    }
    second(1, 1);
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), url.getPort());
        Reader reader = new Reader(url)) {
      reader.next("all");
      slow.getOutputStream()
          .write(
              "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      while (page.viewers() < 2) {
        Thread.onSpinWait();
      }
      int sends = 0;
      while (page.viewers() == 2 && sends < 200) {
        // Another chart, so that everything is sent: a megabyte that nobody reads.
        gauges.add(new Gauge(new Chart("more" + sends++, "", true), "l", 1));
        second(1, 1);
        reader.next("all");
      }
      assertEquals(1, page.viewers());
      second(2, 1);
      assertEquals(2, reader.next("tick").at("/now/tasks/submitted").asInt());
    }
  }

  @Test
  void moreViewersThanATeamHasAreRefused() throws Exception {
    URI url = serve(Optional.empty());
    watch();
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < Viewers.MOST; i++) {
      readers.add(new Reader(url));
    }
    assertEquals(503, get(url.resolve("/events")).statusCode());
    for (Reader reader : readers) {
      reader.close();
    }
    while (page.viewers() > 0) {
      second(1, 1);
    }
    new Reader(url).close();
  }

  @Test
  void thePageAllowsNothingButItsOwnScript() throws Exception {
    URI url = serve(Optional.empty());
    HttpResponse<String> answer = get(url);
    assertEquals(200, answer.statusCode());
    String policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(
        policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertEquals("nosniff", answer.headers().firstValue("X-Content-Type-Options").orElseThrow());
    assertTrue(get(url.resolve("/live.js")).body().contains("uPlot"));
    assertTrue(get(url.resolve("/live.css")).body().contains("--page"));
    assertTrue(get(url.resolve("/licence.txt")).body().contains("MIT"));
    assertEquals(404, get(url.resolve("/run.json")).statusCode());
    assertEquals(
        405,
        client
            .send(
                HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.discarding())
            .statusCode());
  }

  /** What a browser sends whose page of another site resolves its own name to 127.0.0.1. */
  @Test
  void anotherHostsNameIsRefused() throws Exception {
    URI url = serve(Optional.empty());
    for (String host :
        List.of(
            "evil.example", "evil.example:" + url.getPort(), "127.0.0.1.evil.example", "[::2]")) {
      assertEquals("HTTP/1.1 421 Misdirected Request", statusLine(url, host), host);
    }
    for (String host :
        List.of("localhost", "LOCALHOST:1", "127.0.0.1:" + url.getPort(), "[::1]:9")) {
      assertEquals("HTTP/1.1 200 OK", statusLine(url, host), host);
    }
  }

  private static String statusLine(URI url, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  @Test
  void withATokenNothingIsSeenWithoutIt() throws Exception {
    URI url = serve(Optional.of(TOKEN));
    for (String path : List.of("/", "/events", "/live.js", "/performance.html")) {
      HttpResponse<String> answer = get(url.resolve(path));
      assertEquals(401, answer.statusCode(), path);
      assertTrue(answer.body().contains("name=\"token\""));
      assertEquals(401, get(url.resolve(path), "Authorization", "Bearer wrong").statusCode());
      assertEquals(401, get(url.resolve(path), "Cookie", "live=" + TOKEN).statusCode());
    }
    assertEquals(200, get(url, "Authorization", "Bearer " + TOKEN).statusCode());
    assertEquals(401, enter(url, "wrong").statusCode());
    HttpResponse<String> entered = enter(url, TOKEN.replace(" ", "+"));
    assertEquals(303, entered.statusCode());
    String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
    assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
    assertFalse(cookie.contains("horse"), "the cookie is not the token");
    String pair = cookie.substring(0, cookie.indexOf(';'));
    assertEquals(200, get(url.resolve("/live.js"), "Cookie", pair).statusCode());
  }

  private HttpResponse<String> enter(URI url, String token) throws Exception {
    return client.send(
        HttpRequest.newBuilder(url.resolve("/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("token=" + token))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void beyondLoopbackThereIsNoPageWithoutAToken() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> server.page(page, "0.0.0.0", 0, Optional.empty()));
    assertEquals("0.0.0.0: not loopback, and no token. Expecting one", refused.getMessage());
  }
}
