package io.functionrunner.perf.report;

import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.stats.Interval;
import io.functionrunner.perf.stats.MillisHistogram;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them, the same in every report. */
final class Display {

  /** What stands where there is no value. */
  static final String NOTHING = "–";

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Display() {}

  /** An instant to the minute, in UTC. */
  static String minute(long epochMillis) {
    return MINUTE.format(Instant.ofEpochMilli(epochMillis));
  }

  static String value(KpiValue value, String unit) {
    return value instanceof KpiValue.Measured measured ? number(measured.value(), unit) : NOTHING;
  }

  static String optional(OptionalDouble value, String unit) {
    return value.isPresent() ? number(value.getAsDouble(), unit) : NOTHING;
  }

  /** How much a share is above or below 0: with its sign, but where it rounds to nothing. */
  static String change(double share) {
    String size = number(Math.abs(share), "share");
    return size.equals(number(0, "share")) ? size : (share < 0 ? "−" : "+") + size;
  }

  /** A value in one of the units that KPIs and metrics have. */
  static String number(double value, String unit) {
    return switch (unit) {
      case "ms" -> millis(value);
      case "share" -> plain(100 * value, 2) + " %";
      case "s" -> Math.abs(value) < 1 ? millis(1000 * value) : plain(value, 1) + " s";
      case "%" -> plain(value, 1) + " %";
      case "B", "bytes" -> bytes(value);
      case "B/s" -> bytes(value) + "/s";
      case "tasks", "workers" -> plain(value, 1);
      default -> (plain(value, 2) + " " + unit).strip();
    };
  }

  private static String bytes(double bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return plain(value, 1) + " " + units[unit];
  }

  /** Milliseconds below a second, seconds above, so that a column of them stays narrow. */
  static String millis(double millis) {
    if (Math.abs(millis) < 1000) {
      return plain(millis, 1) + " ms";
    }
    return plain(millis / 1000, 2) + " s";
  }

  /** A quantile of times; a dash when there are none. */
  static String quantile(MillisHistogram times, double p) {
    return times.isEmpty() ? NOTHING : millis(times.quantile(p));
  }

  /** An interval of milliseconds; a sample may give one bound only, or none. */
  static String interval(Interval interval) {
    boolean low = Double.isFinite(interval.low());
    boolean high = Double.isFinite(interval.high());
    if (low && high) {
      return millis(interval.low()) + " to " + millis(interval.high());
    }
    return low
        ? "at least " + millis(interval.low())
        : high ? "at most " + millis(interval.high()) : NOTHING;
  }

  /** A stretch of the run, in minutes and seconds since the load's start. */
  static String span(long startMillis, long endMillis) {
    String start = clock(startMillis);
    String end = clock(endMillis);
    return start.equals(end) ? start : start + " – " + end;
  }

  /** Where every task went, as an equation. */
  static String conservation(Conservation c) {
    return "%s submitted = %s completed + %s failed + %s rejected + %s timed out + %s in flight"
        .formatted(
            count(c.submitted()),
            count(c.completed()),
            count(c.failed()),
            count(c.rejected()),
            count(c.timedOut()),
            count(c.inFlight()));
  }

  /** Minutes and seconds, hours where there are some. */
  static String clock(long millis) {
    long seconds = Math.round(millis / 1000.0);
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** At most that many decimals, none that say nothing. */
  static String plain(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }
}
