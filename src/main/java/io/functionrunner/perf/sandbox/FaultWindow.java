package io.functionrunner.perf.sandbox;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a planted fault is on: {@code length} long, from {@code start} after the first submitted
 * task. Both are wall-clock time, whatever the sandbox's speed: what a window is held against, such
 * as the schedule lag of a load generator, is not compressed either.
 */
public record FaultWindow(Duration length, Duration start) {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)");

  public FaultWindow {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException(length + ": expecting a length above 0");
    }
    if (start.isNegative()) {
      throw new IllegalArgumentException(start + ": expecting a start of 0 or later");
    }
  }

  /**
   * From the form {@code 15s@60s}: fifteen seconds, from the sixtieth on.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static FaultWindow parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("no @ between length and start");
    }
    return new FaultWindow(duration(text.substring(0, at)), duration(text.substring(at + 1)));
  }

  /** When it is over, in nanoseconds after the first submitted task. */
  long endNanos() {
    return start.plus(length).toNanos();
  }

  boolean contains(long sinceFirstTaskNanos) {
    return sinceFirstTaskNanos >= start.toNanos() && sinceFirstTaskNanos < endNanos();
  }

  /** From a number and its unit, as in {@code 250ms}, {@code 1.5s}, {@code 2m} or {@code 24h}. */
  static Duration duration(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + ": expecting a number with ms, s, m or h");
    }
    double unitMillis =
        switch (matcher.group(2)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          default -> 3_600_000;
        };
    return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unitMillis * 1e6));
  }
}
