package io.functionrunner.perf.workload;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * The tasks of one user: a Poisson process (exponential gaps) whose rate is the mix's, from the
 * user's start to its end. Nothing but seed and user decides it, so it cannot depend on how fast
 * the system under test answers (no coordinated omission), nor on which injector runs the user.
 */
public final class UserSchedule implements Iterator<PlannedTask>, Schedule {

  private static final double MILLIS_PER_MINUTE = 60_000;

  private final long user;
  private final long startMillis;
  private final long endMillis;
  private final Mix mix;
  private final double ratePerMilli;
  private final SplittableRandom random;
  private double clockMillis;
  private int index;
  private PlannedTask next;

  UserSchedule(long seed, long user, long startMillis, long endMillis, Mix mix) {
    this.user = user;
    this.startMillis = startMillis;
    this.endMillis = endMillis;
    this.mix = mix;
    this.ratePerMilli = mix.perUserPerMinute() / MILLIS_PER_MINUTE;
    this.random = random(seed, user);
    this.clockMillis = startMillis;
    this.next = draw();
  }

  /** When the user starts, in milliseconds since the load's start. */
  public long startMillis() {
    return startMillis;
  }

  /** When the user stops submitting. */
  @Override
  public long endMillis() {
    return endMillis;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public long wakeMillis(long nowMillis) {
    return next == null ? endMillis : next.offsetMillis();
  }

  /** Whoever comes a little early submits a little early. */
  @Override
  public boolean due(long nowMillis) {
    return next != null;
  }

  /** The task that {@link #next()} will return, or null at the end. */
  public PlannedTask peek() {
    return next;
  }

  @Override
  public PlannedTask next() {
    if (next == null) {
      throw new NoSuchElementException("user " + user + " has no task after " + endMillis + " ms");
    }
    PlannedTask task = next;
    next = draw();
    return task;
  }

  private PlannedTask draw() {
    // 1 - u is in (0, 1]: the logarithm is finite.
    clockMillis += -Math.log(1 - random.nextDouble()) / ratePerMilli;
    long offset = Math.round(clockMillis);
    return offset < endMillis ? mix.draw(random, user, index++, offset) : null;
  }

  /** The stream of one user's draws. */
  static SplittableRandom random(long seed, long user) {
    return new SplittableRandom(mixed(mixed(seed) + user));
  }

  /** SplitMix64's finalizer (Steele, Lea, Flood 2014): neighbouring users get unrelated streams. */
  private static long mixed(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
