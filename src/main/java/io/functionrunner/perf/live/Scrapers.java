package io.functionrunner.perf.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Everybody who reads the metrics, by connection, which a Prometheus keeps: of two that read the
 * same run the reads together are not regular, and the last of one says nothing of the other.
 */
final class Scrapers {

  /** Of more connections than these none is waited for on its own account. */
  private static final int MOST = 16;

  /** Who reads over a new connection each time. */
  private static final String ANYBODY = "";

  private final LongSupplier nanoTime;
  private final Map<String, Readers> byConnection = new ConcurrentHashMap<>();

  /**
   * @param nanoTime a clock as {@link System#nanoTime()}
   */
  Scrapers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The metrics were read just now. */
  void read(String connection) {
    readers(ANYBODY).read();
    if (byConnection.size() <= MOST || byConnection.containsKey(connection)) {
      readers(connection).read();
    }
  }

  /**
   * Waits for one more read of each who reads regularly and did not since that moment.
   *
   * @param longest nobody who reads more seldom is waited for
   * @param waiting is told how long at most, before it is waited
   */
  void await(long sinceNanos, Duration longest, Consumer<Duration> waiting)
      throws InterruptedException {
    Map<Readers, Duration> due = new HashMap<>();
    byConnection.values().forEach(one -> due.put(one, one.dueIn(sinceNanos, longest)));
    due.values().removeIf(Duration::isZero);
    if (!due.isEmpty()) {
      waiting.accept(due.values().stream().max(Duration::compareTo).orElseThrow());
    }
    for (Map.Entry<Readers, Duration> one : due.entrySet()) {
      one.getKey().await(sinceNanos, one.getValue());
    }
  }

  private Readers readers(String connection) {
    return byConnection.computeIfAbsent(connection, c -> new Readers(nanoTime));
  }
}
