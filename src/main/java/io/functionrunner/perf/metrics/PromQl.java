package io.functionrunner.perf.metrics;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The lexical side of PromQL: strings, numbers, durations, selectors, clauses. */
final class PromQl {

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
