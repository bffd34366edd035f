package io.functionrunner.perf.live;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One push after the other, on a thread of its own. */
final class RepeatedPush implements Push {

  /** How the client's message tells of an HTTP status, right before the body. */
  private static final Pattern STATUS = Pattern.compile(" was (\\d{3}), response body:");

  private final Once once;
  private final URI where;
  private final Consumer<String> told;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(RepeatedPush::daemon);
  private final Future<?> regular;
  private boolean failed;

  /** A push. */
  interface Once {
    /** Does it. */
    void push() throws IOException;
  }

  RepeatedPush(Once once, URI where, Duration every, Consumer<String> told) {
    this.once = once;
    this.where = where;
    this.told = told;
    this.regular =
        thread.scheduleWithFixedDelay(
            this::push, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "live-push");
    thread.setDaemon(true);
    return thread;
  }

  private void push() {
    try {
      once.push();
    } catch (IOException | RuntimeException e) {
      if (!failed) {
        failed = true;
        told.accept(
            "The live metrics could not be pushed to %s (%s). The run goes on; later failures are not told."
                .formatted(where, why(e)));
      }
    }
  }

  /** Not the message as it is: it quotes the answer's body, a server's text of any length. */
  private static String why(Exception e) {
    Matcher status = STATUS.matcher(String.valueOf(e.getMessage()));
    if (status.find()) {
      return "HTTP " + status.group(1);
    }
    Throwable root = e.getCause() == null ? e : e.getCause();
    return root.getClass().getSimpleName();
  }

  @Override
  public void close() {
    regular.cancel(false);
    try {
      thread.submit(this::push).get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // A push tells its failures; one that hangs has told nobody, and the run ends without it.
    }
    thread.shutdownNow();
  }
}
