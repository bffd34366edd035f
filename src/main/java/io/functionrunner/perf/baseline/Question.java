package io.functionrunner.perf.baseline;

import java.util.Locale;

/** A KPI that is to be compared; how sure the answer must be depends on how many others gate. */
interface Question {

  /** Of all gating KPIs together: the chance to fail a run that is no worse than its baseline. */
  double FALSE_ALARMS = 0.01;

  /** One-sided confidence that a change is below its limit, which passes a KPI. */
  double PASSING = 0.95;

  /** The fewest accepted runs that may fail another one. */
  int ENOUGH_RUNS = 5;

  String id();

  /** Template whose latency it tells of; empty for any other KPI. */
  String modality();

  /** How many tasks it rests on: of equally important KPIs those of more tasks gate first. */
  long tasks();

  /** Chance of what was seen, or of worse, were there no change; 1 when it cannot be told. */
  double chance();

  /** Whether a change as large as the limit would be found in four of five comparisons. */
  boolean decidable(double limit, int gates);

  KpiComparison answer(Asked asked);

  /**
   * How it is asked.
   *
   * @param limit as {@link Limits} has it
   * @param gates whether the verdict may rest on it
   * @param divisor of the level, by Holm
   * @param adjusted chance, by Holm
   * @param count of gating KPIs
   * @param required whether no other KPI can tell of its template
   * @param notable by Benjamini and Hochberg, among those that do not gate
   */
  record Asked(
      double limit,
      boolean gates,
      int divisor,
      double adjusted,
      int count,
      boolean required,
      boolean notable) {

    /** Whether a worse value may be called so. */
    boolean significant() {
      return adjusted < FALSE_ALARMS;
    }

    /** One-sided, of the lower bound. */
    double confidence() {
      return 1 - FALSE_ALARMS / divisor;
    }
  }

  /** Percent with at most one decimal. */
  static String percent(double share) {
    String text = String.format(Locale.ROOT, "%.1f", 100 * share);
    return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
  }
}
