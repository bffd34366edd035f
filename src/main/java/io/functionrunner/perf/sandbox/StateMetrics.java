package io.functionrunner.perf.sandbox;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Gauges of queues, workers, GPUs, the modelled host and planted faults, all from one {@link
 * RunnerView} per scrape.
 */
final class StateMetrics implements MultiCollector {
  private static final double MIB = 1L << 20;
  private static final double GIB = 1L << 30;
  private static final double HOST_MEMORY_BYTES = 256 * GIB;
  private static final double HOST_IDLE_MEMORY_BYTES = 16 * GIB;
  private static final double HOST_MEMORY_BYTES_PER_TASK = 0.5 * GIB;

  private final Supplier<RunnerView> runner;
  private final Faults faults;
  private final LongSupplier nanos;

  StateMetrics(Supplier<RunnerView> runner, Faults faults, LongSupplier nanos) {
    this.runner = runner;
    this.faults = faults;
    this.nanos = nanos;
  }

  @Override
  public MetricSnapshots collect() {
    RunnerView view = runner.get();
    long now = nanos.getAsLong();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    pools(all, view);
    stage(all, view.stage());
    GpuMetrics.add(all, view.gpus(), faults.gpuSlowdown(now));
    host(all, view);
    all.metricSnapshot(faults(now));
    return all.build();
  }

  private static void pools(MetricSnapshots.Builder all, RunnerView view) {
    all.metricSnapshot(
            pools("celery_queue_length", "queue_name", "Tasks waiting.", view, p -> p.queued()))
        .metricSnapshot(pools("worker_pool_size", "pool", "Workers.", view, p -> p.size()))
        .metricSnapshot(
            pools(
                "worker_pool_active_count", "pool", "Workers with a task.", view, p -> p.active()))
        .metricSnapshot(
            pools(
                "worker_pool_gpu_waiting",
                "pool",
                "Workers whose task waits for a GPU.",
                view,
                p -> p.waitingForGpu()))
        .metricSnapshot(
            pools(
                "worker_cpu_usage_percent",
                "pool",
                "Share of the workers whose task makes progress, in percent.",
                view,
                p -> 100 * p.utilisation()));
  }

  private static GaugeSnapshot pools(
      String name,
      String label,
      String help,
      RunnerView view,
      ToDoubleFunction<RunnerView.Pool> value) {
    Map<Labels, Double> values = new LinkedHashMap<>();
    view.pools()
        .forEach(
            (modality, pool) ->
                values.put(Labels.of(label, modality.id()), value.applyAsDouble(pool)));
    return gauge(name, help, values);
  }

  private static void stage(MetricSnapshots.Builder all, RunnerView.Stage stage) {
    all.metricSnapshot(
            gauge("shared_stage_size", "Places of the shared stage after the work.", stage.size()))
        .metricSnapshot(gauge("shared_stage_active", "Tasks in the shared stage.", stage.active()))
        .metricSnapshot(
            gauge("shared_stage_waiting", "Tasks that wait for the stage.", stage.waiting()));
  }

  private void host(MetricSnapshots.Builder all, RunnerView view) {
    int active = view.pools().values().stream().mapToInt(RunnerView.Pool::active).sum();
    SandboxCounters counters = view.counters();
    long ended = counters.succeeded() + counters.failed() + counters.cancelled();
    double usedBytes =
        HOST_IDLE_MEMORY_BYTES
            + HOST_MEMORY_BYTES_PER_TASK * active
            + faults.plan().memoryLeakMebibytes() * MIB * ended;
    all.metricSnapshot(
            gauge("node_memory_MemTotal_bytes", "Memory of the modelled host.", HOST_MEMORY_BYTES))
        .metricSnapshot(
            gauge(
                "node_memory_MemAvailable_bytes",
                "Memory of the modelled host that is free.",
                Math.max(0, HOST_MEMORY_BYTES - usedBytes)));
  }

  private GaugeSnapshot faults(long now) {
    Map<Labels, Double> values = new LinkedHashMap<>();
    for (Fault fault : Fault.values()) {
      values.put(Labels.of("fault", fault.id()), faults.active(fault, now) ? 1.0 : 0.0);
    }
    return gauge("sandbox_fault_active", "1 while a planted fault is on.", values);
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return gauge(name, help, Map.of(Labels.EMPTY, value));
  }

  static GaugeSnapshot gauge(String name, String help, Map<Labels, Double> values) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (labels, value) ->
            gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
    return gauge.build();
  }
}
