package io.functionrunner.perf.sandbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The real time, with one thread for all actions. */
final class WallClock implements Timeline {
  private static final Logger LOG = System.getLogger(WallClock.class.getName());

  private final ScheduledThreadPoolExecutor executor;

  WallClock() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            action -> {
              Thread thread = new Thread(action, "sandbox-timeline");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(long atNanos, Runnable action) {
    long delayNanos = Math.max(0, atNanos - nanos());
    Future<?> future = executor.schedule(() -> runLogged(action), delayNanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /** The executor would keep an exception to itself, and a task would never end. */
  private static void runLogged(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "sandbox: an action failed", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
