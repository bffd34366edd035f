package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.run.Conservation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * Ends a load that has become pointless: more than a share of the tasks that ended in the last
 * window did so in error. Submission ends then, the drain follows.
 */
final class StopRule {

  /** Fewer ended tasks say nothing of a share. */
  private static final long FEWEST = 10;

  private final double share;
  private final long windowMillis;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long atMillis, long ended, long errors) {}

  /**
   * @param share of errors that may not be exceeded
   * @param windowMillis over which, at the run's own pace
   */
  StopRule(double share, long windowMillis) {
    this.share = share;
    this.windowMillis = windowMillis;
  }

  /**
   * To be called every second or so.
   *
   * @return why the run should end, or empty
   */
  Optional<String> broken(long nowMillis, Conservation tasks) {
    long errors = tasks.failed() + tasks.timedOut();
    long ended = tasks.completed() + errors;
    samples.add(new Sample(nowMillis, ended, errors));
    // The newest sample that is a whole window old is what the window is counted from.
    while (samples.size() > 1 && second().atMillis() <= nowMillis - windowMillis) {
      samples.remove();
    }
    Sample from = samples.element();
    if (from.atMillis > nowMillis - windowMillis) {
      return Optional.empty();
    }
    long endedSince = ended - from.ended;
    double errorShare = (double) (errors - from.errors) / endedSince;
    if (endedSince < FEWEST || errorShare <= share) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%.1f %% of %d tasks failed within %.1f s, limit %.1f %%",
            100 * errorShare,
            endedSince,
            (nowMillis - from.atMillis) / 1000.0,
            100 * share));
  }

  private Sample second() {
    var iterator = samples.iterator();
    iterator.next();
    return iterator.next();
  }
}
