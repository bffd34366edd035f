package io.functionrunner.perf.injector;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How late things were that had a time to happen at. Recorded by many threads, taken by one. */
public final class Lateness {

  /** Beyond it something was late. */
  public static final long LATE_MILLIS = 100;

  private static final long NONE = -1;

  private final LongAdder count = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final AtomicLong max = new AtomicLong(NONE);
  private long countBefore;
  private long lateBefore;

  /**
   * What was recorded since the last time.
   *
   * @param late how many were later than {@value #LATE_MILLIS} ms
   * @param maxMillis the latest; negative when there was nothing
   */
  public record Taken(long count, long late, long maxMillis) {}

  /** One thing happened; before its time counts as on time. */
  public void record(long lateMillis) {
    count.increment();
    if (lateMillis > LATE_MILLIS) {
      late.increment();
    }
    long bounded = Math.max(0, lateMillis);
    if (bounded > max.get()) {
      max.accumulateAndGet(bounded, Math::max);
    }
  }

  /** Takes what came since the last call; nothing is lost or told twice. */
  public synchronized Taken take() {
    // Differences of running totals: to reset an adder could lose what comes in meanwhile.
    long allCount = count.sum();
    long allLate = late.sum();
    Taken taken = new Taken(allCount - countBefore, allLate - lateBefore, max.getAndSet(NONE));
    countBefore = allCount;
    lateBefore = allLate;
    return taken;
  }
}
