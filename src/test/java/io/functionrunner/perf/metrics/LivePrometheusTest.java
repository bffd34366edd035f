package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.metrics.MetricDefinition.Direction;
import io.functionrunner.perf.run.MetricSummary;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.Series;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Half a minute of a small exporter, read by both sources at once: a real Prometheus and our direct
 * scrape. Debian's Prometheus and promtool have to be there.
 */
@Tag("full")
class LivePrometheusTest {

  private static final Duration LENGTH = Duration.ofSeconds(30);

  /**
   * Both read the exporter once a second, but not in the same moment, so each rate's window holds
   * up to a second's work more or less at its ends. Over the whole run that evens out: the averages
   * agree within 3 %.
   */
  private static final double AVERAGE_TOLERANCE = 0.03;

  /** Multiples of it are spread evenly over [0, 1) in every stretch: so is each window's work. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private static final String CONFIG =
      """
      global: {scrape_interval: 1s, scrape_timeout: 1s}
      scrape_configs:
        - job_name: exporter
          static_configs: [{targets: ['%s']}]
      """;

  @TempDir Path directory;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter submitted =
      Counter.builder()
          .name("task_submitted")
          .help("Tasks taken in.")
          .labelNames("template_id", "quality")
          .register(registry);
  private final Counter completed =
      Counter.builder().name("task_completed").help("Tasks done.").register(registry);
  private final Histogram latency =
      Histogram.builder()
          .name("task_submit_latency_seconds")
          .help("Time to accept a task.")
          .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25)
          .register(registry);
  private final Gauge queue =
      Gauge.builder()
          .name("celery_queue_length")
          .help("Tasks waiting.")
          .labelNames("queue_name")
          .register(registry);
  private final Gauge workers =
      Gauge.builder().name("worker_pool_size").help("Workers.").register(registry);

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void bothSourcesAgree() throws Exception {
    Path file = directory.resolve("metrics.series.gz");
    try (LocalServer exporter = LocalServer.start(this::expose);
        RealPrometheus prometheus =
            RealPrometheus.start(directory, CONFIG.formatted(exporter.uri("").getAuthority()))) {
      work(Duration.ofSeconds(6)); // Both windows are full from the start on.
      ScrapeSource scrape =
          ScrapeSource.start(
              List.of(exporter.uri("/metrics")), Duration.ofSeconds(1), Catalog.builtIn(), file);
      work(Duration.ofSeconds(6));
      long start = System.currentTimeMillis();
      work(LENGTH);
      long end = System.currentTimeMillis();
      work(Duration.ofSeconds(2));
      scrape.close();
      Readings direct = SeriesFile.read(file);
      Readings asked =
          new PrometheusSource(PrometheusSettings.of(prometheus.url()))
              .collect(Catalog.builtIn(), start, end);

      assertEquals(Duration.ofSeconds(1), asked.step());
      assertTrue(
          Math.abs(asked.clock().orElseThrow().offsetMillis())
              <= asked.clock().orElseThrow().boundMillis() + 2,
          "the same machine has one clock: " + asked.clock());
      Phase whole = new Phase("whole", Phase.Kind.STEADY, 0, end - start);
      for (String id :
          List.of(
              "task_submit_rate",
              "task_complete_rate",
              "task_error_ratio",
              "task_submit_latency_p50",
              "task_submit_latency_p95",
              "queue_depth",
              "worker_pool_size")) {
        MetricSummary one = summary(direct, id, whole, start);
        MetricSummary other = summary(asked, id, whole, start);
        assertEquals(
            other.average(), one.average(), AVERAGE_TOLERANCE * Math.abs(other.average()), id);
        assertTrue(one.coverage() > 0.9 && other.coverage() > 0.9, one + " " + other);
      }
      // What was really done: 20 tasks a second.
      assertEquals(20, summary(direct, "task_submit_rate", whole, start).average(), 0.6);
      assertFalse(direct.series("queue_depth_by_queue").isEmpty());
      assertEquals(
          direct.series("queue_depth_by_queue").stream().map(Series::labels).toList(),
          asked.series("queue_depth_by_queue").stream().map(Series::labels).toList());
    }
  }

  private static MetricSummary summary(Readings readings, String id, Phase phase, long start) {
    assertEquals(1, readings.series(id).size(), id + " from " + readings.source());
    return new MetricKpis(readings, start).summary(readings.series(id).get(0), phase).orElseThrow();
  }

  /** A native histogram, which Prometheus takes over protobuf only, behind its feature flag. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theQuantileOfANativeHistogramIsFound() throws Exception {
    try (LocalServer exporter = LocalServer.start(this::expose);
        RealPrometheus prometheus =
            RealPrometheus.start(
                directory,
                CONFIG.formatted(exporter.uri("").getAuthority()),
                "--enable-feature=native-histograms")) {
      long start = System.currentTimeMillis();
      work(Duration.ofSeconds(12));
      long end = System.currentTimeMillis();
      Catalog raw =
          new Catalog(
              List.of(
                  new MetricDefinition(
                      "native",
                      "user",
                      "s",
                      Direction.LOWER,
                      "test",
                      false,
                      new Expression.Raw("rate(task_submit_latency_seconds[4s])"))));
      PrometheusSource source = new PrometheusSource(PrometheusSettings.of(prometheus.url()));
      assertEquals(
          new MetricResult.NotCollected(
              "native",
              "the query gives native histograms. Expecting numbers: histogram_quantile(…)"),
          source.collect(raw, start, end).result("native"));
      Series p50 =
          source.collect(Catalog.builtIn(), start, end).series("task_submit_latency_p50").get(0);
      // Uniform from 0 to 0.1 s; a native bucket is at most 1.09 times as wide as it is high.
      double last = p50.values()[p50.size() - 1];
      assertEquals(0.05, last, 0.01);
    }
  }

  @Test
  void whatWeShipAndServeIsWellFormed() throws Exception {
    Path shipped = Path.of("deploy/prometheus").toAbsolutePath();
    String config =
        RealPrometheus.promtool(
            directory, "", "check", "config", shipped.resolve("prometheus.yml").toString());
    assertTrue(config.contains("SUCCESS: 2 rule files found"), config);
    String rules =
        RealPrometheus.promtool(
            directory,
            "",
            "check",
            "rules",
            shipped.resolve("recording.yml").toString(),
            shipped.resolve("alerts.yml").toString());
    assertTrue(
        rules.contains("SUCCESS: " + Catalog.builtIn().metrics().size() + " rules found"), rules);
    step(1);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ExpositionFormats.init().getPrometheusTextFormatWriter().write(text, registry.scrape());
    assertEquals(
        "",
        RealPrometheus.promtool(
            directory, text.toString(StandardCharsets.UTF_8), "check", "metrics"));
  }

  /** An alert may only use what is recorded. */
  @Test
  void alertsUseRecordedMetrics() throws IOException {
    String alerts = Files.readString(Path.of("deploy/prometheus/alerts.yml"));
    List<String> used =
        java.util.regex.Pattern.compile("perf:(\\w+)")
            .matcher(alerts)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertFalse(used.isEmpty());
    used.forEach(id -> assertTrue(Catalog.builtIn().find(id).isPresent(), id));
  }

  private LocalServer.Reply expose(Request request) {
    String accept = String.valueOf(request.getHeaders().get("Accept"));
    var writer = ExpositionFormats.init().findWriter(accept);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Latin 1 carries any bytes, protobuf's too; the server sends it as it is.
    return new LocalServer.Reply(
        200, writer.getContentType(), out.toString(StandardCharsets.ISO_8859_1));
  }

  /** A task every 50 ms by the wall clock, so a late tick is made up for. */
  private void work(Duration length) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long start = System.nanoTime();
    for (int task = 0; task < length.toMillis() / 50; task++) {
      long due = start + task * 50_000_000L;
      while (System.nanoTime() < due) {
        never.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      step(task);
    }
  }

  private void step(int task) {
    submitted.labelValues("text", "draft").inc(0.5);
    submitted.labelValues("video", "final").inc(0.5);
    completed.inc(0.9);
    latency.observe(0.1 * (task * GOLDEN % 1));
    queue.labelValues("text").set(20 + 10 * Math.sin(task / 100.0));
    queue.labelValues("video").set(5);
    workers.set(8);
  }
}
