package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.injector.InjectorMetric;
import io.functionrunner.perf.live.LiveRun.Chart;
import io.functionrunner.perf.live.LiveRun.Gauge;
import io.functionrunner.perf.metrics.MetricPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What the live page draws of the target's metrics and of the injector's own health. */
final class LiveGauges {

  private static final double PERCENT = 100;

  private static final Chart QUEUES = target("queues", "Tasks waiting in queues");
  private static final Chart WORKERS = target("workers", "Workers: those that run a task, and all");
  private static final Chart SHARES =
      new Chart(
          "injector-shares",
          "CPU of its allowance and of the machine, heap in use, pauses for collection, in %",
          false);
  private static final Chart DELAYS =
      new Chart(
          "injector-delays",
          "How late its event loops and its submissions were, at most, in ms",
          false);

  /** By the catalog's ids. */
  private static final Map<String, Chart> TARGET =
      Map.of(
          "queue_depth",
          QUEUES,
          "queue_depth_by_queue",
          QUEUES,
          "workers_active",
          WORKERS,
          "celery_tasks_active",
          WORKERS,
          "worker_pool_size",
          WORKERS,
          "worker_cpu",
          target("worker-cpu", "CPU of the average worker, in % of a core"),
          "cpu_utilisation",
          target("cpu", "CPU of hosts, in %"),
          "memory_utilisation",
          target("memory", "Memory of hosts, in %"),
          "gpu_utilisation",
          target("gpu", "GPU utilisation, in %: a busy share of time"),
          "gpu_memory_utilisation",
          target("gpu-memory", "GPU memory in use, in %"));

  private LiveGauges() {}

  private static Chart target(String id, String caption) {
    return new Chart(id, caption, true);
  }

  /** Those of the last scrape. */
  static List<Gauge> target(List<MetricPoint> points) {
    return points.stream()
        .filter(p -> TARGET.containsKey(p.metricId()))
        .map(p -> new Gauge(TARGET.get(p.metricId()), label(p), p.value()))
        .toList();
  }

  /** One label's value says it all; the metric stands in the caption. */
  private static String label(MetricPoint point) {
    Map<String, String> labels = point.labels();
    return switch (labels.size()) {
      case 0 -> point.metricId();
      case 1 -> labels.values().iterator().next();
      default ->
          labels.entrySet().stream()
              .map(l -> l.getKey() + "=" + l.getValue())
              .collect(Collectors.joining(", "));
    };
  }

  /**
   * Those of the last sample.
   *
   * @param latest NaN for what was not sampled yet
   */
  static List<Gauge> injector(ToDoubleFunction<InjectorMetric> latest) {
    double heap =
        latest.applyAsDouble(InjectorMetric.HEAP_USED)
            / latest.applyAsDouble(InjectorMetric.HEAP_MAX);
    List<Gauge> gauges = new ArrayList<>();
    gauges.add(share("CPU", latest.applyAsDouble(InjectorMetric.CPU_SHARE)));
    gauges.add(share("machine", latest.applyAsDouble(InjectorMetric.SYSTEM_CPU_SHARE)));
    gauges.add(share("heap", heap));
    gauges.add(share("pauses", latest.applyAsDouble(InjectorMetric.GC_PAUSE_SHARE)));
    gauges.add(
        new Gauge(DELAYS, "event loops", latest.applyAsDouble(InjectorMetric.EVENT_LOOP_DELAY)));
    gauges.add(new Gauge(DELAYS, "schedule", latest.applyAsDouble(InjectorMetric.SCHEDULE_LAG)));
    return gauges;
  }

  private static Gauge share(String label, double share) {
    return new Gauge(SHARES, label, PERCENT * share);
  }
}
