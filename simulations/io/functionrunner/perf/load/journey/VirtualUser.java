package io.functionrunner.perf.load.journey;

import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Schedule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A user that keeps its schedule and counts the tasks it still waits for. The schedule's times are
 * absolute: what a late event loop costs one task does not add up over the next.
 */
public final class VirtualUser {

  private final Schedule schedule;
  private final long loadStartMillis;
  private final LongSupplier clock;
  private final BooleanSupplier submitting;
  private final Runnable leaves;
  private final AtomicInteger inFlight = new AtomicInteger();

  /**
   * A user at its start.
   *
   * @param loadStartMillis epoch
   * @param clock epoch milliseconds
   * @param submitting false once the run's submission was ended early
   * @param leaves called when its time is over; its last tasks may still be out
   */
  public VirtualUser(
      Schedule schedule,
      long loadStartMillis,
      LongSupplier clock,
      BooleanSupplier submitting,
      Runnable leaves) {
    this.schedule = schedule;
    this.loadStartMillis = loadStartMillis;
    this.clock = clock;
    this.submitting = submitting;
    this.leaves = leaves;
  }

  boolean hasNext() {
    return schedule.hasNext() && submitting.getAsBoolean();
  }

  /** How long to wait until a task is due, or may have become known. */
  Duration untilNext() {
    return until(loadStartMillis + schedule.wakeMillis(sinceStart()));
  }

  /** Whether {@link #next()} is to be submitted; submission may have been ended meanwhile. */
  boolean due() {
    return submitting.getAsBoolean() && schedule.due(sinceStart());
  }

  Duration untilEnd() {
    return submitting.getAsBoolean()
        ? until(loadStartMillis + schedule.endMillis())
        : Duration.ZERO;
  }

  /** The task that is due. */
  public PlannedTask next() {
    return schedule.next();
  }

  /** When the schedule wants it submitted, in epoch milliseconds. */
  public long intendedMillis(PlannedTask task) {
    return loadStartMillis + task.offsetMillis();
  }

  void left() {
    leaves.run();
  }

  void forked() {
    inFlight.incrementAndGet();
  }

  void joined() {
    inFlight.decrementAndGet();
  }

  boolean waits() {
    return inFlight.get() > 0;
  }

  private long sinceStart() {
    return clock.getAsLong() - loadStartMillis;
  }

  private Duration until(long atMillis) {
    return Duration.ofMillis(Math.max(0, atMillis - clock.getAsLong()));
  }
}
