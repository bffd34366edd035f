package io.functionrunner.perf.capacity;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Which load to try next: twice the last one until one is not carried (half of it until one is),
 * then between the two until they are close, then both again until each was tried three times. A
 * replicate that says otherwise moves the bracket, and the search goes on from there.
 *
 * <p>Between the two is a little above, then a little below what the trials at the upper one
 * completed where something was at its limit; the geometric middle where that says nothing new.
 * Knows no clock: who asks decides whether there is time.
 */
public final class BreakingPointSearch {

  /** How close the bracket's ends are, as a ratio, when they are repeated. */
  public static final double CLOSE = 1.15;

  /** How often each end is tried. */
  public static final int REPLICATES = 3;

  private static final double GROWTH = 2;

  /** How far from where the limit seems to be a load is tried, as a ratio. */
  private static final double ASIDE = 1.06;

  /** A system that does not carry a thousandth of what was asked first carries nothing. */
  private static final double LEAST = 1.0 / 1024;

  private final double first;

  /**
   * A search that begins at this load.
   *
   * @param first in tasks a second
   */
  public BreakingPointSearch(double first) {
    this.first = first;
  }

  /**
   * The load of the next trial, in tasks a second.
   *
   * @param trials so far
   * @return empty when there is nothing left to find out
   */
  public OptionalDouble next(List<Trial> trials) {
    if (trials.isEmpty()) {
      return OptionalDouble.of(first);
    }
    Bracket bracket = Bracket.of(trials);
    if (bracket.infeasibleMin().isEmpty()) {
      return OptionalDouble.of(bracket.feasibleMax().orElseThrow() * GROWTH);
    }
    double above = bracket.infeasibleMin().getAsDouble();
    if (bracket.feasibleMax().isEmpty()) {
      return above / GROWTH < first * LEAST
          ? OptionalDouble.empty()
          : OptionalDouble.of(above / GROWTH);
    }
    double below = bracket.feasibleMax().getAsDouble();
    if (above / below > CLOSE) {
      return OptionalDouble.of(between(below, above, trials));
    }
    long triedBelow = tried(trials, below);
    long triedAbove = tried(trials, above);
    if (Math.min(triedBelow, triedAbove) >= REPLICATES) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(triedBelow <= triedAbove ? below : above);
  }

  private static double between(double below, double above, List<Trial> trials) {
    OptionalDouble limit =
        trials.stream()
            .filter(t -> t.tasksPerSecond() == above)
            .flatMapToDouble(t -> t.limit().stream())
            .average();
    if (limit.isPresent()) {
      for (double load : new double[] {limit.getAsDouble() * ASIDE, limit.getAsDouble() / ASIDE}) {
        if (load > below * ASIDE && load < above / ASIDE) {
          return load;
        }
      }
    }
    return Math.sqrt(above * below);
  }

  private static long tried(List<Trial> trials, double load) {
    return trials.stream().filter(t -> t.tasksPerSecond() == load).count();
  }
}
