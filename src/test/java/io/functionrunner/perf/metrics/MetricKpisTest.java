package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.MetricSummary;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.PhaseResources;
import io.functionrunner.perf.run.PhaseResources.Demand;
import io.functionrunner.perf.run.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MetricKpisTest {

  private static final long START = 1_790_000_000_000L;
  private static final Phase STEADY = new Phase("steady", Phase.Kind.STEADY, 10_000, 40_000);

  private final Map<String, MetricResult> results = new LinkedHashMap<>();

  /** A point every 5 s from the load's start on; NaN stands for a gap. */
  private void series(String id, Map<String, String> labels, double... values) {
    List<Integer> present = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        present.add(i);
      }
    }
    Series added =
        new Series(
            id,
            labels,
            present.stream().mapToLong(i -> START + 5000L * i).toArray(),
            present.stream().mapToDouble(i -> values[i]).toArray());
    List<Series> all = new ArrayList<>(List.of(added));
    if (results.get(id) instanceof MetricResult.Collected before) {
      all.addAll(before.series());
    }
    results.put(id, new MetricResult.Collected(id, all));
  }

  private MetricKpis kpis() {
    return new MetricKpis(
        new Readings("test", Duration.ofSeconds(5), Optional.empty(), results, List.of(), false),
        START);
  }

  private static OptionalDouble number(double value) {
    return OptionalDouble.of(value);
  }

  @Test
  void summarisesAPhaseAndNothingBesideIt() {
    series("gpu_power", Map.of("UUID", "a"), 999, 999, 2, 4, 6, 8, 10, 12, 999);
    MetricSummary summary = kpis().summaries(List.of(STEADY)).get(0);
    assertEquals(
        new MetricSummary("gpu_power", Map.of("UUID", "a"), "steady", 6, 7, 2, 12, 12, 1), summary);
  }

  @Test
  void aGapLowersTheCoverageAndNothingElse() {
    series("gpu_power", Map.of(), 0, 0, 2, Double.NaN, Double.NaN, 4, Double.NaN, 6);
    MetricSummary summary = kpis().summaries(List.of(STEADY)).get(0);
    assertEquals(3, summary.points());
    assertEquals(4, summary.average());
    assertEquals(0.5, summary.coverage());
  }

  @Test
  void aPhaseWithoutPointsHasNoSummary() {
    series("gpu_power", Map.of(), 1, 1);
    assertEquals(List.of(), kpis().summaries(List.of(STEADY)));
    PhaseResources resources = kpis().resources(STEADY, number(2));
    assertEquals(
        new PhaseResources(
            "steady",
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of()),
        resources);
  }

  /**
   * 6 of 8 workers busy at 2 tasks/s: utilisation 0.75, a third of a task per busy worker-second,
   * and 3 worker-seconds a task.
   */
  @Test
  void derivesUtilisationEfficiencyAndDemand() {
    series("queue_depth", Map.of(), 99, 0, 0, 3, 6, 3, 0, 0, 99);
    series("workers_active", Map.of(), 0, 0, 5, 7, 6, 6, 6, 6, 0);
    series("worker_pool_size", Map.of(), 8, 8, 8, 8, 8, 8, 8, 8, 8);
    series("worker_cpu_sum", Map.of(), 0, 0, 50, 50, 50, 50, 50, 50, 0);
    series("gpu_utilisation", Map.of("UUID", "a"), 0, 0, 90, 90, 90, 90, 90, 90, 0);
    series("gpu_utilisation", Map.of("UUID", "b"), 0, 0, 30, 30, 30, 30, 30, 30, 0);
    series("cpu_utilisation", Map.of("instance", "h"), 0, 0, 25, 25, 25, 25, 25, 25, 0);
    series("cpu_cores", Map.of("instance", "h"), 16, 16, 16, 16, 16, 16, 16, 16, 16);
    series("cpu_utilisation", Map.of("instance", "no cores"), 0, 0, 25, 25, 25, 25, 25, 25, 0);
    PhaseResources resources = kpis().resources(STEADY, number(2));
    assertEquals(number(2), resources.queueDepthAverage());
    assertEquals(number(6), resources.queueDepthPeak());
    assertEquals(number(7), resources.maxConcurrentTasks());
    assertEquals(number(0.75), resources.workerUtilisation());
    assertEquals(number(1.0 / 3), resources.workerEfficiency());
    assertEquals(
        List.of(
            new Demand("workers", 6, number(8), number(3)),
            new Demand("worker_cpu", 0.5, OptionalDouble.empty(), number(0.25)),
            new Demand("cpu", 4, number(16), number(2)),
            new Demand("gpu", 1.2, number(2), number(0.6))),
        resources.demands());
    assertEquals(number(0.6), resources.demands().get(3).utilisation());
  }

  @Test
  void withoutCompletedTasksThereIsNoDemand() {
    series("workers_active", Map.of(), 0, 0, 5, 5, 5, 5, 5, 5);
    PhaseResources resources = kpis().resources(STEADY, number(0));
    assertEquals(OptionalDouble.empty(), resources.demands().get(0).demandSeconds());
    assertEquals(number(0), resources.workerEfficiency());
    assertTrue(kpis().resources(STEADY, OptionalDouble.empty()).workerEfficiency().isEmpty());
  }

  @Test
  void addsUpATotalThatIsSplitByLabels() {
    series("queue_depth", Map.of("q", "a"), 0, 0, 1, 2, 3, 4, 5, 6);
    series("queue_depth", Map.of("q", "b"), 0, 0, 6, 5, 4, 3, 2, 1);
    PhaseResources resources = kpis().resources(STEADY, OptionalDouble.empty());
    assertEquals(number(7), resources.queueDepthPeak());
    assertEquals(number(7), resources.queueDepthAverage());
  }

  @Test
  void fallsBackOnTheCeleryExporter() {
    series("celery_tasks_active", Map.of(), 0, 0, 5, 5, 5, 5, 5, 5);
    series("celery_worker_saturation", Map.of(), 0, 0, 50, 50, 50, 50, 50, 50);
    PhaseResources resources = kpis().resources(STEADY, number(10));
    assertEquals(number(5), resources.maxConcurrentTasks());
    assertEquals(number(0.5), resources.workerUtilisation());
    assertEquals(number(2), resources.workerEfficiency());
  }
}
