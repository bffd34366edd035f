package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.sandbox.TaskState.Status;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What is counted and timed per task. Times are wall-clock seconds, not divided by the speed. */
final class TaskMetrics {
  private static final double[] HTTP_SECONDS = {
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
    10, 30
  };
  private static final double[] TASK_SECONDS = {
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000
  };

  private final Counter submitted;
  private final Counter completed;
  private final Counter errors;
  private final Counter rejected;
  private final Counter cancelled;
  private final Counter lost;
  private final Counter invalid;
  private final Counter faultEffects;
  private final Histogram submitLatency;
  private final Histogram queueWait;
  private final Histogram runtime;

  TaskMetrics(PrometheusRegistry registry) {
    submitted = perTemplate(registry, "task_submitted_total", "Tasks accepted.");
    completed = perTemplate(registry, "task_completed_total", "Tasks that succeeded.");
    errors = perTemplate(registry, "task_errors_total", "Tasks that failed.");
    rejected = perTemplate(registry, "task_rejected_total", "Tasks refused, the queue being full.");
    cancelled = perTemplate(registry, "task_cancelled_total", "Tasks cancelled.");
    lost = perTemplate(registry, "task_lost_total", "Tasks accepted, then unknown.");
    invalid =
        Counter.builder()
            .name("task_invalid_total")
            .help("Submissions that were no task (400, 413).")
            .register(registry);
    faultEffects =
        Counter.builder()
            .name("sandbox_fault_effects_total")
            .help("Tasks or responses that a planted fault changed.")
            .labelNames("fault")
            .register(registry);
    submitLatency =
        histogram("task_submit_latency_seconds", "Handling of an accepted or refused submission.")
            .labelNames("template_id", "quality")
            .classicUpperBounds(HTTP_SECONDS)
            .register(registry);
    queueWait =
        histogram("celery_task_queue_wait_time", "Seconds from submission to a worker.")
            .labelNames("name", "queue_name")
            .classicUpperBounds(TASK_SECONDS)
            .register(registry);
    runtime =
        histogram(
                "celery_task_runtime", "Seconds a worker had the task, waiting for a GPU included.")
            .labelNames("name", "queue_name")
            .classicUpperBounds(TASK_SECONDS)
            .register(registry);
  }

  private static Counter perTemplate(PrometheusRegistry registry, String name, String help) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames("template_id", "quality")
        .withoutExemplars()
        .register(registry);
  }

  private static Histogram.Builder histogram(String name, String help) {
    return Histogram.builder().name(name).help(help).withoutExemplars();
  }

  void accepted(Submission task) {
    inc(submitted, task);
  }

  void rejected(Submission task) {
    inc(rejected, task);
  }

  void lost(Submission task) {
    inc(lost, task);
    affected(Fault.LOST_TASKS);
  }

  void invalid() {
    invalid.inc();
  }

  void submitAnswered(Submission task, long handlingNanos) {
    submitLatency
        .labelValues(task.modality().template(), task.quality().id())
        .observe(handlingNanos / 1e9);
  }

  void started(Submission task, long queuedNanos) {
    queueWait
        .labelValues(task.modality().template(), task.modality().id())
        .observe(queuedNanos / 1e9);
  }

  void ended(Submission task, Status status, long runNanos) {
    switch (status) {
      case SUCCEEDED -> inc(completed, task);
      case FAILED -> inc(errors, task);
      case CANCELLED -> inc(cancelled, task);
      case QUEUED, RUNNING -> throw new IllegalArgumentException(status + ": not an end");
    }
    if (status != Status.CANCELLED) {
      runtime.labelValues(task.modality().template(), task.modality().id()).observe(runNanos / 1e9);
    }
  }

  /** A planted fault changed what happened to a task or a response. */
  void affected(Fault fault) {
    faultEffects.labelValues(fault.id()).inc();
  }

  private static void inc(Counter counter, Submission task) {
    counter.labelValues(task.modality().template(), task.quality().id()).inc();
  }
}
