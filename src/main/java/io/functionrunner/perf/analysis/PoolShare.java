package io.functionrunner.perf.analysis;

import io.functionrunner.perf.run.MetricSummary;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How busy one pool of workers was in a phase.
 *
 * @param pool its name, as the target's metrics have it
 * @param utilisation U, 0 to 1: average of its busy workers over average of its workers
 */
public record PoolShare(String pool, double utilisation) {

  /**
   * The pool of which the largest share was busy: an average over all pools hides a full one beside
   * idle ones. Empty where no metric tells of pools.
   */
  public static Optional<PoolShare> busiest(ServerMetrics metrics, String phase) {
    Map<String, Double> busy = byPool(metrics, "workers_active_by_pool", phase);
    Map<String, Double> workers = byPool(metrics, "worker_pool_size_by_pool", phase);
    return busy.entrySet().stream()
        .filter(pool -> workers.getOrDefault(pool.getKey(), 0.0) > 0)
        .map(pool -> new PoolShare(pool.getKey(), pool.getValue() / workers.get(pool.getKey())))
        .max(Comparator.comparingDouble(PoolShare::utilisation));
  }

  private static Map<String, Double> byPool(ServerMetrics metrics, String id, String phase) {
    return metrics.metric(id).stream()
        .flatMap(metric -> metric.series().stream())
        .flatMap(series -> series.phases().stream())
        .filter(summary -> summary.phase().equals(phase))
        .collect(
            Collectors.groupingBy(
                summary -> String.join(" ", summary.labels().values()),
                TreeMap::new,
                Collectors.summingDouble(MetricSummary::average)));
  }
}
