package io.functionrunner.perf.baseline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By how much a KPI may be worse than its baseline, and which ones decide.
 *
 * @param limits largest ratio to the baseline where less is better, smallest where more is; by
 *     pattern of KPI ids, the first that matches counts
 * @param gates patterns of the KPIs that decide, the most important first
 */
public record Limits(Map<String, Double> limits, List<String> gates) {

  /** More would ask of each that it be surer, until nothing is sure. */
  public static final int MOST_GATES = 6;

  public Limits {
    // Their order is their meaning.
    limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    gates = List.copyOf(gates);
  }

  /** The limit of a KPI: 1.1 is 10 % more. */
  public double of(String kpi) {
    return limits.entrySet().stream()
        .filter(e -> matches(e.getKey(), kpi))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no limit matches " + kpi));
  }

  /** {@code *} stands for one part between dots, at the end for all that follow. */
  static boolean matches(String pattern, String id) {
    String[] wanted = pattern.split("\\.", -1);
    String[] parts = id.split("\\.", -1);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals("*") && i == wanted.length - 1) {
        return parts.length > i;
      }
      if (i >= parts.length || !(wanted[i].equals("*") || wanted[i].equals(parts[i]))) {
        return false;
      }
    }
    return wanted.length == parts.length;
  }
}
