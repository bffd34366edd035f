package io.functionrunner.perf.live;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Knows when the metrics were read, and so whether somebody reads them regularly. A Prometheus
 * does, and would miss the counts of a run's last seconds if the run were gone before its next
 * read.
 */
final class Readers {

  /** Two gaps that differ by less than this share are one interval. */
  private static final double REGULAR = 0.25;

  /** How long after its due time a read may come, as a share of the interval. */
  private static final double LATE = 0.5;

  private final LongSupplier nanoTime;
  private long last;
  private long gap;
  private long gapBefore;
  private int reads;

  /**
   * @param nanoTime a clock as {@link System#nanoTime()}
   */
  Readers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The metrics were read just now. */
  synchronized void read() {
    long now = nanoTime.getAsLong();
    gapBefore = gap;
    gap = now - last;
    last = now;
    reads++;
    notifyAll();
  }

  /**
   * How long to wait for one more read.
   *
   * @param sinceNanos a read after this one needs no other
   * @param longest not to be waited for beyond this
   * @return zero when nobody reads regularly, when somebody read since, or when it would be too
   *     long
   */
  synchronized Duration dueIn(long sinceNanos, Duration longest) {
    boolean regular = reads > 2 && Math.abs(gap - gapBefore) <= REGULAR * Math.max(gap, gapBefore);
    if (!regular || last - sinceNanos > 0) {
      return Duration.ZERO;
    }
    long wait = last + Math.round(gap * (1 + LATE)) - nanoTime.getAsLong();
    return wait <= 0 || wait > longest.toNanos() ? Duration.ZERO : Duration.ofNanos(wait);
  }

  /** Returns when the metrics were read after that moment, or the time is over. */
  synchronized void await(long sinceNanos, Duration time) throws InterruptedException {
    long deadline = nanoTime.getAsLong() + time.toNanos();
    while (last - sinceNanos <= 0 || reads == 0) {
      long left = deadline - nanoTime.getAsLong();
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
