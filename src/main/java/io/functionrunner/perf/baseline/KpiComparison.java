package io.functionrunner.perf.baseline;

import io.functionrunner.perf.stats.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One KPI against its baseline. Changes are shares of the baseline's value, above 0 for worse: 0.1
 * is 10 % slower, or 10 % fewer. Those of the error rate are differences of shares.
 *
 * @param title as a sentence begins with it: {@code p95 of task image draft}
 * @param unit of {@code baseline} and {@code value}
 * @param gates whether the verdict may rest on it
 * @param atLeast with 99 % confidence, for all gating KPIs together; empty when it cannot be told
 * @param atMost with 95 % confidence
 * @param limit the largest change that is accepted
 * @param notable worse, and not by chance: 1 in 20 of those so called may be false
 * @param verdict empty when it was not judged
 * @param sentence what was found, with the numbers that it rests on; it begins with the change
 */
public record KpiComparison(
    String id,
    String title,
    String unit,
    boolean gates,
    OptionalDouble baseline,
    OptionalDouble value,
    OptionalDouble change,
    OptionalDouble atLeast,
    OptionalDouble atMost,
    double limit,
    boolean notable,
    Optional<Verdict> verdict,
    String sentence) {

  /** The whole of it, for people. */
  public String text() {
    return title + (unit.equals("share") ? ": " : " is ") + sentence;
  }
}
