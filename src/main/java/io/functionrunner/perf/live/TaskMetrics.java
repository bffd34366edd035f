package io.functionrunner.perf.live;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * What is counted and timed for every task. Histograms are classic and native: which of them is
 * read is the scraper's choice.
 */
record TaskMetrics(
    Counter submitted,
    Counter ended,
    Histogram submitSeconds,
    Histogram taskSeconds,
    Histogram lagSeconds) {

  static final String TEMPLATE = "template_id";
  static final String QUALITY = "quality";
  static final String OUTCOME = "outcome";

  private static final double[] HTTP_SECONDS = {
    0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };
  private static final double[] TASK_SECONDS = {
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000
  };

  static TaskMetrics registeredWith(PrometheusRegistry registry) {
    return new TaskMetrics(
        Counter.builder()
            .name("loadtest_tasks_submitted_total")
            .help("Tasks whose first submission went out.")
            .labelNames(TEMPLATE, QUALITY)
            .withoutExemplars()
            .register(registry),
        Counter.builder()
            .name("loadtest_tasks_ended_total")
            .help("Tasks that ended, by how.")
            .labelNames(TEMPLATE, QUALITY, OUTCOME)
            .withoutExemplars()
            .register(registry),
        histogram("loadtest_submit_duration_seconds", HTTP_SECONDS)
            .help("From a task's first submission to the answer that accepted it.")
            .labelNames(TEMPLATE, QUALITY)
            .register(registry),
        histogram("loadtest_task_duration_seconds", TASK_SECONDS)
            .help(
                "From a task's first submission to its end as the client saw it, however it ended.")
            .labelNames(TEMPLATE, QUALITY)
            .register(registry),
        histogram("loadtest_schedule_lag_seconds", HTTP_SECONDS)
            .help("By how much a task was submitted later than its schedule wanted.")
            .register(registry));
  }

  private static Histogram.Builder histogram(String name, double... upperBounds) {
    Histogram.Builder histogram = Histogram.builder().name(name).classicUpperBounds(upperBounds);
    histogram.withoutExemplars();
    return histogram;
  }
}
