package io.functionrunner.perf.live;

import io.functionrunner.perf.stats.MillisCounts;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayDeque;
import java.util.Deque;

/** Times of the last few seconds: a single second has too few for a quantile. Not thread-safe. */
final class RecentTimes {

  private final int seconds;
  private final Deque<MillisCounts> kept = new ArrayDeque<>();
  private MillisCounts present = new MillisCounts();

  /**
   * @param seconds that are kept, the present one included
   */
  RecentTimes(int seconds) {
    this.seconds = seconds;
  }

  /** One more; less than nothing, of a clock that was set back, counts as nothing. */
  void add(long millis) {
    present.add((int) Math.max(0, Math.min(Integer.MAX_VALUE, millis)));
  }

  /** All that is kept; the present second ends. */
  MillisHistogram take() {
    kept.add(present);
    MillisCounts all = new MillisCounts();
    kept.forEach(all::addAll);
    present = new MillisCounts();
    if (kept.size() == seconds) {
      kept.remove();
    }
    return all.toHistogram();
  }
}
