package io.functionrunner.perf.sandbox;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when the test says so. */
final class ManualTimeline implements Timeline {
  private static final class Entry {
    final long atNanos;
    final long order;
    Runnable action;

    Entry(long atNanos, long order, Runnable action) {
      this.atNanos = atNanos;
      this.order = order;
      this.action = action;
    }
  }

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(
          Comparator.<Entry>comparingLong(entry -> entry.atNanos)
              .thenComparingLong(entry -> entry.order));
  private long nowNanos;
  private long scheduled;

  @Override
  public long nanos() {
    return nowNanos;
  }

  @Override
  public Timer schedule(long atNanos, Runnable action) {
    Entry entry = new Entry(Math.max(atNanos, nowNanos), scheduled++, action);
    entries.add(entry);
    return () -> entry.action = () -> {};
  }

  void advance(Duration time) {
    long untilNanos = nowNanos + time.toNanos();
    while (!entries.isEmpty() && entries.peek().atNanos <= untilNanos) {
      Entry next = entries.remove();
      nowNanos = next.atNanos;
      next.action.run();
    }
    nowNanos = untilNanos;
  }

  void advanceSeconds(double seconds) {
    advance(Duration.ofNanos(Math.round(seconds * 1e9)));
  }
}
