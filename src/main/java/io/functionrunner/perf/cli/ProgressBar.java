package io.functionrunner.perf.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How far a long reading is, on one line of a terminal. Says nothing in its first seconds: most
 * readings are over by then.
 */
final class ProgressBar implements LongConsumer {

  private static final long QUIET_NANOS = 2_000_000_000L;
  private static final long EVERY_NANOS = 200_000_000L;
  private static final int WIDTH = 40;

  private final long totalBytes;
  private final PrintStream out;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private long shownNanos;
  private boolean shown;

  /**
   * @param nanoTime only differences count
   */
  ProgressBar(long totalBytes, PrintStream out, LongSupplier nanoTime) {
    this.totalBytes = totalBytes;
    this.out = out;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  @Override
  public void accept(long bytes) {
    long now = nanoTime.getAsLong();
    if (now - startNanos < QUIET_NANOS || (shown && now - shownNanos < EVERY_NANOS)) {
      return;
    }
    shown = true;
    shownNanos = now;
    double share = totalBytes == 0 ? 1 : Math.min(1, (double) bytes / totalBytes);
    int full = (int) (WIDTH * share);
    out.printf(
        Locale.ROOT,
        "\r[%s%s] %3.0f %%, %.1f s left ",
        "#".repeat(full),
        ".".repeat(WIDTH - full),
        100 * share,
        (now - startNanos) / 1e9 * (1 - share) / Math.max(share, 1e-9));
    out.flush();
  }

  /** Clears the line, if there is one. */
  void done() {
    if (shown) {
      out.print("\r" + " ".repeat(WIDTH + 30) + "\r");
      out.flush();
    }
  }
}
