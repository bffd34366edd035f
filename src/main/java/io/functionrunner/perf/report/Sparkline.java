package io.functionrunner.perf.report;

import java.util.List;

/** A series as one short word of text. */
final class Sparkline {

  private static final String BARS = "▁▂▃▄▅▆▇█";

  /** Less than this share of the mean is no difference that one should see. */
  private static final double LEAST_SPAN = 0.1;

  private Sparkline() {}

  /** The last values, one character each, from the least to the largest of them. */
  static String of(List<Double> values, int most) {
    List<Double> last = values.subList(Math.max(0, values.size() - most), values.size());
    double low = last.stream().mapToDouble(v -> v).min().orElse(0);
    double high = last.stream().mapToDouble(v -> v).max().orElse(0);
    double span = Math.max(high - low, LEAST_SPAN * Math.abs(high + low) / 2);
    double from = (high + low - span) / 2;
    StringBuilder line = new StringBuilder();
    for (double value : last) {
      double share = span == 0 ? 0 : (value - from) / span;
      line.append(BARS.charAt((int) Math.min(BARS.length() - 1, share * BARS.length())));
    }
    return line.toString();
  }
}
