package io.functionrunner.perf.baseline;

import io.functionrunner.perf.stats.ComparisonPower;
import io.functionrunner.perf.stats.LogDifference;
import io.functionrunner.perf.stats.RunNoise;
import io.functionrunner.perf.stats.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A positive quantity, compared by its logarithms.
 *
 * @param better which way: true when less is better
 * @param baseline and {@code value}: geometric means of the runs
 * @param worse difference, above 0 for worse
 * @param within variance of one run's level, by the spread inside the baseline's runs
 * @param aside what else there is to say of the change; may be empty
 */
record LevelQuestion(
    String id,
    String title,
    String unit,
    String modality,
    long tasks,
    boolean better,
    double baseline,
    double value,
    LogDifference worse,
    RunNoise noise,
    double within,
    int baselineRuns,
    int runs,
    String aside)
    implements Question {

  private static final double DECIDABLE = 0.8;
  private static final double SETTLED = 0.95;

  /** With fewer accepted runs than enough, only what is beyond that many limits fails. */
  private static final double GROSS = 2;

  private static final double SURE_ERRORS = 3;

  /** Of levels, the first {@code n} of which are the baseline's. */
  static LevelQuestion of(
      String id,
      String title,
      String unit,
      String modality,
      long tasks,
      boolean lowerIsBetter,
      RunLevels levels,
      int n,
      double machine,
      String aside) {
    double[] old = levels.range(0, n);
    double[] fresh = levels.range(n, levels.runs());
    RunNoise noise = RunNoise.of(old, fresh, machine);
    LogDifference difference = LogDifference.of(old, fresh, noise, levels.within(n));
    return new LevelQuestion(
        id,
        title,
        unit,
        modality,
        tasks,
        lowerIsBetter,
        geometricMean(old),
        geometricMean(fresh),
        lowerIsBetter ? difference : difference.negated(),
        noise,
        levels.variance(n),
        n,
        fresh.length,
        aside);
  }

  @Override
  public double chance() {
    return worse.chance();
  }

  @Override
  public boolean decidable(double limit, int gates) {
    return power(noise, limit, gates).of(baselineRuns, runs) >= DECIDABLE;
  }

  @Override
  public KpiComparison answer(Asked asked) {
    double limit = change(tolerated(asked.limit()));
    double atLeast = worse.atLeast(asked.confidence());
    double atMost = worse.atMost(PASSING);
    boolean proved = asked.significant() && worse.estimate() > log(limit / 2);
    String bounds =
        "%s; %s sure of at least %s, 95 %% sure of at most %s; limit %s"
            .formatted(
                what(worse.estimate()),
                asked.gates() ? "99 %" : "99 % (by itself)",
                signed(atLeast),
                signed(atMost),
                Question.percent(limit));
    Optional<Verdict> verdict = Optional.empty();
    String sentence = bounds;
    if (asked.gates() && baselineRuns < ENOUGH_RUNS) {
      // Too few repeats for Student's t: what few runs and the floor say, thrice over.
      boolean gross =
          worse.estimate() > log(GROSS * limit)
              && worse.estimate() > SURE_ERRORS * worse.standardError();
      verdict = Optional.of(gross ? Verdict.FAIL : Verdict.INCONCLUSIVE);
      sentence +=
          gross
              ? ". More than twice the limit: few accepted runs are enough for that"
              : ". The baseline has %d of the %d runs that can decide: accept %d more"
                  .formatted(baselineRuns, ENOUGH_RUNS, ENOUGH_RUNS - baselineRuns);
    } else if (asked.gates() && proved) {
      verdict = Optional.of(Verdict.FAIL);
      sentence =
          "%s, 99 %% sure of at least %s; limit %s"
              .formatted(what(worse.estimate()), signed(atLeast), Question.percent(limit));
    } else if (asked.gates() && atMost < log(limit)) {
      verdict = Optional.of(Verdict.PASS);
      sentence =
          "%s, 95 %% sure of at most %s; limit %s"
              .formatted(what(worse.estimate()), signed(atMost), Question.percent(limit));
    } else if (asked.gates() && (asked.required() || decidable(asked.limit(), asked.count()))) {
      verdict = Optional.of(Verdict.INCONCLUSIVE);
      sentence += ". " + advice(asked);
    } else if (asked.gates()) {
      sentence += ". Not decidable with such runs: " + advice(asked);
    }
    return new KpiComparison(
        id,
        title,
        unit,
        asked.gates(),
        OptionalDouble.of(baseline),
        OptionalDouble.of(value),
        OptionalDouble.of(change(worse.estimate())),
        OptionalDouble.of(change(atLeast)),
        OptionalDouble.of(change(atMost)),
        limit,
        asked.notable(),
        verdict,
        sentence + aside);
  }

  /** The fewest runs that find a change as large as the limit in 95 of 100 comparisons. */
  Optional<ComparisonPower.Runs> settling(double limit, int gates) {
    return power(noise.careful(), limit, gates).needed(baselineRuns, runs, SETTLED);
  }

  /** What would settle it, by the power to find a change as large as the limit. */
  private String advice(Asked asked) {
    ComparisonPower power = power(noise.careful(), asked.limit(), asked.count());
    Optional<Double> longer =
        tasks == 0 ? Optional.empty() : power.longer(baselineRuns, runs, SETTLED);
    String length =
        longer
            .filter(factor -> factor > 1)
            .map(
                factor ->
                    "runs %.1f times as long (%,d tasks in place of %,d)"
                        .formatted(factor, Math.round(Math.ceil(factor * tasks)), tasks))
            .orElse("");
    String more =
        settling(asked.limit(), asked.count())
            .map(
                needed ->
                    needed.baseline() == baselineRuns && needed.candidates() == runs
                        ? "one more run"
                        : "%d accepted and %d new runs, in place of %d and %d"
                            .formatted(needed.baseline(), needed.candidates(), baselineRuns, runs))
            .orElse("");
    if (length.isEmpty() && more.isEmpty()) {
      return "runs that differ so much settle no limit of %s: find out why they do, or raise it"
          .formatted(Question.percent(change(tolerated(asked.limit()))));
    }
    return "What settles it: "
        + more
        + (length.isEmpty() || more.isEmpty() ? "" : ", or ")
        + length;
  }

  private ComparisonPower power(RunNoise by, double limit, int gates) {
    double tolerated = tolerated(limit);
    return new ComparisonPower(
        by, within, tolerated, log(change(tolerated) / 2), FALSE_ALARMS / Math.max(1, gates));
  }

  private static double tolerated(double limit) {
    return Math.abs(Math.log(limit));
  }

  /** A difference of logarithms as a share of the baseline. */
  private double change(double log) {
    return better ? Math.expm1(log) : -Math.expm1(-log);
  }

  /** Of a share of the baseline, the difference of logarithms. */
  private double log(double change) {
    return better ? Math.log1p(change) : change < 1 ? -Math.log1p(-change) : Double.MAX_VALUE;
  }

  private String what(double log) {
    double change = change(log);
    String more = better ? unit.equals("ms") ? "slower" : "more" : "less";
    String less = better ? unit.equals("ms") ? "faster" : "less" : "more";
    return Question.percent(Math.abs(change)) + " " + (change < 0 ? less : more);
  }

  private String signed(double log) {
    double change = change(log);
    return (change < 0 ? "−" : "") + Question.percent(Math.abs(change));
  }

  private static double geometricMean(double[] logs) {
    double sum = 0;
    for (double log : logs) {
      sum += log;
    }
    return Math.exp(sum / logs.length);
  }
}
