package io.functionrunner.perf.stats;

import java.util.ArrayDeque;
import java.util.Deque;

/** Times of the last few seconds: a single second has too few for a quantile. Not thread-safe. */
public final class RecentTimes {

  private final int seconds;
  private final Deque<MillisCounts> kept = new ArrayDeque<>();
  private MillisCounts present = new MillisCounts();

  /**
   * @param seconds that are kept, the present one included
   */
  public RecentTimes(int seconds) {
    this.seconds = seconds;
  }

  /** One more; less than nothing, of a clock that was set back, counts as nothing. */
  public void add(long millis) {
    present.add((int) Math.max(0, Math.min(Integer.MAX_VALUE, millis)));
  }

  /** All that is kept; the present second ends. */
  public MillisHistogram take() {
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
