package io.functionrunner.perf.workload;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type and read them: {@code 90s}, {@code 5m}, {@code 1h30m}. */
public final class Durations {

  private static final Pattern FORM =
      Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+(?:\\.\\d+)?)s)?(?:(\\d+)ms)?");

  private Durations() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none, or no time at all
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException("not a duration");
    }
    Duration sum =
        Duration.ofHours(part(matcher.group(1)).longValue())
            .plusMinutes(part(matcher.group(2)).longValue())
            .plusMillis(Math.round(part(matcher.group(3)).doubleValue() * 1000))
            .plusMillis(part(matcher.group(4)).longValue());
    if (sum.isZero()) {
      throw new IllegalArgumentException("no time at all");
    }
    return sum;
  }

  private static Number part(String group) {
    return group == null ? 0 : Double.valueOf(group);
  }

  /** In hours, minutes and seconds, those that are not 0. */
  public static String text(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    StringBuilder text = new StringBuilder();
    append(text, seconds / 3600, "h");
    append(text, seconds / 60 % 60, "m");
    append(text, seconds % 60, "s");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }
}
