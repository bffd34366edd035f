package io.functionrunner.perf.report;

import io.functionrunner.perf.kpi.KpiValue;
import java.util.Locale;

/** Numbers as people read them, the same in every report. */
final class Display {

  /** What stands where there is no value. */
  static final String NOTHING = "–";

  private Display() {}

  static String value(KpiValue value, String unit) {
    return value instanceof KpiValue.Measured measured ? number(measured.value(), unit) : NOTHING;
  }

  /** A value in one of the units that KPIs have. */
  static String number(double value, String unit) {
    return switch (unit) {
      case "ms" -> millis(value);
      case "share" -> plain(100 * value, 2) + " %";
      case "s" -> plain(value, 1) + " s";
      case "tasks" -> plain(value, 1);
      default -> plain(value, 2) + " " + unit;
    };
  }

  /** Milliseconds below a second, seconds above, so that a column of them stays narrow. */
  static String millis(double millis) {
    if (Math.abs(millis) < 1000) {
      return plain(millis, 1) + " ms";
    }
    return plain(millis / 1000, 2) + " s";
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
