package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.metrics.MetricResult;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.Series;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.function.Executable;

/**
 * Holds two sources' metrics of one run against each other, over its measured phase. Both read
 * every few seconds, but not in the same moment; what they may differ by is what that makes:
 *
 * <ul>
 *   <li>rates of counters count what happened between reads and miss only the edges of the window:
 *       averages within 10 %, maxima within 20 %
 *   <li>all else is a sample of a level that moves: averages within six standard errors of their
 *       difference (there are some 60 series, and points of one run are not independent), which for
 *       a level that stands still is equality
 *   <li>the maximum of a sum over many tasks: within four standard deviations of the points. Of a
 *       single GPU, or of a quantile over a window of a hundred tasks, the maximum is one task's,
 *       and no two samplings agree on it
 * </ul>
 */
record SourcesCompared(long startMillis, Phase phase) {

  private static final Set<String> RATES = Set.of("task_submit_rate", "task_complete_rate");
  private static final Set<String> SUMS =
      Set.of("workers_active", "worker_pool_size", "worker_cpu_sum", "memory_utilisation");

  static SourcesCompared on(RunManifest manifest) {
    Phase steady =
        manifest.phases().stream()
            .filter(phase -> phase.kind() == Phase.Kind.STEADY)
            .findFirst()
            .orElseThrow();
    return new SourcesCompared(manifest.startMillis(), steady);
  }

  void assertAgree(Readings one, Readings other) {
    assertEquals(collected(one), collected(other));
    assertTrue(collected(one).size() >= 20, () -> "only " + collected(one));
    assertAll(
        collected(one).stream()
            .flatMap(
                id -> {
                  Map<Map<String, String>, Series> others = byLabels(other, id);
                  assertEquals(byLabels(one, id).keySet(), others.keySet(), id);
                  return one.series(id).stream().map(s -> agree(s, others.get(s.labels())));
                }));
  }

  private static Set<String> collected(Readings readings) {
    return readings.results().entrySet().stream()
        .filter(result -> result.getValue() instanceof MetricResult.Collected)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Map<Map<String, String>, Series> byLabels(Readings readings, String id) {
    return readings.series(id).stream().collect(Collectors.toMap(Series::labels, s -> s));
  }

  private Executable agree(Series oneSeries, Series otherSeries) {
    DescriptiveStatistics one = measured(oneSeries);
    DescriptiveStatistics other = measured(otherSeries);
    String id = oneSeries.metricId();
    String what = oneSeries + ": " + one + other;
    return () -> {
      assertTrue(one.getN() >= 10 && Math.abs(one.getN() - other.getN()) <= 2, what);
      double averageTolerance =
          RATES.contains(id)
              ? 0.1 * one.getMean()
              : 6 * Math.sqrt(one.getVariance() / one.getN() + other.getVariance() / other.getN());
      assertEquals(one.getMean(), other.getMean(), averageTolerance + rounding(one), what);
      if (RATES.contains(id)) {
        assertEquals(one.getMax(), other.getMax(), 0.2 * one.getMax(), what);
      } else if (SUMS.contains(id)) {
        double deviation = Math.max(one.getStandardDeviation(), other.getStandardDeviation());
        assertEquals(one.getMax(), other.getMax(), 4 * deviation + rounding(one), what);
      }
    };
  }

  private static double rounding(DescriptiveStatistics values) {
    return 1e-9 * (1 + Math.abs(values.getMean()));
  }

  private DescriptiveStatistics measured(Series series) {
    DescriptiveStatistics values = new DescriptiveStatistics();
    for (int i = 0; i < series.size(); i++) {
      long at = series.epochMillis()[i] - startMillis;
      if (at >= phase.startMillis() && at < phase.endMillis()) {
        values.addValue(series.values()[i]);
      }
    }
    return values;
  }

  /**
   * The same KPIs have values. Those of the client are equal; those of the target's metrics are
   * within four tenths, or, being counts of a few tasks, within five of them; the maximum of a
   * single GPU need only be there, see above.
   */
  static void assertKpisAgree(Analysis one, Analysis other) {
    List<String> ids = one.kpis().stream().map(reading -> reading.kpi().id()).toList();
    assertEquals(ids, other.kpis().stream().map(reading -> reading.kpi().id()).toList());
    Stream<Executable> all =
        one.kpis().stream()
            .map(
                reading -> {
                  Reading second = other.kpi(reading.kpi().id()).orElseThrow();
                  return () -> assertKpiAgrees(reading, second);
                });
    assertAll(all);
  }

  private static void assertKpiAgrees(Reading one, Reading other) {
    String id = one.kpi().id();
    assertEquals(one.value().getClass(), other.value().getClass(), id);
    boolean ofTheTarget =
        id.matches(
            "(queue|workers|demand)\\..*"
                + "|(worker_cpu|(gpu|memory|gpu_memory)_utilisation)\\.(mean|max)");
    if (!ofTheTarget) {
      if (one.value() instanceof KpiValue.Measured) {
        assertEquals(one.value(), other.value(), id);
      }
    } else if (!id.matches("gpu.*\\.max")
        && one.value() instanceof KpiValue.Measured a
        && other.value() instanceof KpiValue.Measured b) {
      double floor = one.kpi().unit().equals("tasks") ? 5 : 0;
      assertEquals(a.value(), b.value(), Math.max(floor, 0.4 * Math.abs(a.value())), id);
    }
  }
}
