package io.functionrunner.perf.grafana;

import io.functionrunner.perf.grafana.Dashboard.Kind;
import io.functionrunner.perf.grafana.Dashboard.Panel;
import io.functionrunner.perf.grafana.Dashboard.Query;
import io.functionrunner.perf.grafana.Dashboard.Row;
import io.functionrunner.perf.grafana.PromQl.Of;
import java.util.List;

/** What is busy: queues, workers, GPUs and hosts of the target, and the injector itself. */
final class TargetPanels {

  private static final int HALF = 12;

  /** For the eye: no verdict rests on it. */
  private static final List<Double> NINETY = List.of(90.0);

  private TargetPanels() {}

  private static Panel lines(String title, String description, String unit, Query... queries) {
    return new Panel(Kind.LINES, title, description, unit, List.of(queries), List.of(), HALF);
  }

  static Panel queues() {
    return lines(
        "Tasks waiting",
        "By queue. A Redis broker's length misses priority sub-queues and prefetched tasks.",
        "short",
        new Query(
            "sum by (queue_name) (" + PromQl.target("celery_queue_length") + ")",
            "{{queue_name}}"));
  }

  static Panel workers() {
    return lines(
        "Workers",
        "Those that run a task, and all.",
        "short",
        new Query("sum (" + PromQl.target("worker_pool_active_count") + ")", "busy"),
        new Query("sum (" + PromQl.target("worker_pool_size") + ")", "all"));
  }

  /** Names of dcgm-exporter up to 4.8, of 4.9 (a share of 1), and of AMD's exporter. */
  static Panel gpus() {
    return lines(
            "GPU utilisation",
            "Share of time with any kernel running: a busy fraction, not saturation.",
            "percent",
            new Query(
                "avg by (UUID) (%s or 100 * %s or %s)"
                    .formatted(
                        PromQl.target("DCGM_FI_DEV_GPU_UTIL"),
                        PromQl.target("DCGM_FI_DEV_GPU_UTIL_RATIO"),
                        PromQl.target("gpu_gfx_activity")),
                "{{UUID}}"))
        .limited(NINETY);
  }

  static Panel waits() {
    return lines(
        "Time in the queue and at work, by the target",
        "p95 by celery-exporter, over five minutes: it has a value for each task only.",
        "s",
        new Query(celery("celery_task_queue_wait_time"), "in the queue"),
        new Query(celery("celery_task_runtime"), "at work"));
  }

  private static String celery(String histogram) {
    return PromQl.targetQuantile(.95, histogram, "job=~\"$job\"", "[5m]");
  }

  static Dashboard resources() {
    return new Dashboard(
        "perf-resources",
        "Load test: resources",
        "Queues, workers, GPUs and hosts of the target, and the injector itself.",
        Dashboards.variables(),
        List.of(
            Row.of(
                "Queues and workers",
                queues(),
                workers(),
                lines(
                        "Workers busy",
                        "Share of the workers that run a task.",
                        "percent",
                        new Query(
                            "100 * sum (%s) / (sum (%s) > 0)"
                                .formatted(
                                    PromQl.target("worker_pool_active_count"),
                                    PromQl.target("worker_pool_size")),
                            "busy"))
                    .limited(NINETY),
                lines(
                    "CPU of the average worker",
                    "100 % is one core.",
                    "percent",
                    new Query(
                        "avg (" + PromQl.target("worker_cpu_usage_percent") + ")", "average"))),
            Row.of("GPUs", gpus(), gpuMemory(), gpuPower(), gpuTemperature()),
            Row.of("Hosts", hostCpu(), hostMemory()),
            Row.of("Injector", injectorShares(), injectorDelays())));
  }

  private static Panel gpuMemory() {
    String used = "sum by (UUID) (" + PromQl.target("DCGM_FI_DEV_FB_USED") + ")";
    String free = "sum by (UUID) (" + PromQl.target("DCGM_FI_DEV_FB_FREE") + ")";
    return lines(
            "GPU memory in use",
            "",
            "percent",
            new Query("100 * %s / (%1$s + %s > 0)".formatted(used, free), "{{UUID}}"))
        .limited(NINETY);
  }

  private static Panel gpuPower() {
    return lines(
        "GPU power",
        "",
        "watt",
        new Query("avg by (UUID) (" + PromQl.target("DCGM_FI_DEV_POWER_USAGE") + ")", "{{UUID}}"));
  }

  private static Panel gpuTemperature() {
    return lines(
        "GPU temperature",
        "",
        "celsius",
        new Query("max by (UUID) (" + PromQl.target("DCGM_FI_DEV_GPU_TEMP") + ")", "{{UUID}}"));
  }

  /** node_exporter is a job of its own: the chosen jobs do not limit it. */
  private static Panel hostCpu() {
    return lines(
            "CPU of hosts",
            "Share of time that the cores were not idle.",
            "percent",
            new Query(
                "100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[$__rate_interval])))",
                "{{instance}}"))
        .limited(NINETY);
  }

  private static Panel hostMemory() {
    return lines(
            "Memory of hosts",
            "What is not available to a new process.",
            "percent",
            new Query(
                "100 * (1 - sum by (instance) (node_memory_MemAvailable_bytes) / sum by (instance) (node_memory_MemTotal_bytes))",
                "{{instance}}"))
        .limited(NINETY);
  }

  private static Panel injectorShares() {
    return lines(
        "Injector: CPU of its allowance, heap, pauses",
        "At its limit the injector measures itself.",
        "percentunit",
        new Query(Of.RUN.gauge("max by (instance)", "loadtest_injector_cpu_ratio"), "CPU"),
        new Query(
            Of.RUN.gauge("max by (instance)", "loadtest_injector_system_cpu_ratio"), "machine"),
        new Query(
            "%s / %s"
                .formatted(
                    Of.RUN.gauge("max by (instance)", "loadtest_injector_heap_used_bytes"),
                    Of.RUN.gauge("max by (instance)", "loadtest_injector_heap_max_bytes")),
            "heap"),
        new Query(Of.RUN.gauge("max by (instance)", "loadtest_injector_gc_pause_ratio"), "pauses"));
  }

  private static Panel injectorDelays() {
    return lines(
        "Injector: late by, at most",
        "Event loops, and submissions after their intended time.",
        "s",
        new Query(
            Of.RUN.gauge("max by (instance)", "loadtest_injector_event_loop_delay_seconds"),
            "event loops"),
        new Query(
            Of.RUN.gauge("max by (instance)", "loadtest_injector_schedule_lag_seconds"),
            "schedule"));
  }
}
