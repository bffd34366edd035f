package io.functionrunner.perf.capacity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * What a search for the limit of a system found. Loads are tasks of the whole mix, a second.
 *
 * @param bracket the largest load that was carried and the least that was not, by the votes of
 *     their trials
 * @param constraint what kept the trials of the least load that was not carried from being so, the
 *     most frequent first
 * @param estimate of the breaking point; empty where neither end nor what was completed is known
 */
public record BreakingPoint(Bracket bracket, List<String> constraint, Optional<Estimate> estimate) {

  /** From where on more load says nothing of the limit: an overloaded system may do less. */
  private static final double NEAR = 2;

  /** Two-sided, 95 %. */
  private static final double NORMAL_95 = 1.96;

  /**
   * How far off either estimate is beside chance, as a standard deviation of its logarithm: a step
   * does not last long enough to tell a load just above the limit from one that is carried, and a
   * resource that is not busy all through it completes less than it could. SearchStudy measures
   * what comes of it.
   */
  private static final double BLUR = 0.05;

  /**
   * Where the limit is.
   *
   * @param low and {@code high}: its interval, 95 %
   * @param byVerdicts the geometric middle of the bracket; empty where an end of it is not known
   * @param byCompleted what a modality at its limit completed, scaled to the mix: the median over
   *     the trials near the limit; empty where most of these have no such modality, because another
   *     limit comes first
   */
  public record Estimate(
      double tasksPerSecond,
      double low,
      double high,
      OptionalDouble byVerdicts,
      OptionalDouble byCompleted) {}

  public BreakingPoint {
    constraint = List.copyOf(constraint);
  }

  /** Of the levels of a run; empty when their loads were not decided one by one. */
  public static Optional<BreakingPoint> of(List<Level> levels) {
    Map<String, Double> shares = shares(levels);
    List<Trial> trials = levels.stream().flatMap(l -> l.trial(shares).stream()).toList();
    if (trials.isEmpty()) {
      return Optional.empty();
    }
    Bracket bracket = Bracket.of(trials);
    List<Level> near =
        levels.stream()
            .filter(l -> !l.carried() && bracket.infeasibleMin().isPresent())
            .filter(l -> load(l) <= NEAR * bracket.infeasibleMin().getAsDouble())
            .filter(l -> load(l) >= bracket.infeasibleMin().getAsDouble())
            .toList();
    Set<String> limiting = limiting(near);
    Weighing weighing = new Weighing();
    weighing.verdicts(bracket, resolution(levels, bracket, limiting));
    weighing.completed(
        near.stream().flatMapToDouble(l -> l.limit(limiting, shares).stream()).toArray(),
        near.stream().mapToLong(l -> completed(l, limiting)).sum());
    return Optional.of(new BreakingPoint(bracket, constraint(near), weighing.result()));
  }

  private static double load(Level level) {
    return level.phase().tasksPerSecond();
  }

  private static List<String> constraint(List<Level> near) {
    Map<String, Integer> counts = new HashMap<>();
    near.forEach(l -> l.breaches().forEach(b -> counts.merge(b, 1, Integer::sum)));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Modalities that are saturated in most of these levels. */
  private static Set<String> limiting(List<Level> near) {
    Map<String, Integer> counts = new HashMap<>();
    near.forEach(l -> l.saturated().keySet().forEach(m -> counts.merge(m, 1, Integer::sum)));
    counts.values().removeIf(n -> 2 * n <= near.size());
    return counts.keySet();
  }

  private static long completed(Level level, Set<String> limiting) {
    return level.saturated().entrySet().stream()
        .filter(e -> limiting.contains(e.getKey()))
        .mapToLong(e -> e.getValue().completed())
        .sum();
  }

  /** How far above the limit the largest carried load may be, as a share of it. */
  private static double resolution(List<Level> levels, Bracket bracket, Set<String> limiting) {
    return levels.stream()
        .filter(l -> bracket.feasibleMax().isPresent())
        .filter(l -> load(l) == bracket.feasibleMax().getAsDouble())
        .flatMap(l -> l.parts().entrySet().stream())
        .filter(e -> limiting.contains(e.getKey()))
        .mapToDouble(e -> e.getValue().resolution())
        .max()
        .orElse(0);
  }

  /** Of each modality among all tasks offered in levels: one level has too few to tell. */
  private static Map<String, Double> shares(List<Level> levels) {
    Map<String, Double> offered = new HashMap<>();
    double all = 0;
    for (Level level : levels) {
      double seconds = (level.phase().endMillis() - level.phase().startMillis()) / 1000.0;
      all += level.offeredPerSecond() * seconds;
      level
          .parts()
          .forEach(
              (modality, part) ->
                  offered.merge(modality, part.offeredPerSecond() * seconds, Double::sum));
    }
    double sum = all;
    offered.replaceAll((modality, n) -> n / sum);
    return offered;
  }

  /** Both estimates, weighted by how sure they are: a mean of logarithms. */
  private static final class Weighing {
    private OptionalDouble byVerdicts = OptionalDouble.empty();
    private OptionalDouble byCompleted = OptionalDouble.empty();
    private double sum;
    private double weights;

    void verdicts(Bracket bracket, double resolution) {
      if (bracket.feasibleMax().isPresent() && bracket.infeasibleMin().isPresent()) {
        double below = bracket.feasibleMax().getAsDouble();
        double above = bracket.infeasibleMin().getAsDouble();
        byVerdicts = OptionalDouble.of(Math.sqrt(below * above));
        // The limit lies anywhere between them.
        double width = Math.log(above / below);
        add(byVerdicts, width * width / 12 + resolution * resolution);
      }
    }

    /** Of {@code n} completions a Poisson process would have a variance of n. */
    void completed(double[] limits, long n) {
      if (limits.length > 0) {
        byCompleted = OptionalDouble.of(new Median().evaluate(limits));
        double[] logs = Arrays.stream(limits).map(Math::log).toArray();
        double between = logs.length > 1 ? new Variance().evaluate(logs) / logs.length : 0;
        add(byCompleted, Math.max(between, 1.0 / Math.max(1, n)));
      }
    }

    private void add(OptionalDouble value, double variance) {
      double weight = 1 / (variance + BLUR * BLUR);
      sum += weight * Math.log(value.getAsDouble());
      weights += weight;
    }

    Optional<Estimate> result() {
      if (weights == 0) {
        return Optional.empty();
      }
      double far = Math.exp(NORMAL_95 / Math.sqrt(weights));
      double value = Math.exp(sum / weights);
      return Optional.of(new Estimate(value, value / far, value * far, byVerdicts, byCompleted));
    }
  }
}
