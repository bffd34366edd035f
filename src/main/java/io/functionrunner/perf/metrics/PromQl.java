package io.functionrunner.perf.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The lexical side of PromQL: strings, numbers, durations, selectors, clauses. */
final class PromQl {

  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?(?:(\\d{1,6})ms)?");
  private static final long[] UNIT_MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

  private PromQl() {}

  static String quote(String value) {
    return '"'
        + value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
        + '"';
  }

  /** Inverse of {@link #quote}, without the quotes. */
  static String unescape(String quoted) {
    StringBuilder plain = new StringBuilder(quoted.length());
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c == '\\' && i + 1 < quoted.length()) {
        char escaped = quoted.charAt(++i);
        switch (escaped) {
          case 'n' -> plain.append('\n');
          case 'r' -> plain.append('\r');
          case '"', '\\' -> plain.append(escaped);
          default -> plain.append('\\').append(escaped);
        }
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** {@code 100}, not {@code 100.0}: as a person would write it. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  static String duration(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  /** Reads what Prometheus writes, for instance {@code 1m30s}; empty for anything else. */
  static Optional<Duration> parseDuration(String text) {
    java.util.regex.Matcher parts = DURATION.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      return Optional.empty();
    }
    long millis = 0;
    for (int i = 0; i < UNIT_MILLIS.length; i++) {
      String number = parts.group(i + 1);
      millis += number == null ? 0 : Long.parseLong(number) * UNIT_MILLIS[i];
    }
    return millis > 0 ? Optional.of(Duration.ofMillis(millis)) : Optional.empty();
  }

  static String selector(String metric, List<Matcher> matchers) {
    return matchers.isEmpty()
        ? metric
        : metric
            + matchers.stream().map(Matcher::promQl).collect(Collectors.joining(",", "{", "}"));
  }

  static String rate(String metric, List<Matcher> matchers, Duration window) {
    return "rate(" + selector(metric, matchers) + "[" + duration(window) + "])";
  }

  static String scaled(double scale, String of) {
    return scale == 1 ? of : number(scale) + " * " + of;
  }

  static String by(List<String> labels) {
    return labels.isEmpty() ? "" : " by (" + String.join(", ", labels) + ") ";
  }
}
