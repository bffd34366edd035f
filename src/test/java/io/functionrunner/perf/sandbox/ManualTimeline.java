package io.functionrunner.perf.sandbox;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when the test says so. Any thread may schedule; one may advance. */
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
  public synchronized long nanos() {
    return nowNanos;
  }

  @Override
  public synchronized Timer schedule(long atNanos, Runnable action) {
    Entry entry = new Entry(Math.max(atNanos, nowNanos), scheduled++, action);
    entries.add(entry);
    return () -> cancel(entry);
  }

  private synchronized void cancel(Entry entry) {
    entry.action = () -> {};
  }

  @Override
  public synchronized void close() {
    entries.clear();
  }

  void advance(Duration time) {
    long untilNanos = nanos() + time.toNanos();
    // Actions run without the lock: they take others, whose holders schedule.
    for (Runnable action = next(untilNanos); action != null; action = next(untilNanos)) {
      action.run();
    }
  }

  /** The next action until then, at its time; null when there is none, and then it is then. */
  private synchronized Runnable next(long untilNanos) {
    if (entries.isEmpty() || entries.peek().atNanos > untilNanos) {
      nowNanos = untilNanos;
      return null;
    }
    Entry next = entries.remove();
    nowNanos = next.atNanos;
    return next.action;
  }

  void advanceSeconds(double seconds) {
    advance(Duration.ofNanos(Math.round(seconds * 1e9)));
  }
}
