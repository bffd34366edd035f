package io.functionrunner.perf.baseline;

import io.functionrunner.perf.stats.MillisHistogram;

/**
 * A histogram on one line: each value as its distance from the one before, and where it occurred
 * more than once an {@code x} and how often: {@code 1093 2x3} is 1093 once and 1095 three times.
 */
final class CompactHistogram {

  private CompactHistogram() {}

  static String text(MillisHistogram histogram) {
    StringBuilder text = new StringBuilder();
    int[] last = {0};
    histogram.forEach(
        (millis, count) -> {
          text.append(text.isEmpty() ? "" : " ").append(millis - last[0]);
          if (count > 1) {
            text.append('x').append(count);
          }
          last[0] = millis;
        });
    return text.toString();
  }

  /** The inverse of {@link #text}. */
  static MillisHistogram parse(String text) {
    if (text.isEmpty()) {
      return MillisHistogram.EMPTY;
    }
    String[] parts = text.split(" ", -1);
    int[] values = new int[parts.length];
    long[] counts = new long[parts.length];
    int value = 0;
    for (int i = 0; i < parts.length; i++) {
      int times = parts[i].indexOf('x');
      value += Integer.parseInt(times < 0 ? parts[i] : parts[i].substring(0, times));
      values[i] = value;
      counts[i] = times < 0 ? 1 : Long.parseLong(parts[i].substring(times + 1));
    }
    return MillisHistogram.of(values, counts);
  }
}
