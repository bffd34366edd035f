package io.functionrunner.perf.metrics;

import io.functionrunner.perf.run.MetricSummary;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.PhaseResources;
import io.functionrunner.perf.run.PhaseResources.Demand;
import io.functionrunner.perf.run.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * From series to numbers by phase. The catalog's ids are the contract: a user's metric of the id
 * {@code queue_depth} is the queue depth. Utilisations are percentages, as the catalog's units say.
 */
public final class MetricKpis {

  private final Readings readings;
  private final long startEpochMillis;

  /**
   * @param startEpochMillis the load's start, which phases count from
   */
  public MetricKpis(Readings readings, long startEpochMillis) {
    this.readings = readings;
    this.startEpochMillis = startEpochMillis;
  }

  /** Every collected series over every phase; a series without points in a phase is left out. */
  public List<MetricSummary> summaries(List<Phase> phases) {
    List<MetricSummary> summaries = new ArrayList<>();
    for (String metricId : readings.results().keySet()) {
      for (Series series : readings.series(metricId)) {
        for (Phase phase : phases) {
          summary(series, phase).ifPresent(summaries::add);
        }
      }
    }
    return summaries;
  }

  /** One series over one phase; empty without points in it. */
  public Optional<MetricSummary> summary(Series series, Phase phase) {
    return summary(series, Stretch.of(phase));
  }

  /**
   * One series over several phases, as if they were one.
   *
   * @param name what stands in place of a phase's
   */
  public Optional<MetricSummary> summary(Series series, String name, List<Phase> phases) {
    return summary(series, new Stretch(name, phases));
  }

  private Optional<MetricSummary> summary(Series series, Stretch stretch) {
    int points = 0;
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double last = 0;
    for (int i = 0; i < series.size(); i++) {
      if (stretch.contains(series.epochMillis()[i] - startEpochMillis)) {
        last = series.values()[i];
        points++;
        sum += last;
        min = Math.min(min, last);
        max = Math.max(max, last);
      }
    }
    if (points == 0) {
      return Optional.empty();
    }
    double coverage = Math.min(1, (double) points * readings.step().toMillis() / stretch.millis());
    return Optional.of(
        new MetricSummary(
            series.metricId(),
            series.labels(),
            stretch.name(),
            points,
            sum / points,
            min,
            max,
            last,
            coverage));
  }

  /**
   * Queues, workers and demands in a phase.
   *
   * @param completedPerSecond tasks that completed in the phase, by the client's count; empty when
   *     not known
   */
  public PhaseResources resources(Phase phase, OptionalDouble completedPerSecond) {
    return resources(Stretch.of(phase), completedPerSecond);
  }

  /** The same of several phases, as if they were one. */
  public PhaseResources resources(
      String name, List<Phase> phases, OptionalDouble completedPerSecond) {
    return resources(new Stretch(name, phases), completedPerSecond);
  }

  private PhaseResources resources(Stretch phase, OptionalDouble completedPerSecond) {
    Optional<MetricSummary> queue = total("queue_depth", phase);
    Optional<MetricSummary> active =
        total("workers_active", phase).or(() -> total("celery_tasks_active", phase));
    OptionalDouble busyWorkers = number(active.map(MetricSummary::average));
    OptionalDouble workers = number(total("worker_pool_size", phase).map(MetricSummary::average));
    List<Demand> demands = new ArrayList<>();
    Throughput throughput = new Throughput(completedPerSecond);
    if (busyWorkers.isPresent()) {
      demands.add(throughput.demand("workers", busyWorkers.getAsDouble(), workers));
    }
    total("worker_cpu_sum", phase)
        .ifPresent(
            cpu ->
                demands.add(
                    throughput.demand("worker_cpu", cpu.average() / 100, OptionalDouble.empty())));
    cores(phase, throughput).ifPresent(demands::add);
    units("gpu", "gpu_utilisation", phase, throughput).ifPresent(demands::add);
    units("disk", "disk_busy", phase, throughput).ifPresent(demands::add);
    return new PhaseResources(
        phase.name(),
        number(queue.map(MetricSummary::average)),
        number(queue.map(MetricSummary::max)),
        number(active.map(MetricSummary::max)),
        utilisation(busyWorkers, workers, phase),
        busyWorkers.isPresent() ? throughput.per(busyWorkers.getAsDouble()) : busyWorkers,
        List.copyOf(demands));
  }

  private OptionalDouble utilisation(OptionalDouble busy, OptionalDouble workers, Stretch phase) {
    if (busy.isPresent() && workers.isPresent() && workers.getAsDouble() > 0) {
      return OptionalDouble.of(busy.getAsDouble() / workers.getAsDouble());
    }
    return number(
        total("celery_worker_saturation", phase).map(saturation -> saturation.average() / 100));
  }

  /** CPU of hosts: their utilisation means little without the number of their cores. */
  private Optional<Demand> cores(Stretch phase, Throughput throughput) {
    double busy = 0;
    double cores = 0;
    for (Series host : readings.series("cpu_utilisation")) {
      Optional<MetricSummary> used = summary(host, phase);
      Optional<MetricSummary> there =
          readings.series("cpu_cores").stream()
              .filter(series -> series.labels().equals(host.labels()))
              .findFirst()
              .flatMap(series -> summary(series, phase));
      if (used.isPresent() && there.isPresent()) {
        busy += used.get().average() / 100 * there.get().average();
        cores += there.get().average();
      }
    }
    return cores > 0
        ? Optional.of(throughput.demand("cpu", busy, OptionalDouble.of(cores)))
        : Optional.empty();
  }

  /** Resources with one series of percentages each. */
  private Optional<Demand> units(
      String resource, String metricId, Stretch phase, Throughput throughput) {
    List<MetricSummary> each =
        readings.series(metricId).stream()
            .flatMap(series -> summary(series, phase).stream())
            .toList();
    if (each.isEmpty()) {
      return Optional.empty();
    }
    double busy = each.stream().mapToDouble(MetricSummary::average).sum() / 100;
    return Optional.of(throughput.demand(resource, busy, OptionalDouble.of(each.size())));
  }

  /** A metric as one number over time, also when a user's definition splits it by labels. */
  private Optional<MetricSummary> total(String metricId, Stretch phase) {
    List<Series> series = readings.series(metricId);
    if (series.isEmpty()) {
      return Optional.empty();
    }
    return summary(series.size() == 1 ? series.get(0) : sum(metricId, series), phase);
  }

  private static Series sum(String metricId, List<Series> parts) {
    TreeMap<Long, Double> sums = new TreeMap<>();
    for (Series part : parts) {
      for (int i = 0; i < part.size(); i++) {
        sums.merge(part.epochMillis()[i], part.values()[i], Double::sum);
      }
    }
    return new Series(
        metricId,
        Map.of(),
        sums.keySet().stream().mapToLong(Long::longValue).toArray(),
        sums.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static OptionalDouble number(Optional<Double> value) {
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }

  /** Phases taken together, under one name. */
  private record Stretch(String name, List<Phase> phases) {

    static Stretch of(Phase phase) {
      return new Stretch(phase.name(), List.of(phase));
    }

    boolean contains(long millis) {
      // Asked of every point of a day: a stream would cost more than the answer.
      for (Phase phase : phases) {
        if (phase.contains(millis)) {
          return true;
        }
      }
      return false;
    }

    long millis() {
      return phases.stream().mapToLong(phase -> phase.endMillis() - phase.startMillis()).sum();
    }
  }

  /** X, and what is divided by it. */
  private record Throughput(OptionalDouble perSecond) {

    Demand demand(String resource, double busy, OptionalDouble servers) {
      boolean known = perSecond.isPresent() && perSecond.getAsDouble() > 0;
      return new Demand(
          resource,
          busy,
          servers,
          known ? OptionalDouble.of(busy / perSecond.getAsDouble()) : OptionalDouble.empty());
    }

    OptionalDouble per(double busy) {
      return perSecond.isPresent() && busy > 0
          ? OptionalDouble.of(perSecond.getAsDouble() / busy)
          : OptionalDouble.empty();
    }
  }
}
