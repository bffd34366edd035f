package io.functionrunner.perf.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScraperTest {

  private static final URI A = URI.create("http://a:1/metrics");
  private static final URI B = URI.create("http://b:1/metrics");
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Points by metric and labels, in order. */
  private static final class Recorder implements SeriesSink {
    final Map<String, NavigableMap<Long, Double>> points = new TreeMap<>();
    int flushes;

    @Override
    public void point(String metricId, Map<String, String> labels, long millis, double value) {
      points
          .computeIfAbsent(
              labels.isEmpty() ? metricId : metricId + new TreeMap<>(labels),
              key -> new TreeMap<>())
          .put(millis, value);
    }

    @Override
    public void flush() {
      flushes++;
    }

    double last(String series) {
      return points.get(series).lastEntry().getValue();
    }
  }

  private final Recorder recorder = new Recorder();

  private Scraper scraper(URI... targets) {
    return new Scraper(List.of(targets), INTERVAL, Catalog.builtIn(), recorder, 0);
  }

  private static Scrape answer(URI target, String body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(body.getBytes(UTF_8));
    return new Scrape.Answered(
        target, Duration.ofMillis(20), new Http.Answer(200, "text/plain", bytes));
  }

  private static Scrape failure(URI target) {
    return new Scrape.Failed(target, Duration.ofMillis(20), "connection refused");
  }

  /**
   * Two instances at 2/s each, one restarts: the truth is 4/s throughout. A rate over the sum would
   * take the drop of the sum for a reset of the sum.
   */
  @Test
  void undoesAResetInItsOwnSeriesBeforeSumming() throws IOException {
    Scraper scraper = scraper(A, B);
    List<Double> sums = new ArrayList<>();
    for (int round = 0; round <= 8; round++) {
      double a = 1000 + 10 * round;
      double b = round < 6 ? 400 + 10 * round : 10 * (round - 5);
      sums.add(a + b);
      scraper.round(
          round * 5000L,
          List.of(
              answer(A, "task_completed_total " + a + "\n"),
              answer(B, "task_completed_total " + b + "\n")));
    }
    assertEquals(4.0, recorder.last("task_complete_rate"), 0.01);
    // The trap, on the same numbers: sum first, then the rate of the sum.
    double[] wrong = sums.stream().mapToDouble(Double::doubleValue).toArray();
    long[] millis = new long[wrong.length];
    for (int i = 0; i < millis.length; i++) {
      millis[i] = i * 5000L;
    }
    assertTrue(ExtrapolatedRate.of(millis, wrong, 4, 9, 20_000, 40_000) > 50);
  }

  /** 990 fast requests on one instance, 10 slow ones on the other: the p95 of all is fast. */
  @Test
  void poolsBucketsInsteadOfAveragingQuantiles() throws IOException {
    Scraper scraper = scraper(A, B);
    for (int round = 0; round <= 4; round++) {
      scraper.round(
          round * 5000L,
          List.of(
              answer(A, histogram(round * 990, round * 990, round * 990)),
              answer(B, histogram(0, round * 10, round * 10))));
    }
    // 95 % of 1000 is the 950th of 990 below 0.1 s.
    assertEquals(0.1 * 950 / 990, recorder.last("task_submit_latency_p95"), 1e-9);
    double averaged = (0.1 * 0.95 + (0.1 + 0.9 * 0.95)) / 2;
    assertEquals(0.525, averaged, 1e-9);
  }

  private static String histogram(int fast, int medium, int all) {
    return """
    task_submit_latency_seconds_bucket{le="0.1"} %d
    task_submit_latency_seconds_bucket{le="1.0"} %d
    task_submit_latency_seconds_bucket{le="+Inf"} %d
    """
        .formatted(fast, medium, all);
  }

  @Test
  void anErrorFreeRunHasAnErrorRatioOfZero() throws IOException {
    Scraper scraper = scraper(A);
    for (int round = 0; round <= 2; round++) {
      scraper.round(round * 5000L, List.of(answer(A, "task_submitted_total " + 10 * round + "\n")));
    }
    assertEquals(0.0, recorder.last("task_error_ratio"));
    assertEquals(0.0, recorder.last("task_error_rate"));
  }

  @Test
  void withoutSubmissionsThereIsNoErrorRatio() throws IOException {
    Scraper scraper = scraper(A);
    for (int round = 0; round <= 2; round++) {
      scraper.round(
          round * 5000L,
          List.of(answer(A, "task_submitted_total 5\ntask_errors_total " + round + "\n")));
    }
    assertFalse(recorder.points.containsKey("task_error_ratio"));
  }

  @Test
  void aFailedScrapeIsAGapAndIsCounted() throws IOException {
    Scraper scraper = scraper(A);
    scraper.round(0, List.of(answer(A, "worker_pool_size 4\n")));
    scraper.round(5000, List.of(failure(A)));
    scraper.round(10_000, List.of(answer(A, "worker_pool_size 4\nworker_pool_size\n")));
    scraper.round(15_000, List.of(answer(A, "worker_pool_size 5\n")));
    assertEquals(Map.of(0L, 4.0, 15_000L, 5.0), recorder.points.get("worker_pool_size"));
    ScrapeStats stats = scraper.stats().get(0);
    assertEquals(4, stats.scrapes());
    assertEquals(2, stats.failed());
    assertTrue(stats.lastFailure().contains("line 2"), stats.lastFailure());
    assertEquals(4, recorder.flushes);
  }

  @Test
  void aSeriesThatVanishesEndsAtOnce() throws IOException {
    Scraper scraper = scraper(A);
    scraper.round(
        0,
        List.of(
            answer(
                A,
                "celery_queue_length{queue_name=\"x\"} 3\ncelery_queue_length{queue_name=\"y\"} 4\n")));
    scraper.round(5000, List.of(answer(A, "celery_queue_length{queue_name=\"x\"} 5\n")));
    assertEquals(Map.of(0L, 7.0, 5000L, 5.0), recorder.points.get("queue_depth"));
    assertEquals(1, recorder.points.get("queue_depth_by_queue{queue_name=y}").size());
  }

  /** cAdvisor stamps its samples itself: they hold for five minutes, and repeats add nothing. */
  @Test
  void keepsAnExportersOwnTimestamps() throws IOException {
    Scraper scraper = scraper(A);
    String sample = "container_memory_working_set_bytes{container=\"c\",pod=\"p\"} 7 1000\n";
    scraper.round(5000, List.of(answer(A, sample)));
    scraper.round(10_000, List.of(answer(A, sample)));
    scraper.round(302_000, List.of(answer(A, sample)));
    assertEquals(Map.of(5000L, 7.0, 10_000L, 7.0), recorder.points.get("pod_memory{pod=p}"));
  }

  @Test
  void aTargetsLabelsHold() throws IOException {
    Scraper scraper = scraper(A);
    String idle = "node_cpu_seconds_total{mode=\"idle\",cpu=\"0\",instance=\"own\"} ";
    scraper.round(0, List.of(answer(A, idle + "100\n")));
    scraper.round(5000, List.of(answer(A, idle + "104\n")));
    assertEquals(20, recorder.last("cpu_utilisation{instance=a:1}"), 1e-9);
  }

  /** dcgm-exporter 4.9 says ratios and bytes where 4.8 says percent and MiB. */
  @Test
  void readsOldAndNewNamesOfAGpuAsOneMetric() throws IOException {
    Scraper scraper = scraper(A, B);
    scraper.round(
        0,
        List.of(
            answer(
                A,
                """
                DCGM_FI_DEV_GPU_UTIL{UUID="old"} 50
                DCGM_FI_DEV_FB_USED{UUID="old"} 1024
                DCGM_FI_DEV_FB_FREE{UUID="old"} 3072
                """),
            answer(
                B,
                """
                DCGM_FI_DEV_GPU_UTIL_RATIO{UUID="new"} 0.75
                DCGM_FI_DEV_FB_USED_BYTES{UUID="new"} 1073741824
                DCGM_FI_DEV_FB_FREE_BYTES{UUID="new"} 1073741824
                """)));
    assertEquals(50, recorder.last("gpu_utilisation{UUID=old}"));
    assertEquals(75, recorder.last("gpu_utilisation{UUID=new}"));
    assertEquals(1024, recorder.last("gpu_memory_used{UUID=old}"));
    assertEquals(1024, recorder.last("gpu_memory_used{UUID=new}"));
    assertEquals(25, recorder.last("gpu_memory_utilisation{UUID=old}"));
    assertEquals(50, recorder.last("gpu_memory_utilisation{UUID=new}"));
  }

  /** The first rates are over the time observed, not over a window that began before it. */
  @Test
  void ratesAreRightFromTheSecondRoundOn() throws IOException {
    Scraper scraper = scraper(A);
    for (int round = 0; round <= 6; round++) {
      scraper.round(
          round * 5000L, List.of(answer(A, "task_submitted_total " + (1000 + 15 * round) + "\n")));
    }
    NavigableMap<Long, Double> rates = recorder.points.get("task_submit_rate");
    assertEquals(6, rates.size());
    rates.values().forEach(rate -> assertEquals(3.0, rate, 1e-9));
  }

  @Test
  void notANumberIsAGap() throws IOException {
    Scraper scraper = scraper(A);
    scraper.round(0, List.of(answer(A, "worker_pool_size NaN\ngpu_gfx_activity +Inf\n")));
    assertEquals(Map.of(), recorder.points);
    assertTrue(reason(scraper, "worker_pool_size").startsWith("served, but never with a value"));
  }

  @Test
  void saysWhyAMetricIsMissing() throws IOException {
    Catalog catalog =
        Catalog.builtIn()
            .with(
                List.of(
                    new MetricDefinition(
                        "mine",
                        "user",
                        "1",
                        MetricDefinition.Direction.NEITHER,
                        "raw",
                        false,
                        new Expression.Raw("up"))));
    Scraper scraper = new Scraper(List.of(A), INTERVAL, catalog, recorder, 0);
    scraper.round(0, List.of(failure(A)));
    assertEquals("no target answered", reason(scraper, "queue_depth"));
    scraper.round(5000, List.of(answer(A, "x 1\n")));
    assertEquals("no target serves celery_queue_length", reason(scraper, "queue_depth"));
    assertEquals("raw PromQL needs a Prometheus", reason(scraper, "mine"));
  }

  private static String reason(Scraper scraper, String metricId) {
    return scraper.notCollected().stream()
        .filter(missing -> missing.metricId().equals(metricId))
        .findFirst()
        .orElseThrow()
        .reason();
  }
}
