package io.functionrunner.perf.binding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Drives a few tasks through a binding, one after the other, and keeps what it saw: the first thing
 * to run against a new target.
 */
public final class TargetCheck {
  private final Binding binding;
  private final Limits limits;

  /**
   * How long a check may take.
   *
   * @param call bound of one call
   * @param task bound of one task, cancellation apart; the binding's deadline where that is shorter
   * @param speed what the binding's polling times are divided by: 1 but for a sped-up sandbox
   */
  public record Limits(Duration call, Duration task, double speed) {}

  public TargetCheck(Binding binding, Limits limits) {
    this.binding = binding;
    this.limits = limits;
  }

  /**
   * Every task to its end.
   *
   * @throws InterruptedException when the caller wants no more; a running task is left behind
   */
  public TargetReport run(List<GenerationTask> tasks) throws InterruptedException {
    HttpSender sender = new HttpSender(binding.tls(), limits.call());
    List<TargetReport.TaskSteps> seen = new ArrayList<>();
    for (GenerationTask task : tasks) {
      seen.add(new TaskRun(binding, sender, limits, task).run());
    }
    return new TargetReport(binding.name(), binding.baseUrl().toString(), List.copyOf(seen));
  }
}
