package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.metrics.CurrentValue;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Waits before the load until the target's queue is empty. What another run left there would be
 * worked off in ours, and would count as its latency.
 */
final class EmptyQueue {

  /** Catalog id of what has to be 0. */
  static final String METRIC = "queue_depth";

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Time as the waiting sees it; a test brings its own. */
  interface Pace {
    long nanoTime();

    void sleep(Duration duration) throws InterruptedException;
  }

  static final Pace WALL_CLOCK =
      new Pace() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis());
        }
      };

  private final CurrentValue queue;
  private final Duration patience;
  private final PrintStream out;
  private final Pace pace;

  EmptyQueue(CurrentValue queue, Duration patience, PrintStream out, Pace pace) {
    this.queue = queue;
    this.patience = patience;
    this.out = out;
    this.pace = pace;
  }

  /**
   * Returns when it is empty, or cannot be known, which is told and is no reason not to test; a
   * queue that does not get empty in time is {@link Refused}.
   */
  void await() {
    long deadline = pace.nanoTime() + patience.toNanos();
    boolean told = false;
    try {
      for (double depth = queue.ask(); depth > 0; depth = queue.ask()) {
        if (pace.nanoTime() >= deadline) {
          throw new Refused(
              "the target still has %s tasks in its queue after %d s. Let it work them off, or start with -Dqueue.wait=off"
                  .formatted(shown(depth), patience.toSeconds()));
        }
        if (!told) {
          out.printf(
              "Waiting until the target's queue is empty (%s tasks, %d s at most)%n",
              shown(depth), patience.toSeconds());
          told = true;
        }
        pace.sleep(LOOK);
      }
    } catch (IOException e) {
      out.println("Whether the target's queue is empty is not known: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted while the target's queue was not empty");
    }
  }

  private static String shown(double depth) {
    return String.format(Locale.ROOT, "%,.0f", Math.ceil(depth));
  }
}
