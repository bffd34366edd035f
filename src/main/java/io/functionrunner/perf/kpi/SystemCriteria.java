package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.stats.Dispersion;
import io.functionrunner.perf.stats.ShareLimit;
import io.functionrunner.perf.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges the system under test by a run's tasks and submissions. Every criterion is one of a share:
 * "p95 ≤ 6 s" says that at most 5 % take longer. See {@link ShareLimit} for the rule and
 * docs/MATH.md for its reasons.
 *
 * <p>A quantile of fewer values than could certify it ({@link ShareLimit#floor()}) is shown and not
 * judged, unless it fails: a failure needs no such number to be sure.
 */
public final class SystemCriteria {

  /** Of all criteria together: the chance to fail a run whose every share is just at its limit. */
  private static final double FALSE_ALARMS = 0.01;

  private static final double P95 = 0.05;

  private final Criteria criteria;
  private final double speed;

  /** What a criterion is to judge; how sure it must be depends on how many there are. */
  private record Question(
      String id,
      String text,
      String unit,
      KpiValue value,
      double limit,
      String what,
      long hits,
      long total,
      Dispersion dispersion,
      double allowed,
      boolean quantile) {}

  /**
   * Judges by these limits.
   *
   * @param speed by which the run's time was compressed: limits of tasks are divided by it
   */
  public SystemCriteria(Criteria criteria, double speed) {
    this.criteria = criteria;
    this.speed = speed;
  }

  /**
   * One result a criterion that has a limit and anything to judge.
   *
   * @param submissions HTTP times of those that were accepted
   */
  public List<CriterionResult> judge(TaskSummary tasks, BatchedTimes submissions) {
    List<Question> questions = new ArrayList<>();
    if (tasks.measured().submitted() > 0) {
      criteria.errorRate().ifPresent(limit -> questions.add(errorRate(tasks, limit)));
      criteria.completedShare().ifPresent(limit -> questions.add(completedShare(tasks, limit)));
    }
    if (!submissions.all().isEmpty()) {
      criteria.submitP95Millis().ifPresent(limit -> questions.add(submit(submissions, limit)));
    }
    for (ClassTasks own : tasks.classes()) {
      OptionalDouble seconds = criteria.taskP95Seconds(own.taskClass());
      if (seconds.isPresent() && !own.fromSubmit().all().isEmpty()) {
        questions.add(task(own, seconds.getAsDouble()));
      }
    }
    // Bonferroni: the false alarms of all together stay within the limit.
    double confidence = 1 - FALSE_ALARMS / Math.max(1, questions.size());
    return questions.stream().map(q -> answer(q, confidence)).toList();
  }

  private static Question errorRate(TaskSummary tasks, double limit) {
    return new Question(
        "errorRate",
        "error rate of tasks ≤ " + percent(limit),
        "share",
        Quantiles.share(tasks.failures(), tasks.measured().submitted(), ""),
        limit,
        "failed or timed out",
        tasks.failures(),
        tasks.measured().submitted(),
        Dispersion.of(tasks.failed()),
        limit,
        false);
  }

  private static Question completedShare(TaskSummary tasks, double limit) {
    long submitted = tasks.measured().submitted();
    long completed = tasks.measured().completed();
    return new Question(
        "completedShare",
        "completed of offered tasks ≥ " + percent(limit),
        "share",
        Quantiles.share(completed, submitted, ""),
        limit,
        "did not complete",
        submitted - completed,
        submitted,
        Dispersion.of(tasks.missed()),
        1 - limit,
        false);
  }

  private static Question submit(BatchedTimes times, double limit) {
    int millis = (int) Math.floor(limit);
    return new Question(
        "submit.p95",
        "p95 of submissions ≤ " + millis(limit),
        "ms",
        Quantiles.reading(times.all(), .95, ""),
        limit,
        "took longer than " + millis(limit),
        times.slowerThan(millis),
        times.all().count(),
        times.dispersion(millis),
        P95,
        true);
  }

  private Question task(ClassTasks own, double seconds) {
    double limit = seconds * 1000 / speed;
    int millis = (int) Math.floor(limit);
    String scaled =
        speed == 1
            ? ""
            : " (%s at full scale; time runs %s times faster)"
                .formatted(millis(seconds * 1000), number(speed));
    return new Question(
        "task." + own.taskClass().id() + ".p95",
        "p95 of task %s ≤ %s%s".formatted(own.taskClass().title(), millis(limit), scaled),
        "ms",
        Quantiles.reading(own.fromSubmit().all(), .95, ""),
        limit,
        "took longer than " + millis(limit),
        own.fromSubmit().slowerThan(millis),
        own.fromSubmit().all().count(),
        own.fromSubmit().dispersion(millis),
        P95,
        true);
  }

  private static CriterionResult answer(Question q, double confidence) {
    ShareLimit test = new ShareLimit(q.hits, q.total, q.dispersion, q.allowed, confidence);
    String seen = "%s of %,d %s".formatted(percent(test.share()), q.total, q.what);
    String allowed = percent(q.allowed) + " may";
    Verdict verdict = test.verdict();
    boolean tooFew = q.quantile && q.total < test.floor() && verdict != Verdict.FAIL;
    String reason =
        tooFew
            ? "%,d values, a p95 needs %,d; %s".formatted(q.total, test.floor(), seen)
            : switch (verdict) {
              case PASS ->
                  "%s, %s%s"
                      .formatted(
                          seen,
                          allowed,
                          test.certified() ? "; certified with 99 % confidence" : "");
              case FAIL ->
                  "%s, %s; %s sure of at least %s"
                      .formatted(seen, allowed, percent(confidence), percent(test.atLeast()));
              case INCONCLUSIVE, INVALID ->
                  "%s, %s; chance could explain it (%s sure of at least %s only)"
                      .formatted(seen, allowed, percent(confidence), percent(test.atLeast()));
            };
    return new CriterionResult(
        q.id,
        Role.SYSTEM,
        q.text,
        q.unit,
        q.value,
        OptionalDouble.of(q.limit),
        tooFew ? Optional.empty() : Optional.of(verdict),
        reason);
  }

  private static String percent(double share) {
    return number(100 * share) + " %";
  }

  private static String millis(double millis) {
    return millis < 1000 ? number(millis) + " ms" : number(millis / 1000) + " s";
  }

  /** Up to two decimals, none that say nothing. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
