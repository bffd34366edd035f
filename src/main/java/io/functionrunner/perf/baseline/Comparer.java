package io.functionrunner.perf.baseline;

import io.functionrunner.perf.baseline.Question.Asked;
import io.functionrunner.perf.stats.AdjustedChances;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares runs with accepted ones, KPI by KPI. docs/gate.md has the rule, its reasons, and its
 * measured rates of false alarms and misses.
 */
public final class Comparer {

  /** The fewest accepted runs that may fail another one. */
  public static final int ENOUGH_RUNS = Question.ENOUGH_RUNS;

  /** Of what is called notable, the share that may be chance. */
  private static final double FALSE_DISCOVERIES = 0.05;

  private final List<RunSample> baseline;
  private final List<RunSample> runs;
  private final Limits limits;

  private Comparer(List<RunSample> baseline, List<RunSample> runs, Limits limits) {
    this.baseline = baseline;
    this.runs = runs;
    this.limits = limits;
  }

  /**
   * Compares them.
   *
   * @param name of the baseline, for people
   * @param baseline one run or more, of one load
   * @param runs one or more, of the same load
   */
  public static Comparison compare(
      String name,
      List<RunSample> baseline,
      List<RunSample> runs,
      Limits limits,
      Standing standing) {
    Comparer comparer = new Comparer(baseline, runs, limits);
    List<KpiComparison> kpis = List.of();
    if (standing instanceof Standing.Gating gating) {
      kpis = comparer.kpis(gating.machine(), limits.gates());
    } else if (standing instanceof Standing.Informational) {
      kpis = comparer.kpis(0, List.of());
    }
    return new Comparison(
        name,
        baseline.stream().map(RunSample::name).toList(),
        runs.size(),
        standing instanceof Standing.Gating,
        standing.reason(),
        kpis,
        kpis.isEmpty() ? List.of() : baseline.stream().map(RunSample::histograms).toList());
  }

  private List<KpiComparison> kpis(double machine, List<String> patterns) {
    List<Question> all = Questions.of(baseline, runs, machine);
    List<Question> gating = gating(all, patterns);
    double[] chances = gating.stream().mapToDouble(Question::chance).toArray();
    double[] adjusted = AdjustedChances.holm(chances);
    int[] divisors = AdjustedChances.holmDivisors(chances);
    Set<Question> required = required(gating);
    List<KpiComparison> answers = new ArrayList<>();
    for (int i = 0; i < gating.size(); i++) {
      Question question = gating.get(i);
      answers.add(
          question.answer(
              new Asked(
                  limits.of(question.id()),
                  true,
                  divisors[i],
                  adjusted[i],
                  gating.size(),
                  required.contains(question),
                  false)));
    }
    List<Question> others = all.stream().filter(q -> !gating.contains(q)).toList();
    double[] notable =
        AdjustedChances.benjaminiHochberg(others.stream().mapToDouble(Question::chance).toArray());
    for (int i = 0; i < others.size(); i++) {
      answers.add(
          others
              .get(i)
              .answer(
                  new Asked(
                      limits.of(others.get(i).id()),
                      false,
                      1,
                      notable[i],
                      1,
                      false,
                      notable[i] <= FALSE_DISCOVERIES)));
    }
    return answers;
  }

  /** Chosen by what they are, never by what they show. */
  private static List<Question> gating(List<Question> all, List<String> patterns) {
    List<Question> gating = new ArrayList<>();
    for (String pattern : patterns) {
      all.stream()
          .filter(q -> Limits.matches(pattern, q.id()) && !gating.contains(q))
          .sorted(Comparator.comparingLong(Question::tasks).reversed())
          .limit(Limits.MOST_GATES - gating.size())
          .forEach(gating::add);
    }
    return gating;
  }

  /** Of each template that no gating KPI can decide on, the most important one. */
  private Set<Question> required(List<Question> gating) {
    Set<String> told = new HashSet<>();
    gating.stream()
        .filter(q -> q.decidable(limits.of(q.id()), gating.size()))
        .forEach(q -> told.add(q.modality()));
    Set<Question> required = new HashSet<>();
    for (Question question : gating) {
      if (!question.modality().isEmpty() && told.add(question.modality())) {
        required.add(question);
      }
    }
    return required;
  }
}
