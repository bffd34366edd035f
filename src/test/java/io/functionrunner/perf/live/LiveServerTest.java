package io.functionrunner.perf.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.sandbox.Exposition;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Quality;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_33_5.Metrics.Histogram;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_33_5.Metrics.MetricFamily;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveServerTest {

  /** Loopback too, but not the address that is listened on. */
  private static final String OTHER = "127.0.0.2";

  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private final LiveMetrics metrics = new LiveMetrics(LiveTask.MIX);
  private LiveServer server;
  private URI url;

  @BeforeEach
  void start() throws IOException {
    LiveTask task = new LiveTask(Modality.IMAGE, Quality.DRAFT, 0);
    task.submitted(metrics, 5);
    task.ended(metrics, 5, 1_505, Outcome.COMPLETED);
    server = new LiveServer();
    url = server.metrics(metrics.registry(), LiveServer.LOOPBACK, 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static HttpResponse<byte[]> ask(URI url, String method, String accept) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.noBody());
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElseThrow();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void textForWhoeverDoesNotSay() throws Exception {
    HttpResponse<byte[]> answer = ask(url, "GET", "");
    assertEquals(200, answer.statusCode());
    assertTrue(type(answer).startsWith("text/plain; version=0.0.4"), type(answer));
    assertEquals(1, Exposition.parse(text(answer)).value("loadtest_schedule_lag_seconds_count"));
  }

  @Test
  void openMetricsWhenAccepted() throws Exception {
    HttpResponse<byte[]> answer = ask(url, "GET", "application/openmetrics-text;version=1.0.0");
    assertTrue(
        type(answer).startsWith("application/openmetrics-text; version=1.0.0"), type(answer));
    assertTrue(text(answer).endsWith("# EOF\n"));
    assertTrue(text(answer).contains("# TYPE loadtest_tasks_submitted counter\n"));
  }

  @Test
  void protobufHasTheNativeHistogramsToo() throws Exception {
    HttpResponse<byte[]> answer = ask(url, "GET", PROTOBUF);
    assertTrue(type(answer).startsWith("application/vnd.google.protobuf"), type(answer));
    Map<String, MetricFamily> families = new HashMap<>();
    ByteArrayInputStream body = new ByteArrayInputStream(answer.body());
    for (MetricFamily family = MetricFamily.parseDelimitedFrom(body);
        family != null;
        family = MetricFamily.parseDelimitedFrom(body)) {
      families.put(family.getName(), family);
    }
    Histogram ended =
        families.get("loadtest_task_duration_seconds").getMetricList().stream()
            .map(m -> m.getHistogram())
            .filter(h -> h.getSampleCount() == 1)
            .findFirst()
            .orElseThrow();
    assertEquals(1.5, ended.getSampleSum());
    assertTrue(ended.getBucketCount() > 10, "classic buckets");
    assertEquals(1, ended.getPositiveSpanCount(), "one native bucket");
    // Bucket i of schema s is (base^(i-1), base^i] with base = 2^(2^-s).
    double base = Math.pow(2, Math.pow(2, -ended.getSchema()));
    double upper = Math.pow(base, ended.getPositiveSpan(0).getOffset());
    assertTrue(upper >= 1.5 && upper / base < 1.5, "upper bound " + upper);
  }

  @Test
  void anythingElseIsSaid() throws Exception {
    assertEquals(404, ask(url.resolve("/other"), "GET", "").statusCode());
    HttpResponse<byte[]> posted = ask(url, "POST", "");
    assertEquals(405, posted.statusCode());
    assertEquals("GET, HEAD", posted.headers().firstValue("Allow").orElseThrow());
    HttpResponse<byte[]> head = ask(url, "HEAD", "");
    assertEquals(200, head.statusCode());
    assertEquals(0, head.body().length);
    assertTrue(head.headers().firstValueAsLong("Content-Length").orElseThrow() > 1_000);
  }

  @Test
  void aPortInUseIsOneClearError() {
    int port = url.getPort();
    IOException refused =
        assertThrows(
            IOException.class,
            () -> new LiveServer().metrics(metrics.registry(), LiveServer.LOOPBACK, port));
    assertEquals(
        "port %d on 127.0.0.1 is in use or not allowed. Choose another one, or 0 for a free one"
            .formatted(port),
        refused.getMessage());
  }

  @Test
  void anAddressOfAnotherMachineIsOneClearError() {
    // TEST-NET-1 of RFC 5737: nobody's.
    IOException refused =
        assertThrows(
            IOException.class, () -> new LiveServer().metrics(metrics.registry(), "192.0.2.1", 0));
    assertEquals("192.0.2.1 is no address of this machine", refused.getMessage());
  }

  @Test
  void itListensOnTheOneAddressThatWasAsked() throws IOException {
    assertThrows(ConnectException.class, () -> connect(OTHER, url.getPort()));
    try (LiveServer open = new LiveServer()) {
      URI everywhere = open.metrics(metrics.registry(), "0.0.0.0", 0);
      open.start();
      connect(OTHER, everywhere.getPort());
    }
  }

  private static void connect(String host, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 5_000);
    }
  }

  @Test
  void afterwardsNothingIsLeft() throws Exception {
    ask(url, "GET", "");
    server.close();
    assertThrows(ConnectException.class, () -> connect(LiveServer.LOOPBACK, url.getPort()));
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().startsWith("live-http")));
  }
}
