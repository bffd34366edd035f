package io.functionrunner.perf.sandbox;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The GPUs as dcgm-exporter up to 4.8 shows them: its names, labels and units. Utilisation is the
 * share of a GPU's places at work, averaged over the last 10 s divided by the speed; power and
 * temperature follow it, memory follows the places taken. Throttled GPUs are as busy as before, but
 * hot, and their clock is low.
 */
final class GpuMetrics {
  private static final double MEMORY_MIB = 81_920;
  private static final double IDLE_MEMORY_MIB = 1_024;
  private static final double MEMORY_MIB_PER_TASK = 3_200;
  private static final double IDLE_WATTS = 60;
  private static final double BUSY_WATTS = 400;
  private static final double IDLE_CELSIUS = 32;
  private static final double BUSY_CELSIUS = 74;
  private static final double THROTTLED_CELSIUS = 92;
  private static final double CLOCK_MHZ = 1_410;

  private GpuMetrics() {}

  /**
   * @param slowdown how many times as long work takes; 1 unless the GPUs are throttled
   */
  static void add(MetricSnapshots.Builder all, List<RunnerView.Gpu> gpus, double slowdown) {
    double busyCelsius = slowdown > 1 ? THROTTLED_CELSIUS : BUSY_CELSIUS;
    all.metricSnapshot(
            gauge("GPU_UTIL", "GPU utilization (in %).", gpus, g -> 100 * g.utilisation()))
        .metricSnapshot(
            gauge("FB_USED", "Frame buffer memory used (in MiB).", gpus, GpuMetrics::usedMebibytes))
        .metricSnapshot(
            gauge(
                "FB_FREE",
                "Frame buffer memory free (in MiB).",
                gpus,
                g -> MEMORY_MIB - usedMebibytes(g)))
        .metricSnapshot(
            gauge(
                "POWER_USAGE",
                "Power draw (in W).",
                gpus,
                g -> IDLE_WATTS + (BUSY_WATTS - IDLE_WATTS) * g.utilisation() / slowdown))
        .metricSnapshot(
            gauge(
                "GPU_TEMP",
                "GPU temperature (in C).",
                gpus,
                g -> IDLE_CELSIUS + (busyCelsius - IDLE_CELSIUS) * g.utilisation()))
        .metricSnapshot(
            gauge("SM_CLOCK", "SM clock frequency (in MHz).", gpus, g -> CLOCK_MHZ / slowdown));
  }

  private static double usedMebibytes(RunnerView.Gpu gpu) {
    return IDLE_MEMORY_MIB + MEMORY_MIB_PER_TASK * Runner.TASKS_PER_GPU * gpu.occupancy();
  }

  private static GaugeSnapshot gauge(
      String field,
      String help,
      List<RunnerView.Gpu> gpus,
      ToDoubleFunction<RunnerView.Gpu> value) {
    Map<Labels, Double> values = new LinkedHashMap<>();
    for (int device = 0; device < gpus.size(); device++) {
      values.put(labels(device), value.applyAsDouble(gpus.get(device)));
    }
    return StateMetrics.gauge("DCGM_FI_DEV_" + field, help, values);
  }

  private static Labels labels(int device) {
    return Labels.of(
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
  }
}
