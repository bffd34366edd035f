package io.functionrunner.perf.analysis;

import static io.functionrunner.perf.kpi.Kpi.Direction.HIGHER;
import static io.functionrunner.perf.kpi.Kpi.Direction.LOWER;
import static io.functionrunner.perf.kpi.Kpi.Direction.NEITHER;

import io.functionrunner.perf.kpi.Kpi;
import io.functionrunner.perf.kpi.Kpi.Direction;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.run.PhaseResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The KPIs that the target's own metrics give, over the measured phases. */
final class ServerKpis {

  private static final String NO_RATE = "not collected, or no task completed";

  /** Of these the average and the maximum are KPIs. */
  private static final List<String> LEVELS =
      List.of(
          "worker_cpu",
          "cpu_utilisation",
          "memory_utilisation",
          "gpu_utilisation",
          "gpu_memory_utilisation",
          "disk_busy",
          "network_receive",
          "network_transmit",
          "pod_cpu",
          "pod_memory");

  private final ServerMetrics metrics;
  private final List<Reading> readings = new ArrayList<>();

  private ServerKpis(ServerMetrics metrics) {
    this.metrics = metrics;
  }

  /** All of them, those without a value too. */
  static List<Reading> of(ServerMetrics metrics) {
    ServerKpis kpis = new ServerKpis(metrics);
    kpis.queue();
    kpis.workers();
    kpis.demands();
    LEVELS.forEach(kpis::level);
    return kpis.readings;
  }

  private void queue() {
    PhaseResources all = metrics.measured();
    String why = why("queue_depth");
    add(
        kpi("queue.mean", "Average queue depth", "tasks", LOWER, "average of queue_depth"),
        all.queueDepthAverage(),
        why);
    add(
        kpi("queue.max", "Peak queue depth", "tasks", LOWER, "maximum of queue_depth"),
        all.queueDepthPeak(),
        why);
  }

  private void workers() {
    PhaseResources all = metrics.measured();
    add(
        kpi(
            "workers.max",
            "Most concurrent tasks",
            "tasks",
            NEITHER,
            "maximum of workers_active (else celery_tasks_active)"),
        all.maxConcurrentTasks(),
        why("workers_active"));
    add(
        kpi(
            "workers.utilisation",
            "Worker utilisation",
            "share",
            NEITHER,
            "average of workers_active / average of worker_pool_size"),
        all.workerUtilisation(),
        why("worker_pool_size"));
    add(
        kpi(
            "workers.efficiency",
            "Worker efficiency",
            "tasks/s",
            HIGHER,
            "tasks completed per busy worker-second: throughput / average of workers_active"),
        all.workerEfficiency(),
        NO_RATE);
  }

  private void demands() {
    for (PhaseResources.Demand demand : metrics.measured().demands()) {
      add(
          kpi(
              "demand." + demand.resource(),
              "Demand per task: " + demand.resource(),
              "s",
              LOWER,
              "utilisation law D = U · servers / throughput: seconds of one server a task"),
          demand.demandSeconds(),
          NO_RATE);
    }
  }

  private void level(String id) {
    Optional<CollectedMetric> metric = metrics.metric(id);
    String unit = metric.map(CollectedMetric::unit).orElse("");
    Direction direction = metric.map(CollectedMetric::direction).orElse(NEITHER);
    add(
        kpi(id + ".mean", id + ", average", unit, direction, "average, over all its series"),
        metric.map(CollectedMetric::average).orElse(OptionalDouble.empty()),
        why(id));
    add(
        kpi(id + ".max", id + ", maximum", unit, direction, "largest value of any of its series"),
        metric.map(CollectedMetric::max).orElse(OptionalDouble.empty()),
        why(id));
  }

  private String why(String metricId) {
    return metrics.missing().stream()
        .filter(missing -> missing.id().equals(metricId))
        .map(missing -> "not collected: " + missing.reason())
        .findFirst()
        .orElse("no points in measured phases");
  }

  private static Kpi kpi(
      String id, String title, String unit, Direction direction, String formula) {
    return new Kpi(id, title, unit, direction, formula, false);
  }

  private void add(Kpi kpi, OptionalDouble value, String why) {
    readings.add(
        new Reading(
            kpi, value.isPresent() ? KpiValue.of(value.getAsDouble()) : KpiValue.missing(why)));
  }
}
