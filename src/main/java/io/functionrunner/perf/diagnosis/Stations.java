package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Station.Kind;
import io.functionrunner.perf.run.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The stations that the collected metrics tell of. The catalog's ids are the contract; a pool and
 * its queue belong together when their labels have the same value.
 */
final class Stations {

  private static final double PERCENT = 100;

  private final Observed run;
  private final Map<String, Points> queues;
  private final Map<String, Points> gpuWaiting;

  private Stations(Observed run) {
    this.run = run;
    this.queues = byLabel("queue_depth_by_queue");
    this.gpuWaiting = byLabel("workers_waiting_gpu");
  }

  static List<Station> of(Observed run) {
    Stations stations = new Stations(run);
    List<Station> all = new ArrayList<>(stations.pools());
    stations.gpus().ifPresent(all::add);
    stations.stage().ifPresent(all::add);
    all.addAll(stations.hosts());
    return all;
  }

  /** The queues by name, with or without a pool of that name. */
  static Map<String, Points> queues(Observed run) {
    return new Stations(run).queues;
  }

  /** Workers that only wait for what lies behind them, as a share of the busy ones, by pool. */
  static Points blockedByGpu(Observed run, String pool) {
    return new Stations(run).gpuWaiting.getOrDefault(pool, Points.NONE);
  }

  private List<Station> pools() {
    Map<String, Points> active = byLabel("workers_active_by_pool");
    Map<String, Points> sizes = byLabel("worker_pool_size_by_pool");
    List<Station> pools = new ArrayList<>();
    active.forEach(
        (pool, busy) -> {
          if (sizes.containsKey(pool)) {
            Optional<Points> queue = Optional.ofNullable(queues.get(pool));
            pools.add(
                new Station(
                    Kind.POOL, pool, busy, sizes.get(pool), queue, queue.orElse(allQueues())));
          }
        });
    if (pools.isEmpty()) {
      total("workers_active")
          .or(() -> total("celery_tasks_active"))
          .ifPresent(
              busy ->
                  total("worker_pool_size")
                      .ifPresent(
                          size ->
                              pools.add(
                                  new Station(
                                      Kind.POOL,
                                      "",
                                      busy,
                                      size,
                                      total("queue_depth"),
                                      allQueues()))));
    }
    return pools;
  }

  /** All of them as one: a task takes any. */
  private Optional<Station> gpus() {
    List<Points> each = each("gpu_utilisation");
    if (each.isEmpty()) {
      return Optional.empty();
    }
    Points busy = scaled(Points.sum(each), 1 / PERCENT);
    Points count = Points.sum(each.stream().map(p -> constant(p, 1)).toList());
    if (gpuWaiting.isEmpty()) {
      return Optional.of(new Station(Kind.GPU, "", busy, count, Optional.empty(), allQueues()));
    }
    Points waiting = Points.sum(List.copyOf(gpuWaiting.values()));
    List<Points> behind = new ArrayList<>(List.of(waiting));
    gpuWaiting.forEach(
        (pool, own) -> {
          if (queues.containsKey(pool) && own.max().orElse(0) > 0) {
            behind.add(queues.get(pool));
          }
        });
    return Optional.of(
        new Station(Kind.GPU, "", busy, count, Optional.of(waiting), Station.total(behind)));
  }

  private Optional<Station> stage() {
    return total("stage_active")
        .flatMap(
            busy ->
                total("stage_size")
                    .map(
                        size -> {
                          Optional<Points> waiting = total("stage_waiting");
                          List<Points> behind = new ArrayList<>(queues.values());
                          waiting.ifPresent(behind::add);
                          return new Station(
                              Kind.STAGE, "", busy, size, waiting, Station.total(behind));
                        }));
  }

  /** Their CPUs and disks: nobody tells who waits for them. */
  private List<Station> hosts() {
    List<Station> hosts = new ArrayList<>();
    Map<String, Points> cores = byLabel("cpu_cores");
    byLabel("cpu_utilisation")
        .forEach(
            (host, used) -> {
              Points all = cores.getOrDefault(host, constant(used, 1));
              hosts.add(
                  new Station(
                      Kind.HOST_CPU,
                      host,
                      used.with(all, (percent, n) -> percent / PERCENT * n),
                      all,
                      Optional.empty(),
                      allQueues()));
            });
    byLabel("disk_busy")
        .forEach(
            (host, used) ->
                hosts.add(
                    new Station(
                        Kind.DISK,
                        host,
                        scaled(used, 1 / PERCENT),
                        constant(used, 1),
                        Optional.empty(),
                        allQueues())));
    return hosts;
  }

  private Points allQueues() {
    return total("queue_depth").orElseGet(() -> Station.total(List.copyOf(queues.values())));
  }

  private List<Points> each(String metricId) {
    return run.series(metricId).stream().map(run::points).toList();
  }

  private Optional<Points> total(String metricId) {
    List<Points> each = each(metricId);
    return each.isEmpty() ? Optional.empty() : Optional.of(Points.sum(each));
  }

  /** By the value of the series' label; of several labels by all of their values. */
  private Map<String, Points> byLabel(String metricId) {
    Map<String, List<Points>> parts = new TreeMap<>();
    for (Series series : run.series(metricId)) {
      String value = String.join(" ", series.labels().values());
      parts.computeIfAbsent(value, v -> new ArrayList<>()).add(run.points(series));
    }
    Map<String, Points> sums = new LinkedHashMap<>();
    parts.forEach((value, own) -> sums.put(value, Points.sum(own)));
    return sums;
  }

  private static Points scaled(Points points, double factor) {
    return new Points(
        points.millis(), Arrays.stream(points.values()).map(v -> v * factor).toArray());
  }

  private static Points constant(Points points, double value) {
    double[] values = new double[points.size()];
    Arrays.fill(values, value);
    return new Points(points.millis(), values);
  }
}
