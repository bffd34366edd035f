package io.functionrunner.perf.live;

import io.functionrunner.perf.live.LiveRun.Moment;
import io.functionrunner.perf.stats.Verdict;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A run on a page while it lasts: looks at it once a second, keeps what charts need, and tells
 * whoever watches. Without a viewer nothing is written, only kept.
 */
public final class LivePage implements AutoCloseable {

  private final LiveStatistics statistics;
  private final Viewers viewers = new Viewers();
  private final LiveRows rows = new LiveRows();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(LivePage::daemon);
  private LiveRun run;
  private Standing standing = Standing.BEFORE;

  /** The report, once it is there. */
  private volatile Path report;

  /**
   * Shows nothing yet.
   *
   * @param statistics that are told of all tasks
   */
  public LivePage(LiveStatistics statistics) {
    this.statistics = statistics;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "live-page");
    thread.setDaemon(true);
    return thread;
  }

  /** The run's directory is there: from now on it is looked at every second. */
  public void watch(LiveRun watched) {
    watchByHand(watched);
    var unused = clock.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
  }

  /** As {@link #watch}, but looked at only when {@link #tick} is called. */
  synchronized void watchByHand(LiveRun watched) {
    run = watched;
    // Who came before knows nothing yet.
    send(false);
  }

  /** Those who watch at this moment. */
  int viewers() {
    return viewers.count();
  }

  /** A defect here may not end the load, and not look as if nothing happened. */
  private void look() {
    try {
      tick();
    } catch (RuntimeException e) {
      failed("the page stopped: " + e);
      clock.shutdown();
    }
  }

  /** The load is over; nothing is looked at any more, and the report is being made. */
  public void ended() {
    clock.shutdown();
    tick();
    tell(standing().analysing());
  }

  /** The report is there. */
  public void reported(Verdict verdict, String sentence, Path file) {
    report = file;
    tell(standing().ended(verdict.name(), sentence, file.toString()));
  }

  /** There will be no report. */
  public void failed(String why) {
    tell(standing().ended("", why, ""));
  }

  /** The report to serve. */
  Optional<Path> report() {
    return Optional.ofNullable(report);
  }

  void add(Response response, Callback request) {
    // The page's lock comes before the viewers': as in a tick.
    synchronized (this) {
      viewers.add(response, request, this::everything);
    }
  }

  /** One look at the run. */
  synchronized void tick() {
    if (run == null || standing.over()) {
      return;
    }
    Moment now = run.now().get();
    LiveStatistics.Second second = statistics.take();
    standing = standing.at(now, run.durationMillis(), second);
    int columns = rows.history().columns().size();
    // Before the load's start there is nothing to draw.
    boolean anew = now.sinceStartMillis() >= 0 && rows.add(now, second);
    anew |= columns != rows.history().columns().size();
    send(!anew);
  }

  private synchronized void tell(Standing next) {
    standing = next;
    send(false);
  }

  private synchronized Standing standing() {
    return standing;
  }

  private void send(boolean onlyTheLast) {
    if (run != null && viewers.count() > 0) {
      viewers.send(onlyTheLast ? LiveJson.tick(standing, rows) : everything(), this::everything);
    }
  }

  private String everything() {
    return run == null ? "" : LiveJson.all(run, standing, rows);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    viewers.close();
  }
}
