package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.sandbox.Runner.Admission;
import io.functionrunner.perf.sandbox.TaskState.Status;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Quality;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A runner in time that passes when the test says so; at speed 1 unless told otherwise. */
final class VirtualRunner {
  final ManualTimeline timeline = new ManualTimeline();
  final PrometheusRegistry registry = new PrometheusRegistry();
  final Faults faults;
  final TaskMetrics metrics = new TaskMetrics(registry);
  final Runner runner;

  /** From pairs of setting and value. */
  VirtualRunner(String... settings) {
    Map<String, String> values = new HashMap<>(Map.of("speed", "1"));
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    SandboxOptions options = SandboxOptions.parse(values);
    faults = new Faults(options.faults());
    runner = new Runner(options, timeline, faults, metrics);
    registry.register(new StateMetrics(runner::view, faults, timeline::nanos));
  }

  /** Content that no other number gives. */
  static Submission submission(Modality modality, long number) {
    return new Submission(modality, Quality.STANDARD, new ContentHash(number * 31 + 7), 400);
  }

  Task submit(Modality modality, long number) {
    Admission admission = runner.submit(submission(modality, number));
    return ((Admission.Accepted) admission).task();
  }

  /** Seconds the task's work takes without any fault. */
  static double seconds(Task task) {
    return ServiceTimes.seconds(task.submission);
  }

  static Status status(Task task) {
    return task.state.status();
  }

  /** From worker to end, in seconds. */
  static double ranSeconds(Task task) {
    return between(task.state.startedAt(), task.state.completedAt());
  }

  static double queuedSeconds(Task task) {
    return between(task.state.createdAt(), task.state.startedAt());
  }

  private static double between(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
