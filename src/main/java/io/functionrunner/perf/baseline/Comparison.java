package io.functionrunner.perf.baseline;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.stats.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run, or several, against a baseline.
 *
 * @param baseline where it comes from; empty when there is none
 * @param baselineRuns names of its accepted runs, in the order of their acceptance
 * @param runs how many new ones are compared with it
 * @param gates whether the verdict may rest on it
 * @param notice why it does not, or what else there is to know; may be empty
 * @param kpis the gating ones first, in the order of their importance
 * @param baselineTimes of each accepted run the times of its tasks; empty when nothing was compared
 */
public record Comparison(
    String baseline,
    List<String> baselineRuns,
    int runs,
    boolean gates,
    String notice,
    List<KpiComparison> kpis,
    List<Map<TaskClass, MillisHistogram>> baselineTimes) {

  /** Id of the criterion that it becomes; a deciding KPI's own follows after a dot. */
  public static final String CRITERION = "regression";

  public Comparison {
    baselineRuns = List.copyOf(baselineRuns);
    kpis = List.copyOf(kpis);
    baselineTimes = List.copyOf(baselineTimes);
  }

  /** Nothing was compared, for this reason. */
  public static Comparison none(String reason) {
    return new Comparison("", List.of(), 0, false, reason, List.of(), List.of());
  }

  /** The same, with more to know about it. */
  public Comparison withNotice(String more) {
    return new Comparison(
        baseline,
        baselineRuns,
        runs,
        gates,
        Stream.of(notice, more).filter(n -> !n.isEmpty()).collect(Collectors.joining("; ")),
        kpis,
        baselineTimes);
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

  /**
   * Which set of accepted runs it is, for people: their number and the last one. Another set has
   * another name; empty when nothing was compared.
   */
  public Optional<String> baselineSet() {
    if (!isThere()) {
      return Optional.empty();
    }
    String last = baselineRuns.get(baselineRuns.size() - 1);
    return Optional.of("%d runs, the last %s".formatted(baselineRuns.size(), last));
  }

  /** Whether anything was compared. */
  public boolean isThere() {
    return !kpis.isEmpty();
  }
}
