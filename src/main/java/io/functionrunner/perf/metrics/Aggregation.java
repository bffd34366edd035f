package io.functionrunner.perf.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many series become one; PromQL's operators of the same names. */
public enum Aggregation {
  SUM,
  AVG,
  MIN,
  MAX,
  COUNT;

  /** The operator's name in PromQL and in a catalog file. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Groups a vector by labels, as {@code sum by (a, b) (vector)} does: an absent label is left out.
   */
  Map<Map<String, String>, Double> over(Map<Map<String, String>, Double> vector, List<String> by) {
    Map<Map<String, String>, Group> groups = new HashMap<>();
    vector.forEach(
        (labels, value) -> groups.computeIfAbsent(only(labels, by), key -> new Group()).add(value));
    Map<Map<String, String>, Double> result = new HashMap<>();
    groups.forEach((labels, group) -> result.put(labels, group.result(this)));
    return result;
  }

  static Map<String, String> only(Map<String, String> labels, List<String> by) {
    Map<String, String> kept = new TreeMap<>();
    for (String label : by) {
      String value = labels.getOrDefault(label, "");
      if (!value.isEmpty()) {
        kept.put(label, value);
      }
    }
    return kept;
  }

  private static final class Group {
    private int count;
    private double sum;
    private double min = Double.NaN;
    private double max = Double.NaN;

    void add(double value) {
      count++;
      sum += value;
      // A NaN among numbers does not hide them: PromQL's rule for min and max.
      min = Double.isNaN(min) || value < min ? value : min;
      max = Double.isNaN(max) || value > max ? value : max;
    }

    double result(Aggregation aggregation) {
      return switch (aggregation) {
        case SUM -> sum;
        case AVG -> sum / count;
        case MIN -> min;
        case MAX -> max;
        case COUNT -> count;
      };
    }
  }
}
