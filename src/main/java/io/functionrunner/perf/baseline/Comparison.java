package io.functionrunner.perf.baseline;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.stats.Verdict;
import java.util.List;
import java.util.Map;

/**
 * A run, or several, against a baseline.
 *
 * @param baseline where it comes from; empty when there is none
 * @param baselineRuns how many accepted runs it has
 * @param runs how many new ones are compared with it
 * @param gates whether the verdict may rest on it
 * @param notice why it does not, or what else there is to know; may be empty
 * @param kpis the gating ones first, in the order of their importance
 * @param baselineTimes of each accepted run the times of its tasks; empty when nothing was compared
 */
public record Comparison(
    String baseline,
    int baselineRuns,
    int runs,
    boolean gates,
    String notice,
    List<KpiComparison> kpis,
    List<Map<TaskClass, MillisHistogram>> baselineTimes) {

  public Comparison {
    kpis = List.copyOf(kpis);
    baselineTimes = List.copyOf(baselineTimes);
  }

  /** Nothing was compared, for this reason. */
  public static Comparison none(String reason) {
    return new Comparison("", 0, 0, false, reason, List.of(), List.of());
  }

  /** What it comes to by itself; where nothing decides, nothing is concluded. */
  public Verdict verdict() {
    if (!gates || kpis.stream().noneMatch(k -> k.verdict().isPresent())) {
      return Verdict.INCONCLUSIVE;
    }
    return has(Verdict.FAIL)
        ? Verdict.FAIL
        : has(Verdict.INCONCLUSIVE) ? Verdict.INCONCLUSIVE : Verdict.PASS;
  }

  private boolean has(Verdict verdict) {
    return kpis.stream().anyMatch(k -> k.verdict().filter(v -> v == verdict).isPresent());
  }

  /** Whether anything was compared. */
  public boolean isThere() {
    return !kpis.isEmpty();
  }
}
