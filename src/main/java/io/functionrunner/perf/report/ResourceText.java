package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.CollectedMetric;
import io.functionrunner.perf.analysis.InjectorReport;
import io.functionrunner.perf.analysis.ServerMetrics;
import io.functionrunner.perf.diagnosis.Diagnosis;
import io.functionrunner.perf.run.PhaseResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What resources did in the measured phases, in a line. */
final class ResourceText {

  private ResourceText() {}

  static String target(ServerMetrics metrics, Diagnosis diagnosis) {
    PhaseResources all = metrics.measured();
    List<String> parts = new ArrayList<>();
    add(parts, "workers %s busy", all.workerUtilisation(), "share");
    // Of all pools together, a full one beside idle ones would not be seen.
    diagnosis
        .busiestPool()
        .filter(pool -> !pool.name().isEmpty())
        .ifPresent(
            pool ->
                add(
                    parts,
                    Plain.line(pool.title(), 60).replace("%", "%%") + " %s",
                    OptionalDouble.of(pool.utilisation()),
                    "share"));
    add(parts, "at most %s tasks at once", all.maxConcurrentTasks(), "tasks");
    add(parts, "queue %s on average", all.queueDepthAverage(), "tasks");
    add(parts, "%s at its peak", all.queueDepthPeak(), "tasks");
    add(parts, "worker CPU %s", average(metrics.metric("worker_cpu")), "%");
    add(parts, "GPU %s", average(metrics.metric("gpu_utilisation")), "%");
    add(parts, "GPU memory up to %s", max(metrics.metric("gpu_memory_utilisation")), "%");
    add(parts, "host CPU %s", average(metrics.metric("cpu_utilisation")), "%");
    add(parts, "host memory up to %s", max(metrics.metric("memory_utilisation")), "%");
    return parts.isEmpty()
        ? "nothing of queues, workers, GPUs or hosts was collected"
        : String.join(", ", parts);
  }

  static String injector(InjectorReport injector) {
    List<String> parts = new ArrayList<>();
    add(parts, "CPU %s", average(injector.metric("injector_cpu_share")), "share");
    add(parts, "at most %s", max(injector.metric("injector_cpu_share")), "share");
    add(parts, "heap up to %s", max(injector.metric("injector_heap_used_bytes")), "bytes");
    add(parts, "pauses %s", average(injector.metric("injector_gc_pause_share")), "share");
    add(
        parts,
        "event loops late by %s at most",
        max(injector.metric("injector_event_loop_delay_millis")),
        "ms");
    String state =
        switch (injector.state()) {
          case HEALTHY -> "healthy";
          case SATURATED -> "at its limit";
          case NOT_MEASURED -> "not measured";
        };
    return parts.isEmpty() ? state : state + ": " + String.join(", ", parts);
  }

  private static void add(List<String> parts, String text, OptionalDouble value, String unit) {
    if (value.isPresent()) {
      parts.add(
          text.formatted(
              unit.equals("share")
                  ? Display.number(100 * value.getAsDouble(), "%")
                  : Display.number(value.getAsDouble(), unit)));
    }
  }

  private static OptionalDouble average(Optional<CollectedMetric> metric) {
    return metric.map(CollectedMetric::average).orElse(OptionalDouble.empty());
  }

  private static OptionalDouble max(Optional<CollectedMetric> metric) {
    return metric.map(CollectedMetric::max).orElse(OptionalDouble.empty());
  }
}
