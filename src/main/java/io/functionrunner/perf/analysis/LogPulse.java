package io.functionrunner.perf.analysis;

import io.functionrunner.perf.simlog.LogSink;
import io.functionrunner.perf.simlog.RunHeader;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.stats.RecentTimes;
import java.util.BitSet;

/**
 * What a log that is still growing tells from second to second: few numbers, in memory that does
 * not grow with it.
 */
public final class LogPulse implements LogSink {

  /** A single second has too few ends of tasks for a quantile. */
  private static final int RECENT_SECONDS = 10;

  /**
   * What the log has told so far.
   *
   * @param atMillis end of its last record, since the run's start
   * @param users that have started and not ended
   * @param tasks of a run of ours, those that ended; of another none
   * @param requests all but those
   */
  public record Moment(long atMillis, int users, Count tasks, Count requests) {}

  /**
   * Requests, or tasks, so far.
   *
   * @param perSecond since the last moment, by the log's own time; NaN when none has passed
   * @param recent times of the last ten moments
   */
  public record Count(long total, long failed, double perSecond, MillisHistogram recent) {}

  /** What is counted of requests, or of tasks. */
  private static final class Counter {
    private final RecentTimes recent = new RecentTimes(RECENT_SECONDS);
    private long total;
    private long failed;
    private long told;

    private void add(int millis, boolean ok) {
      total++;
      failed += ok ? 0 : 1;
      recent.add(millis);
    }

    private Count take(long millis) {
      double perSecond = millis > 0 ? 1000.0 * (total - told) / millis : Double.NaN;
      told = total;
      return new Count(total, failed, perSecond, recent.take());
    }
  }

  private final BitSet taskNames = new BitSet();
  private final BitSet taskPaths = new BitSet();
  private final Counter tasks = new Counter();
  private final Counter requests = new Counter();
  private int unmatchedEndMillis;
  private int users;
  private long lastMillis;
  private long takenMillis;

  /** The present moment; to be called about once a second. */
  public Moment take() {
    long passed = lastMillis - takenMillis;
    takenMillis = lastMillis;
    return new Moment(lastMillis, users, tasks.take(passed), requests.take(passed));
  }

  @Override
  public void run(RunHeader header) {
    unmatchedEndMillis = header.unmatchedEndMillis();
  }

  @Override
  public void string(int id, String value) {
    if (LoggedTasks.taskClass(value.split(" ", -1)).isPresent()) {
      taskNames.set(id);
    }
  }

  @Override
  public void path(int id, int parent, int nameId) {
    if (parent == 0 && taskNames.get(nameId)) {
      taskPaths.set(id);
    }
  }

  @Override
  public void request(int pathId, int startMillis, int endMillis, boolean ok, int messageId) {
    if (endMillis == unmatchedEndMillis) {
      return;
    }
    (taskPaths.get(pathId) ? tasks : requests).add(endMillis - startMillis, ok);
    lastMillis = Math.max(lastMillis, endMillis);
  }

  @Override
  public void user(int scenario, boolean start, int millis) {
    users += start ? 1 : -1;
    lastMillis = Math.max(lastMillis, millis);
  }
}
