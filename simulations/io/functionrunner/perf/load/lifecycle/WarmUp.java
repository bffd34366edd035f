package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.load.journey.TaskEvents;
import io.functionrunner.perf.load.journey.TaskInFlight;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Quality;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The tasks before the load, which are not measured: they warm up both sides, and show whether the
 * target does anything at all.
 */
final class WarmUp implements TaskEvents {

  private final TaskFactory factory;
  private final List<Mix.Entry> entries;
  private final int perModality;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger submitted = new AtomicInteger();
  private final AtomicInteger completed = new AtomicInteger();
  private final AtomicReference<String> firstFailure = new AtomicReference<>("");

  /**
   * @param perModality tasks of each modality of the mix
   */
  WarmUp(TaskFactory factory, Mix mix, int perModality) {
    this.factory = factory;
    this.entries = mix.entries();
    this.perModality = perModality;
  }

  /** One user a task. */
  int users() {
    return perModality * entries.size();
  }

  /**
   * The next task, of the lowest quality that the load has; its inputs are never those of the load.
   */
  TaskInFlight next() {
    int number = made.getAndIncrement();
    Mix.Entry entry = entries.get(number % entries.size());
    Quality lowest = entry.qualities().keySet().stream().sorted().findFirst().orElseThrow();
    long now = System.currentTimeMillis();
    PlannedTask task =
        new PlannedTask(-1L - number, 0, 0, entry.modality(), lowest, Long.MIN_VALUE + number);
    return factory.make(task, now, this);
  }

  /** Tasks that were tried. */
  int submitted() {
    return submitted.get();
  }

  /** Whether load makes no sense: every task before it came to nothing. */
  boolean hopeless() {
    return submitted() > 0 && completed.get() == 0;
  }

  /** What the first task that did not complete ended with; empty when all did. */
  String firstFailure() {
    return firstFailure.get();
  }

  @Override
  public void submitted(PlannedTask task, long intendedMillis, long nowMillis) {
    submitted.incrementAndGet();
  }

  @Override
  public void ended(TaskRecord task) {
    if (task.outcome() == Outcome.COMPLETED) {
      completed.incrementAndGet();
    } else {
      firstFailure.compareAndSet(
          "", task.modality() + ' ' + task.outcome().id() + ' ' + task.reason());
    }
  }
}
