package io.functionrunner.perf.workload;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The tasks of one source of a load that is decided step by step: in each step a Poisson process
 * with its part of the step's load. Seed, step and source alone decide what its tasks are, and the
 * load only how close they come: the same decisions make the same tasks.
 *
 * <p>Its tasks of step {@code s} are those of user {@code s · sources + source}.
 */
public final class StepSchedule implements Schedule {

  /** A step begins when the one before was judged, which nobody knows long before. */
  private static final long LOOK_MILLIS = 50;

  private static final double MILLIS_PER_SECOND = 1000;

  private final long seed;
  private final int source;
  private final Mix mix;
  private final DecidedSteps steps;
  private int number;
  private SplittableRandom random;
  private double clockMillis;
  private int index;
  private PlannedTask next;
  private boolean taken;
  private long endMillis;

  StepSchedule(long seed, int source, Mix mix, DecidedSteps steps) {
    this.seed = seed;
    this.source = source;
    this.mix = mix;
    this.steps = steps;
  }

  @Override
  public boolean hasNext() {
    // In this order: the last step may be decided between the two questions.
    boolean complete = steps.isComplete();
    return peek().isPresent() || !complete;
  }

  @Override
  public long wakeMillis(long nowMillis) {
    long look = nowMillis + LOOK_MILLIS;
    return peek().map(task -> Math.min(look, task.offsetMillis())).orElse(look);
  }

  @Override
  public boolean due(long nowMillis) {
    taken =
        peek()
            .filter(task -> task.offsetMillis() <= nowMillis)
            .filter(task -> steps.take(number, task.offsetMillis()))
            .isPresent();
    return taken;
  }

  /** Whether the steps so far have a task more. */
  boolean isKnown() {
    return peek().isPresent();
  }

  @Override
  public PlannedTask next() {
    PlannedTask task =
        taken
            ? next
            : peek().orElseThrow(() -> new NoSuchElementException("no task of a step is left"));
    taken = false;
    next = null;
    return task;
  }

  @Override
  public long endMillis() {
    return endMillis;
  }

  /** The next task that is known; a step's end may have moved since it was asked for last. */
  private Optional<PlannedTask> peek() {
    for (Optional<LoadStep> step = steps.step(number);
        step.isPresent();
        step = steps.step(number)) {
      endMillis = step.get().endMillis();
      if (next == null) {
        draw(step.get());
      }
      if (next.offsetMillis() < endMillis) {
        return Optional.of(next);
      }
      if (steps.step(number + 1).isEmpty()) {
        // The step may still become longer.
        return Optional.empty();
      }
      number++;
      random = null;
      next = null;
    }
    return Optional.empty();
  }

  private void draw(LoadStep step) {
    long user = (long) number * DecidedSteps.SOURCES + source;
    if (random == null) {
      random = UserSchedule.random(seed, user);
      clockMillis = step.startMillis();
      index = 0;
    }
    double perMilli = step.tasksPerSecond() / MILLIS_PER_SECOND / DecidedSteps.SOURCES;
    // 1 - u is in (0, 1]: the logarithm is finite.
    clockMillis += -Math.log(1 - random.nextDouble()) / perMilli;
    next = mix.draw(random, user, index++, Math.round(clockMillis));
  }
}
