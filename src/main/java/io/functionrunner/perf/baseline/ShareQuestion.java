package io.functionrunner.perf.baseline;

import io.functionrunner.perf.stats.ShareDifference;
import io.functionrunner.perf.stats.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A share of tasks that should be small: those that failed, or those that did not complete. Changes
 * are differences of shares.
 *
 * @param independent counts that independent tasks would have had: those that cluster tell less
 * @param oldShare of the baseline's runs together, and {@code newShare} of the new ones
 * @param slack what is never too much, as a share of all tasks
 * @param complement whether the KPI is the rest: completed of offered
 */
record ShareQuestion(
    String id,
    String title,
    ShareDifference independent,
    double oldShare,
    double newShare,
    long tasks,
    double slack,
    boolean complement,
    int baselineRuns)
    implements Question {

  /** What chance explains that often is no sign of anything. */
  private static final double DOUBT = 0.05;

  @Override
  public String modality() {
    return "";
  }

  @Override
  public double chance() {
    return independent.chance();
  }

  @Override
  public boolean decidable(double limit, int gates) {
    return true;
  }

  @Override
  public KpiComparison answer(Asked asked) {
    double limit = Math.max(slack, allowed(asked.limit()));
    double least = Math.max(slack, allowed(asked.limit()) / 2);
    double change = newShare - oldShare;
    double atLeast = independent.atLeast(asked.confidence());
    double atMost = independent.atMost(PASSING);
    boolean surelyMore = independent.few() || atLeast > (complement ? 0 : slack);
    boolean proved = asked.significant() && surelyMore && change > least;
    boolean within = change <= limit || asked.adjusted() > DOUBT;
    Optional<Verdict> verdict = Optional.empty();
    String sentence =
        "%s of %,d tasks %s, in the baseline %s"
            .formatted(
                percent(newShare),
                tasks,
                complement ? "did not complete" : "failed",
                percent(oldShare));
    if (asked.gates() && baselineRuns < ENOUGH_RUNS && !(proved && change > 2 * limit)) {
      verdict = Optional.of(Verdict.INCONCLUSIVE);
      sentence +=
          ". The baseline has %d of the %d runs that can decide: accept %d more"
              .formatted(baselineRuns, ENOUGH_RUNS, ENOUGH_RUNS - baselineRuns);
    } else if (asked.gates() && proved) {
      verdict = Optional.of(Verdict.FAIL);
      sentence +=
          ": %s more, 99 %% sure of %s; limit %s"
              .formatted(
                  points(change),
                  independent.few() ? "more (exact test)" : "at least " + points(atLeast),
                  points(limit));
    } else if (asked.gates() && within) {
      verdict = Optional.of(Verdict.PASS);
      sentence +=
          atMost < limit
              ? "; 95 %% sure of at most %s more; limit %s".formatted(points(atMost), points(limit))
              : "; no sign of more (limit %s; so few tasks could not prove it)"
                  .formatted(points(limit));
    } else if (asked.gates()) {
      verdict = Optional.of(Verdict.INCONCLUSIVE);
      sentence +=
          ": %s more, limit %s, but chance could explain it (%.1f %%). Another run settles it"
              .formatted(points(change), points(limit), 100 * asked.adjusted());
    }
    return new KpiComparison(
        id,
        title,
        "share",
        asked.gates(),
        OptionalDouble.of(complement ? 1 - oldShare : oldShare),
        OptionalDouble.of(complement ? 1 - newShare : newShare),
        OptionalDouble.of(change),
        OptionalDouble.of(atLeast),
        OptionalDouble.of(atMost),
        limit,
        asked.notable(),
        verdict,
        sentence);
  }

  /** By how much the share may grow. */
  private double allowed(double limit) {
    double tolerated = limit > 1 ? limit - 1 : 1 - limit;
    return tolerated * (complement ? 1 - oldShare : oldShare);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String points(double share) {
    return String.format(Locale.ROOT, "%.2f points", 100 * share);
  }
}
