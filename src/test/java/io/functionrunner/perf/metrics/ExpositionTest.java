package io.functionrunner.perf.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

  private record Sample(String name, Map<String, String> labels, double value, long millis) {}

  private static List<Sample> read(String contentType, String body) throws ExpositionException {
    List<Sample> samples = new ArrayList<>();
    Exposition.read(
        body.getBytes(UTF_8),
        contentType,
        name -> true,
        (name, labels, value, millis) -> samples.add(new Sample(name, labels, value, millis)));
    return samples;
  }

  private static Sample one(String contentType, String body) throws ExpositionException {
    List<Sample> samples = read(contentType, body);
    assertEquals(1, samples.size());
    return samples.get(0);
  }

  /** The example of the Prometheus documentation, "Exposition formats". */
  @Test
  void readsTheDocumentedExample() throws ExpositionException {
    String body =
        """
        # HELP http_requests_total The total number of HTTP requests.
        # TYPE http_requests_total counter
        http_requests_total{method="post",code="200"} 1027 1395066363000
        http_requests_total{method="post",code="400"}    3 1395066363000

        # Escaping in label values:
        msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

        # Minimalistic line:
        metric_without_timestamp_and_labels 12.47

        # A weird metric from before the epoch:
        something_weird{problem="division by zero"} +Inf -3982045
        http_request_duration_seconds_bucket{le="+Inf"} 144320
        """;
    List<Sample> samples = read(TEXT, body);
    assertEquals(
        List.of(
            new Sample(
                "http_requests_total",
                Map.of("method", "post", "code", "200"),
                1027,
                1395066363000L),
            new Sample(
                "http_requests_total", Map.of("method", "post", "code", "400"), 3, 1395066363000L),
            new Sample(
                "msdos_file_access_time_seconds",
                Map.of("path", "C:\\DIR\\FILE.TXT", "error", "Cannot find file:\n\"FILE.TXT\""),
                1.458255915e9,
                Exposition.NO_TIMESTAMP),
            new Sample(
                "metric_without_timestamp_and_labels", Map.of(), 12.47, Exposition.NO_TIMESTAMP),
            new Sample(
                "something_weird",
                Map.of("problem", "division by zero"),
                Double.POSITIVE_INFINITY,
                -3982045),
            new Sample(
                "http_request_duration_seconds_bucket",
                Map.of("le", "+Inf"),
                144320,
                Exposition.NO_TIMESTAMP)),
        samples);
  }

  /** From the OpenMetrics specification 1.0: exemplars, timestamps in seconds, the end mark. */
  @Test
  void readsOpenMetrics() throws ExpositionException {
    String body =
        """
        # TYPE foo histogram
        foo_bucket{le="1.0"} 11 # {trace_id="KOO5S4vxi0o"} 0.67
        foo_bucket{le="10.0"} 17 1520879607.789 # {trace_id="oHg5SJYRHA0"} 9.8 1520879607.789
        # EOF
        """;
    assertEquals(
        List.of(
            new Sample("foo_bucket", Map.of("le", "1.0"), 11, Exposition.NO_TIMESTAMP),
            new Sample("foo_bucket", Map.of("le", "10.0"), 17, 1520879607789L)),
        read(OPEN_METRICS, body));
  }

  @Test
  void readsQuotedNamesOfPrometheusThree() throws ExpositionException {
    assertEquals(
        new Sample("my.metric", Map.of("a label", "ü"), 1, Exposition.NO_TIMESTAMP),
        one(TEXT, "{\"my.metric\",\"a label\"=\"ü\",empty=\"\",} 1\n"));
  }

  @ParameterizedTest
  @CsvSource({"NaN,NaN", "+Inf,Infinity", "-Inf,-Infinity", "Inf,Infinity", "-1.5e-3,-0.0015"})
  void readsValues(String text, double value) throws ExpositionException {
    assertEquals(value, one(TEXT, "x " + text + "\n").value());
  }

  /** What the official client writes, both formats, is read back sample for sample. */
  @Test
  void readsWhatTheOfficialClientWrites() throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    Counter counter = Counter.builder().name("tasks").labelNames("t").register(registry);
    counter.labelValues("a\"b\\c\nd").inc(7);
    Histogram histogram =
        Histogram.builder().name("wait").classicUpperBounds(0.1, 1).register(registry);
    histogram.observe(0.05);
    histogram.observe(5);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, registry.scrape());
    ByteArrayOutputStream openMetrics = new ByteArrayOutputStream();
    OpenMetricsTextFormatWriter.create().write(openMetrics, registry.scrape());
    for (List<Sample> samples :
        List.of(
            read(TEXT, text.toString(UTF_8)), read(OPEN_METRICS, openMetrics.toString(UTF_8)))) {
      assertTrue(
          samples.contains(
              new Sample("tasks_total", Map.of("t", "a\"b\\c\nd"), 7, Exposition.NO_TIMESTAMP)));
      assertEquals(
          List.of(1.0, 1.0, 2.0),
          samples.stream()
              .filter(sample -> sample.name().equals("wait_bucket"))
              .map(Sample::value)
              .toList());
    }
  }

  @Test
  void skipsWhatIsNotWanted() throws ExpositionException {
    List<String> names = new ArrayList<>();
    Exposition.read(
        "unwanted{this is not read\nwanted 1\n".getBytes(UTF_8),
        TEXT,
        "wanted"::equals,
        (name, labels, value, millis) -> names.add(name));
    assertEquals(List.of("wanted"), names);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>\n",
        "x\n",
        "x 1",
        "x 1f\n",
        "x 0x1p3\n",
        "x one\n",
        "x 1 2 3\n",
        "x 1 # {a=\"b\"} 1\n",
        "x{a=\"b} 1\n",
        "x{a=b} 1\n",
        "x{a=\"b\" c=\"d\"} 1\n",
        "x{a=\"b\",a=\"c\"} 1\n",
        "x{a} 1\n",
        "{a=\"b\"} 1\n",
        "1x 1\n",
        "x 1 1e300\n"
      })
  void refusesTheWholeBodyForOneWrongLine(String line) {
    String body = "fine 1\n" + line;
    ExpositionException refused =
        assertThrows(ExpositionException.class, () -> read(TEXT, body), body);
    assertTrue(refused.getMessage().startsWith("line 2: "), refused.getMessage());
  }

  @Test
  void refusesOpenMetricsWithoutItsEndMark() {
    assertThrows(ExpositionException.class, () -> read(OPEN_METRICS, "x 1\n"));
    assertThrows(ExpositionException.class, () -> read(OPEN_METRICS, "# EOF\nx 1\n"));
  }

  @Test
  void limitsLinesAndLabels() {
    String longLine = "x{a=\"" + "b".repeat(1 << 17) + "\"} 1\n";
    assertThrows(ExpositionException.class, () -> read(TEXT, longLine));
    StringBuilder labels = new StringBuilder("x{");
    for (int i = 0; i < 65; i++) {
      labels.append('l').append(i).append("=\"v\",");
    }
    assertThrows(ExpositionException.class, () -> read(TEXT, labels + "} 1\n"));
  }

  /** Damaged bodies are refused or read, and nothing else: no other exception, no endless loop. */
  @Test
  void survivesDamage() {
    byte[] whole =
        """
        # TYPE a counter
        a_total{x="y\\"z",q="\\\\"} 1.5 1395066363
        {"b.c",d="e"} -Inf # {t="1"} 2
        # EOF
        """
            .getBytes(UTF_8);
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        Exposition.read(damaged, OPEN_METRICS, name -> true, (name, labels, value, millis) -> {});
      } catch (ExpositionException e) {
        refused++;
      }
    }
    assertTrue(refused > 1_000 && refused < 20_000, refused + " refused");
  }
}
