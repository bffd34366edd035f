package io.functionrunner.perf.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of a load that is decided while it goes on, so far. Used by all threads of a run. */
public final class DecidedSteps {

  /**
   * Who submits the tasks: Poisson processes whose sum is one. Several, to spread the work over the
   * injector's event loops; their number decides the tasks, so it is the same everywhere.
   */
  public static final int SOURCES = 16;

  private final List<LoadStep> steps = new ArrayList<>();
  private boolean complete;
  private long lastTakenMillis = -1;

  /** One more step. */
  public synchronized void add(LoadStep step) {
    steps.add(step);
  }

  /**
   * The last step ends at another time than it was to, but not before a task of it that is taken:
   * time goes on between the decision and this call.
   */
  public synchronized void endAt(long millis) {
    int last = steps.size() - 1;
    steps.set(last, steps.get(last).until(Math.max(millis, lastTakenMillis + 1)));
  }

  /** Whether a task of a step is still one of it; then it stays one. */
  synchronized boolean take(int number, long offsetMillis) {
    if (offsetMillis >= steps.get(number).endMillis()) {
      return false;
    }
    lastTakenMillis = Math.max(lastTakenMillis, offsetMillis);
    return true;
  }

  /** No step comes any more. */
  public synchronized void complete() {
    complete = true;
  }

  synchronized boolean isComplete() {
    return complete;
  }

  /** Step {@code number}, from 0; empty when it is not decided. */
  synchronized Optional<LoadStep> step(int number) {
    return number < steps.size() ? Optional.of(steps.get(number)) : Optional.empty();
  }

  /** Tasks that source {@code source} (from 0) submits. */
  public StepSchedule schedule(long seed, int source, Mix mix) {
    return new StepSchedule(seed, source, mix, this);
  }

  /** Tasks of all sources in the steps so far. */
  public long tasks(long seed, Mix mix) {
    long tasks = 0;
    for (int source = 0; source < SOURCES; source++) {
      StepSchedule schedule = schedule(seed, source, mix);
      while (schedule.isKnown()) {
        schedule.next();
        tasks++;
      }
    }
    return tasks;
  }
}
