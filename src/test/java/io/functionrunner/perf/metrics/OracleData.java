package io.functionrunner.perf.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Fifteen minutes of samples with all that is nasty about them: resets, series that begin late or
 * vanish and come back, jitter, NaN, old and new names side by side. A real Prometheus was given
 * the same samples; its answers are in {@code oracle.json} (see {@link RealPrometheusTest}).
 */
final class OracleData {

  static final Duration INTERVAL = Duration.ofSeconds(15);
  static final long START_MILLIS = 1_790_000_000_000L;
  static final int SAMPLES = 60;

  /** Every three samples, and past their end, where a look-back still shows them. */
  static final long STEP_MILLIS = 45_000;

  static final long END_MILLIS = START_MILLIS + 30 * STEP_MILLIS;

  record Sample(String name, Map<String, String> labels, double value, long millis) {}

  private final StringBuilder text = new StringBuilder();
  private final Random random = new Random(7);

  private OracleData() {}

  /** OpenMetrics text with timestamps, as {@code promtool tsdb create-blocks-from} takes it. */
  static String openMetrics() {
    OracleData data = new OracleData();
    for (String instance : List.of("a", "b")) {
      int reset = instance.equals("b") ? 21 : SAMPLES;
      for (String template : List.of("text", "video")) {
        String labels = "template_id=\"" + template + "\",instance=\"" + instance + "\"";
        data.counter("task_submitted_total", labels, 0, reset, 40);
        data.counter("task_completed_total", labels, 0, reset, 37.5);
      }
      data.histogram("task_submit_latency_seconds", instance, reset);
      data.histogram("celery_task_queue_wait_time", instance, reset);
      data.histogram("flower_task_runtime_seconds", instance, reset);
      data.gauge("celery_worker_tasks_active", "hostname=\"" + instance + "\"", 0, SAMPLES, 8);
      for (String cpu : List.of("0", "1")) {
        String labels = "cpu=\"" + cpu + "\",mode=\"%s\",instance=\"" + instance + "\"";
        data.counter("node_cpu_seconds_total", labels.formatted("idle"), 0, reset, 9);
        data.counter("node_cpu_seconds_total", labels.formatted("user"), 0, reset, 6);
      }
      String labels = "instance=\"" + instance + "\"";
      data.gauge("node_memory_MemAvailable_bytes", labels, 0, SAMPLES, 4e9);
      data.gauge("node_memory_MemTotal_bytes", labels, 0, 40, 1.6e10);
      data.counter("node_disk_io_time_seconds_total", labels + ",device=\"d0\"", 0, reset, 7);
      data.counter("node_disk_io_time_seconds_total", labels + ",device=\"d1\"", 0, reset, 2);
      data.counter("node_network_receive_bytes_total", labels + ",device=\"lo\"", 0, reset, 9e9);
      data.counter("node_network_receive_bytes_total", labels + ",device=\"e0\"", 0, reset, 1e6);
      data.gauge("worker_cpu_usage_percent", labels, 0, SAMPLES, 100);
      data.gauge("worker_pool_active_count", labels, 0, SAMPLES, 8);
      data.gauge("worker_pool_size", labels, 0, SAMPLES, 8);
    }
    data.counter("task_errors_total", "instance=\"a\",template_id=\"text\"", 15, 45, 2);
    data.gauge("celery_queue_length", "queue_name=\"x\"", 0, SAMPLES, 20);
    data.gauge("celery_queue_length", "queue_name=\"y\"", 0, 10, 20);
    data.gauge("celery_queue_length", "queue_name=\"y\"", 36, SAMPLES, 20);
    data.gauge("celery_active_process_count", "queue_name=\"x\"", 0, 30, 8);
    String container = "namespace=\"n\",pod=\"p\",container=\"%s\"";
    for (String name : List.of("c", "d", "")) {
      data.counter("container_cpu_usage_seconds_total", container.formatted(name), 0, 33, 20);
      data.gauge("container_memory_working_set_bytes", container.formatted(name), 0, 60, 1e9);
    }
    data.gauge("DCGM_FI_DEV_GPU_UTIL", "UUID=\"old\",gpu=\"0\"", 0, SAMPLES, 100);
    data.gauge("DCGM_FI_DEV_GPU_UTIL_RATIO", "UUID=\"new\",gpu=\"1\"", 0, SAMPLES, 1);
    data.gauge("DCGM_FI_DEV_FB_USED", "UUID=\"old\"", 0, SAMPLES, 8e4);
    data.gauge("DCGM_FI_DEV_FB_FREE", "UUID=\"old\"", 0, SAMPLES, 8e4);
    data.gauge("DCGM_FI_DEV_FB_USED_BYTES", "UUID=\"new\"", 0, SAMPLES, 8e10);
    data.gauge("DCGM_FI_DEV_FB_FREE_BYTES", "UUID=\"new\"", 0, SAMPLES, 8e10);
    return data.text + "# EOF\n";
  }

  /** The same samples in time's order, read by our own reader. */
  static List<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    Exposition.read(
        openMetrics().getBytes(UTF_8),
        "application/openmetrics-text",
        name -> true,
        (name, labels, value, millis) -> samples.add(new Sample(name, labels, value, millis)));
    samples.sort(Comparator.comparingLong(Sample::millis));
    return samples;
  }

  private void counter(String name, String labels, int from, int reset, double mean) {
    double value = from == 0 ? 1000 * random.nextDouble() : 1;
    for (int i = from; i < SAMPLES; i++) {
      value = i == reset ? 0 : value + 2 * mean * random.nextDouble();
      sample(name, labels, i, value);
    }
  }

  private void gauge(String name, String labels, int from, int to, double spread) {
    for (int i = from; i < to; i++) {
      boolean nan = name.equals("worker_cpu_usage_percent") && i % 20 == 9;
      sample(name, labels, i, nan ? Double.NaN : Math.rint(spread * random.nextDouble() * 8) / 8);
    }
  }

  private void histogram(String name, String instance, int reset) {
    String[] bounds = {"0.005", "0.05", "0.5", "5.0", "+Inf"};
    double[] counts = new double[bounds.length];
    StringBuilder[] lines = new StringBuilder[bounds.length];
    for (int i = 0; i < SAMPLES; i++) {
      double all = 0;
      for (int b = 0; b < bounds.length; b++) {
        boolean overflow = b == bounds.length - 1;
        all += random.nextInt(overflow ? 2 : instance.equals("a") ? 50 : 5 * b + 1);
        counts[b] = i == reset ? 0 : counts[b] + all;
        if (i == 0) {
          lines[b] = new StringBuilder();
        }
        lines[b].append(
            line(
                name + "_bucket",
                "le=\"" + bounds[b] + "\",instance=\"" + instance + "\"",
                i,
                counts[b]));
      }
    }
    for (StringBuilder line : lines) {
      text.append(line);
    }
  }

  private void sample(String name, String labels, int index, double value) {
    text.append(line(name, labels, index, value));
  }

  /** The second instance is scraped 4.1 to 4.5 s later than the first. */
  private String line(String name, String labels, int index, double value) {
    long offset = labels.contains("instance=\"b\"") ? 4_100 + 37 * (index % 11) : 0;
    long millis = START_MILLIS + index * INTERVAL.toMillis() + offset;
    return String.format(
        Locale.ROOT,
        "%s{%s} %s %d.%03d%n",
        name,
        labels,
        Double.isNaN(value) ? "NaN" : Double.toString(value),
        millis / 1000,
        millis % 1000);
  }
}
