package io.functionrunner.perf.sandbox;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Gauges of queues, workers, GPUs and the modelled host, all from one {@link RunnerView} per
 * scrape. Names and labels of the GPU's are dcgm-exporter's (up to 4.8); "utilisation" is the share
 * of a GPU's places at work, averaged over the last 10 s divided by the speed.
 */
final class StateMetrics implements MultiCollector {
  private static final double GPU_MEMORY_MIB = 81_920;
  private static final double GPU_IDLE_MEMORY_MIB = 1_024;
  private static final double GPU_MEMORY_MIB_PER_TASK = 3_200;
  private static final double GPU_IDLE_WATTS = 60;
  private static final double GPU_BUSY_WATTS = 400;
  private static final double GPU_IDLE_CELSIUS = 32;
  private static final double GPU_BUSY_CELSIUS = 74;
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
    return MetricSnapshots.builder()
        .metricSnapshot(
            pools("celery_queue_length", "Tasks waiting.", "queue_name", view, v -> v.queued()))
        .metricSnapshot(pools("worker_pool_size", "Workers.", "pool", view, v -> v.size()))
        .metricSnapshot(
            pools(
                "worker_pool_active_count", "Workers with a task.", "pool", view, v -> v.active()))
        .metricSnapshot(
            pools(
                "worker_pool_gpu_waiting",
                "Workers whose task waits for a GPU.",
                "pool",
                view,
                v -> v.waitingForGpu()))
        .metricSnapshot(
            pools(
                "worker_cpu_usage_percent",
                "Share of the workers whose task makes progress, in percent.",
                "pool",
                view,
                v -> 100 * v.utilisation()))
        .metricSnapshot(
            gpus("DCGM_FI_DEV_GPU_UTIL", "GPU utilization (in %).", view, g -> gpuPercent(g)))
        .metricSnapshot(
            gpus("DCGM_FI_DEV_FB_USED", "Frame buffer used (in MiB).", view, g -> gpuMemory(g)))
        .metricSnapshot(
            gpus(
                "DCGM_FI_DEV_FB_FREE",
                "Frame buffer free (in MiB).",
                view,
                g -> GPU_MEMORY_MIB - gpuMemory(g)))
        .metricSnapshot(
            gpus(
                "DCGM_FI_DEV_POWER_USAGE",
                "Power draw (in W).",
                view,
                g -> between(GPU_IDLE_WATTS, GPU_BUSY_WATTS, g.utilisation())))
        .metricSnapshot(
            gpus(
                "DCGM_FI_DEV_GPU_TEMP",
                "GPU temperature (in C).",
                view,
                g -> between(GPU_IDLE_CELSIUS, GPU_BUSY_CELSIUS, g.utilisation())))
        .metricSnapshot(
            gauge(
                "node_memory_MemTotal_bytes",
                "Memory of the modelled host.",
                Map.of(Labels.EMPTY, HOST_MEMORY_BYTES)))
        .metricSnapshot(
            gauge(
                "node_memory_MemAvailable_bytes",
                "Memory of the modelled host that is free.",
                Map.of(Labels.EMPTY, HOST_MEMORY_BYTES - hostMemory(view))))
        .metricSnapshot(faults())
        .build();
  }

  private static double gpuPercent(RunnerView.Gpu gpu) {
    return 100 * gpu.utilisation();
  }

  private static double gpuMemory(RunnerView.Gpu gpu) {
    return GPU_IDLE_MEMORY_MIB + GPU_MEMORY_MIB_PER_TASK * Runner.TASKS_PER_GPU * gpu.occupancy();
  }

  private static double hostMemory(RunnerView view) {
    int active = view.pools().values().stream().mapToInt(RunnerView.Pool::active).sum();
    return Math.min(
        HOST_MEMORY_BYTES, HOST_IDLE_MEMORY_BYTES + HOST_MEMORY_BYTES_PER_TASK * active);
  }

  private static double between(double idle, double busy, double utilisation) {
    return idle + (busy - idle) * utilisation;
  }

  private GaugeSnapshot faults() {
    Map<Labels, Double> values = new LinkedHashMap<>();
    for (Fault fault : Fault.values()) {
      boolean active = faults.active(fault, nanos.getAsLong());
      values.put(Labels.of("fault", fault.id()), active ? 1.0 : 0.0);
    }
    return gauge("sandbox_fault_active", "1 while a planted fault is on.", values);
  }

  private static GaugeSnapshot pools(
      String name,
      String help,
      String label,
      RunnerView view,
      ToDoubleFunction<RunnerView.Pool> value) {
    Map<Labels, Double> values = new LinkedHashMap<>();
    view.pools()
        .forEach(
            (modality, pool) ->
                values.put(Labels.of(label, modality.id()), value.applyAsDouble(pool)));
    return gauge(name, help, values);
  }

  private static GaugeSnapshot gpus(
      String name, String help, RunnerView view, Function<RunnerView.Gpu, Double> value) {
    Map<Labels, Double> values = new LinkedHashMap<>();
    for (int device = 0; device < view.gpus().size(); device++) {
      Labels labels =
          Labels.of(
              "gpu",
              Integer.toString(device),
              "UUID",
              "GPU-%08x-5a4d-b0c5-0000-000000000000".formatted(device),
              "device",
              "nvidia" + device,
              "modelName",
              "Sandbox 80GB",
              "hostname",
              "sandbox");
      values.put(labels, value.apply(view.gpus().get(device)));
    }
    return gauge(name, help, values);
  }

  private static GaugeSnapshot gauge(String name, String help, Map<Labels, Double> values) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (labels, value) ->
            gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
    return gauge.build();
  }
}
