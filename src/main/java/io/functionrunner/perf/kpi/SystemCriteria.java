package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.stats.ShareLimit;
import io.functionrunner.perf.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

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
      Hits hits,
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
    Hits failed = new Hits(tasks.failed());
    Hits missed = new Hits(tasks.missed());
    criteria
        .errorRate()
        .ifPresent(
            limit ->
                questions.add(
                    errorRate(failed, Quantiles.share(failed.hits(), failed.total(), ""), limit)));
    criteria
        .completedShare()
        .ifPresent(
            limit ->
                questions.add(
                    completedShare(
                        missed,
                        Quantiles.share(missed.total() - missed.hits(), missed.total(), ""),
                        limit)));
    submitMillis()
        .ifPresent(
            limit ->
                questions.add(
                    submit(
                        submissions.slower(limit), Quantiles.reading(submissions.all(), .95, ""))));
    for (ClassTasks own : tasks.classes()) {
      taskMillis(own.taskClass())
          .ifPresent(
              limit ->
                  questions.add(
                      task(
                          own.taskClass(),
                          own.fromSubmit().slower(limit),
                          Quantiles.reading(own.fromSubmit().all(), .95, ""))));
    }
    return answers(questions.stream().filter(q -> q.hits.total() > 0).toList());
  }

  /**
   * The same for a run that goes on, by counts alone: a result has no value.
   *
   * @param slow by task class, of those that completed
   */
  List<CriterionResult> judge(
      Hits failed, Hits missed, Hits slowSubmissions, Map<TaskClass, Hits> slow) {
    KpiValue unknown = KpiValue.missing("the run goes on");
    List<Question> questions = new ArrayList<>();
    criteria.errorRate().ifPresent(l -> questions.add(errorRate(failed, unknown, l)));
    criteria.completedShare().ifPresent(l -> questions.add(completedShare(missed, unknown, l)));
    if (submitMillis().isPresent()) {
      questions.add(submit(slowSubmissions, unknown));
    }
    slow.forEach((taskClass, hits) -> questions.add(task(taskClass, hits, unknown)));
    return answers(questions);
  }

  /** Limit of a submission in whole milliseconds. */
  OptionalInt submitMillis() {
    return whole(criteria.submitP95Millis());
  }

  /** Limit of a task at the run's own pace, in whole milliseconds. */
  OptionalInt taskMillis(TaskClass taskClass) {
    OptionalDouble seconds = criteria.taskP95Seconds(taskClass);
    return seconds.isPresent()
        ? whole(OptionalDouble.of(seconds.getAsDouble() * 1000 / speed))
        : OptionalInt.empty();
  }

  private static OptionalInt whole(OptionalDouble millis) {
    return millis.isPresent()
        ? OptionalInt.of((int) Math.floor(millis.getAsDouble()))
        : OptionalInt.empty();
  }

  private static Question errorRate(Hits failed, KpiValue value, double limit) {
    return new Question(
        "errorRate",
        "error rate of tasks ≤ " + percent(limit),
        "share",
        value,
        limit,
        "failed or timed out",
        failed,
        limit,
        false);
  }

  private static Question completedShare(Hits missed, KpiValue value, double limit) {
    return new Question(
        "completedShare",
        "completed of offered tasks ≥ " + percent(limit),
        "share",
        value,
        limit,
        "did not complete",
        missed,
        1 - limit,
        false);
  }

  private Question submit(Hits slow, KpiValue value) {
    double limit = criteria.submitP95Millis().orElseThrow();
    return new Question(
        "submit.p95",
        "p95 of submissions ≤ " + millis(limit),
        "ms",
        value,
        limit,
        "took longer than " + millis(submitMillis().getAsInt()),
        slow,
        P95,
        true);
  }

  private Question task(TaskClass taskClass, Hits slow, KpiValue value) {
    double seconds = criteria.taskP95Seconds(taskClass).orElseThrow();
    double limit = seconds * 1000 / speed;
    String scaled =
        speed == 1
            ? ""
            : " (%s at full scale; time runs %s times faster)"
                .formatted(millis(seconds * 1000), number(speed));
    return new Question(
        "task." + taskClass.id() + ".p95",
        "p95 of task %s ≤ %s%s".formatted(taskClass.title(), millis(limit), scaled),
        "ms",
        value,
        limit,
        "took longer than " + millis(taskMillis(taskClass).getAsInt()),
        slow,
        P95,
        true);
  }

  private static List<CriterionResult> answers(List<Question> questions) {
    long judged = questions.stream().filter(q -> q.hits.total() > 0).count();
    // Bonferroni: the false alarms of all together stay within the limit.
    double confidence = 1 - FALSE_ALARMS / Math.max(1, judged);
    return questions.stream()
        .map(q -> q.hits.total() > 0 ? answer(q, confidence) : nothing(q))
        .toList();
  }

  private static CriterionResult nothing(Question q) {
    return result(q, Optional.empty(), "nothing to judge yet");
  }

  private static CriterionResult answer(Question q, double confidence) {
    long total = q.hits.total();
    ShareLimit test =
        new ShareLimit(q.hits.hits(), total, q.hits.dispersion(), q.allowed, confidence);
    String seen = "%s of %,d %s".formatted(percent(test.share()), total, q.what);
    String allowed = percent(q.allowed) + " may";
    Verdict verdict = test.verdict();
    boolean tooFew = q.quantile && total < test.floor() && verdict != Verdict.FAIL;
    String reason =
        tooFew
            ? "%,d values, a p95 needs %,d; %s".formatted(total, test.floor(), seen)
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
    return result(q, tooFew ? Optional.empty() : Optional.of(verdict), reason);
  }

  private static CriterionResult result(Question q, Optional<Verdict> verdict, String reason) {
    return new CriterionResult(
        q.id, Role.SYSTEM, q.text, q.unit, q.value, OptionalDouble.of(q.limit), verdict, reason);
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
