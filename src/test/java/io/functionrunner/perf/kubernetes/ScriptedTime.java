package io.functionrunner.perf.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Time that passes at once; each time it does, the next thing happens in the cluster. */
public final class ScriptedTime implements Distribution.Time {

  private Instant now = Instant.parse("2026-11-24T10:00:00Z");
  private final Deque<Runnable> steps = new ArrayDeque<>();

  /** What happens next, after all that was said before. */
  public ScriptedTime then(Runnable step) {
    steps.add(step);
    return this;
  }

  @Override
  public void pass(Duration duration) {
    now = now.plus(duration);
    Runnable step = steps.poll();
    if (step != null) {
      step.run();
    }
  }

  @Override
  public Instant instant() {
    return now;
  }
}
