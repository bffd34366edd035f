package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.binding.Binding;
import io.functionrunner.perf.binding.GenerationTask;
import io.functionrunner.perf.binding.Polling;
import io.functionrunner.perf.load.journey.TaskEvents;
import io.functionrunner.perf.load.journey.TaskInFlight;
import io.functionrunner.perf.load.journey.TaskRules;
import io.functionrunner.perf.load.settings.Settings;
import io.functionrunner.perf.media.Feeders;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Makes planned tasks ready to go: with their inputs, for the target's API. */
final class TaskFactory {

  private final Binding binding;
  private final Feeders feeders;
  private final Map<Modality, TaskRules> rules = new EnumMap<>(Modality.class);

  TaskFactory(Profile profile, Settings settings, double speed, Binding binding, Feeders feeders) {
    this.binding = binding;
    this.feeders = feeders;
    for (Mix.Entry entry : profile.mix().entries()) {
      Polling polling = binding.polling(entry.modality().template());
      Duration timeout = settings.taskTimeout().orElse(polling.deadline());
      rules.put(
          entry.modality(),
          new TaskRules(
              polling, speed, Math.round(timeout.toMillis() / speed), settings.submitRetries()));
    }
  }

  TaskInFlight make(PlannedTask task, long intendedMillis, TaskEvents events) {
    GenerationTask wanted =
        new GenerationTask(
            task.modality().template(),
            task.quality().id(),
            feeders.escapedInputs(task.modality().id(), task.quality().id(), task.inputSeed()));
    return new TaskInFlight(
        task, intendedMillis, binding.prepare(wanted), binding, rules.get(task.modality()), events);
  }

  long longestTimeoutMillis() {
    return rules.values().stream().mapToLong(TaskRules::timeoutMillis).max().orElseThrow();
  }

  /** How long a task's end may be unknown to its client. */
  long longestPollMillis() {
    return rules.values().stream()
        .mapToLong(r -> Math.round(r.polling().maxInterval().toMillis() / r.speed()))
        .max()
        .orElseThrow();
  }
}
