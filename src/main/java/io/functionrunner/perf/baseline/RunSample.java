package io.functionrunner.perf.baseline;

import io.functionrunner.perf.kpi.Kpi;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.TaskTime;
import io.functionrunner.perf.stats.Dispersion;
import io.functionrunner.perf.stats.MillisCounts;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of one run is compared.
 *
 * @param name of its directory
 * @param fingerprint of the injector's machine
 * @param counts of its measured phases
 * @param kpis values of single-valued KPIs by id; those without a value are not there
 * @param tasks completed ones of measured phases
 */
public record RunSample(
    String name,
    Identity identity,
    String fingerprint,
    Counts counts,
    Map<String, Double> kpis,
    List<TaskTime> tasks) {

  /**
   * Tasks submitted in measured phases, and what became of them.
   *
   * @param failed or timed out
   * @param missed did not complete, for whatever reason
   * @param failedDispersion how much failures cluster in time, and {@code missedDispersion} misses:
   *     see {@link Dispersion}
   */
  public record Counts(
      long submitted, long failed, long missed, double failedDispersion, double missedDispersion) {

    /** Of a run's summary. */
    public static Counts of(TaskSummary tasks) {
      return new Counts(
          tasks.measured().submitted(),
          tasks.failures(),
          tasks.measured().submitted() - tasks.measured().completed(),
          Dispersion.of(tasks.failed()).factor(),
          Dispersion.of(tasks.missed()).factor());
    }
  }

  public RunSample {
    kpis = Map.copyOf(kpis);
    tasks = List.copyOf(tasks);
  }

  /** Single-valued KPIs that have a better direction, and are not told by the tasks' times. */
  public static Map<String, Double> values(List<Reading> readings) {
    Map<String, Double> values = new TreeMap<>();
    for (Reading reading : readings) {
      if (compared(reading.kpi()) && reading.value() instanceof KpiValue.Measured measured) {
        values.put(reading.kpi().id(), measured.value());
      }
    }
    return values;
  }

  private static boolean compared(Kpi kpi) {
    String id = kpi.id();
    return id.startsWith("demand.")
        || id.equals("workers.efficiency")
        || id.equals("throughput")
        || id.equals("submit.p50")
        || id.equals("submit.p95");
  }

  /** Times of its tasks by class. */
  public Map<TaskClass, MillisHistogram> histograms() {
    Map<TaskClass, MillisCounts> counts = new TreeMap<>();
    for (TaskTime task : tasks) {
      counts.computeIfAbsent(task.taskClass(), c -> new MillisCounts()).add(task.millis());
    }
    Map<TaskClass, MillisHistogram> histograms = new TreeMap<>();
    counts.forEach((taskClass, own) -> histograms.put(taskClass, own.toHistogram()));
    return histograms;
  }
}
