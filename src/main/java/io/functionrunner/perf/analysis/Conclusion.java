package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.stats.Verdict;
import java.util.List;

/**
 * The verdict on a run.
 *
 * @param sentence why, for people; without the verdict's own word
 */
public record Conclusion(Verdict verdict, String sentence) {

  /**
   * What the criteria come to. A measurement that is not to be trusted outweighs all. A failure
   * that was proved before a run broke off stays one; without it such a run says nothing.
   */
  public static Conclusion of(List<CriterionResult> criteria) {
    List<CriterionResult> untrusted =
        criteria.stream()
            .filter(c -> c.role() == Role.MEASUREMENT)
            .filter(Conclusion::invalid)
            .toList();
    if (!untrusted.isEmpty()) {
      return because(Verdict.INVALID, untrusted);
    }
    List<CriterionResult> failed = all(criteria, Verdict.FAIL);
    if (!failed.isEmpty()) {
      return because(Verdict.FAIL, failed);
    }
    List<CriterionResult> unfinished = criteria.stream().filter(Conclusion::invalid).toList();
    if (!unfinished.isEmpty()) {
      return because(Verdict.INVALID, unfinished);
    }
    List<CriterionResult> open = all(criteria, Verdict.INCONCLUSIVE);
    if (!open.isEmpty()) {
      return because(Verdict.INCONCLUSIVE, open);
    }
    return passed(criteria);
  }

  private static Conclusion passed(List<CriterionResult> criteria) {
    List<CriterionResult> latency =
        criteria.stream().filter(c -> c.id().startsWith("task.")).toList();
    long judged = criteria.stream().filter(c -> c.verdict().isPresent()).count();
    if (!latency.isEmpty() && latency.stream().allMatch(c -> c.verdict().isEmpty())) {
      return new Conclusion(
          Verdict.INCONCLUSIVE, "too few tasks to judge any latency: " + latency.get(0).reason());
    }
    long skipped = latency.stream().filter(c -> c.verdict().isEmpty()).count();
    return new Conclusion(
        Verdict.PASS,
        "within every limit (%d criteria judged%s)"
            .formatted(judged, skipped == 0 ? "" : ", " + skipped + " had too few tasks"));
  }

  private static Conclusion because(Verdict verdict, List<CriterionResult> causes) {
    CriterionResult first = causes.get(0);
    String more = causes.size() == 1 ? "" : " (and %d more)".formatted(causes.size() - 1);
    String what = first.role() == Role.SYSTEM ? first.text() + ": " : "";
    return new Conclusion(verdict, what + first.reason() + more);
  }

  private static List<CriterionResult> all(List<CriterionResult> criteria, Verdict verdict) {
    return criteria.stream().filter(c -> c.is(verdict)).toList();
  }

  private static boolean invalid(CriterionResult criterion) {
    return criterion.is(Verdict.INVALID);
  }
}
