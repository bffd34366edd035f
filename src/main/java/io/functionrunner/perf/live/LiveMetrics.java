package io.functionrunner.perf.live;

import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Quality;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * A run's own metrics. Tasks are counted by all event loops at once, without a lock and almost
 * without garbage; everything else is asked when somebody reads.
 */
public final class LiveMetrics {

  private static final double MILLIS = 1e-3;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final TaskMetrics metrics = TaskMetrics.registeredWith(registry);
  private final Map<Modality, Map<Quality, TaskSeries>> series = new EnumMap<>(Modality.class);
  private final Map<String, Modality> modalities = new HashMap<>();
  private final Map<String, Quality> qualities = new HashMap<>();
  private final Info info =
      Info.builder()
          .name("loadtest_run_info")
          .help("The run whose metrics these are.")
          .labelNames("run", "simulation", "seed", "model", "api")
          .register(registry);

  /**
   * Everything at zero: a rate needs a first value before the first task.
   *
   * @param mix what the run submits; only its templates and qualities have series
   */
  public LiveMetrics(Mix mix) {
    List<TaskSeries> all = new ArrayList<>();
    for (Mix.Entry entry : mix.entries()) {
      Map<Quality, TaskSeries> ofModality = new EnumMap<>(Quality.class);
      series.put(entry.modality(), ofModality);
      modalities.put(entry.modality().id(), entry.modality());
      for (Quality quality : entry.qualities().keySet()) {
        TaskSeries one = TaskSeries.of(metrics, entry.modality(), quality);
        ofModality.put(quality, one);
        qualities.put(quality.id(), quality);
        all.add(one);
      }
    }
    GaugeWithCallback.builder()
        .name("loadtest_tasks_in_flight")
        .help("Tasks submitted that have not ended.")
        .labelNames(TaskMetrics.TEMPLATE, TaskMetrics.QUALITY)
        .callback(
            values ->
                all.forEach(
                    s ->
                        values.call(
                            (double) s.inFlight().get(),
                            s.modality().template(),
                            s.quality().id())))
        .register(registry);
  }

  /** What is exported. */
  public PrometheusRegistry registry() {
    return registry;
  }

  /** Says which run it is, in {@code loadtest_run_info}. */
  public void run(String directoryName, RunManifest planned) {
    info.setLabelValues(
        directoryName,
        planned.simulation(),
        Long.toString(planned.seed()),
        planned.model(),
        planned.api());
  }

  /**
   * Adds {@code loadtest_phase}, which is 1 for the phase of the moment and 0 for the others.
   *
   * @param names all phases there can be
   * @param now name of the phase of the moment
   */
  public void phases(List<String> names, Supplier<String> now) {
    GaugeWithCallback.builder()
        .name("loadtest_phase")
        .help("1 for the phase that the run is in.")
        .labelNames("phase")
        .callback(
            values -> {
              String current = now.get();
              names.forEach(name -> values.call(name.equals(current) ? 1 : 0, name));
            })
        .register(registry);
  }

  /**
   * Adds a gauge that is asked with every read; it has no sample while its value is NaN.
   *
   * @param name whole, with the prefix {@code loadtest_} and its unit
   * @param help one sentence
   */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(
            values -> {
              double current = value.getAsDouble();
              if (!Double.isNaN(current)) {
                values.call(current);
              }
            })
        .register(registry);
  }

  /** The first submission of a task goes out. */
  public void submitted(PlannedTask task, long intendedMillis, long nowMillis) {
    TaskSeries one = of(task);
    one.inFlight().incrementAndGet();
    one.submitted().inc();
    metrics.lagSeconds().observe(MILLIS * Math.max(0, nowMillis - intendedMillis));
  }

  /** The server has taken the task. */
  public void accepted(PlannedTask task, long submitMillis, long nowMillis) {
    of(task).submitSeconds().observe(MILLIS * Math.max(0, nowMillis - submitMillis));
  }

  /** The task ended. */
  public void ended(TaskRecord task) {
    TaskSeries one = of(modalities.get(task.modality()), qualities.get(task.quality()));
    one.taskSeconds().observe(MILLIS * Math.max(0, task.endMillis() - task.submitMillis()));
    one.ended().get(task.outcome()).inc();
    one.inFlight().decrementAndGet();
  }

  private TaskSeries of(PlannedTask task) {
    return of(task.modality(), task.quality());
  }

  private TaskSeries of(Modality modality, Quality quality) {
    return series.get(modality).get(quality);
  }
}
