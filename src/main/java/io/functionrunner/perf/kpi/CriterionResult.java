package io.functionrunner.perf.kpi;

import io.functionrunner.perf.stats.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One pass criterion of a run, judged.
 *
 * @param id stable, for instance {@code task.image.draft.p95}
 * @param text the criterion as a sentence with its limit
 * @param value what was measured, in {@code unit}
 * @param limit in {@code unit}; empty for a criterion that is not a number
 * @param verdict empty when it was not judged; {@code reason} says why
 * @param reason why the verdict is what it is, with the numbers it rests on
 */
public record CriterionResult(
    String id,
    Role role,
    String text,
    String unit,
    KpiValue value,
    OptionalDouble limit,
    Optional<Verdict> verdict,
    String reason) {

  /** What a criterion protects. */
  public enum Role {
    /** The measurement itself: INVALID outweighs everything, nothing else may be believed. */
    MEASUREMENT,
    /** The run came to its end: INVALID, unless what was seen until then is already a failure. */
    COMPLETENESS,
    /** The system under test. */
    SYSTEM,
    /** Shown, never judged. */
    INFORMATION
  }

  /** A statement that holds or makes the run invalid. */
  public static CriterionResult validity(
      String id, Role role, String text, boolean holds, String reason) {
    return new CriterionResult(
        id,
        role,
        text,
        "",
        KpiValue.missing("not a number"),
        OptionalDouble.empty(),
        Optional.of(holds ? Verdict.PASS : Verdict.INVALID),
        reason);
  }

  /** A criterion without a verdict. */
  public static CriterionResult information(String id, String text, String reason) {
    return new CriterionResult(
        id,
        Role.INFORMATION,
        text,
        "",
        KpiValue.missing("not measured"),
        OptionalDouble.empty(),
        Optional.empty(),
        reason);
  }

  /** Whether it was judged so. */
  public boolean is(Verdict expected) {
    return verdict.filter(v -> v == expected).isPresent();
  }
}
