package io.functionrunner.perf.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

class BreakingPointSearchTest {

  private static final int ENOUGH = 100;

  /** Asks until there is no question left, or somebody would have lost patience. */
  private static List<Trial> trials(double first, DoublePredicate carried) {
    BreakingPointSearch search = new BreakingPointSearch(first);
    List<Trial> trials = new ArrayList<>();
    OptionalDouble next = search.next(trials);
    while (next.isPresent() && trials.size() < ENOUGH) {
      double load = next.getAsDouble();
      trials.add(new Trial(load, carried.test(load)));
      next = search.next(trials);
    }
    return trials;
  }

  private static List<Double> loads(List<Trial> trials) {
    return trials.stream().map(t -> Math.round(100 * t.tasksPerSecond()) / 100.0).toList();
  }

  @Test
  void doublesThenHalvesTheBracketThenRepeatsItsEnds() {
    assertEquals(
        List.of(1.0, 2.0, 4.0, 8.0, 5.66, 6.73, 6.17, 5.66, 6.17, 5.66, 6.17),
        loads(trials(1, load -> load < 6)));
  }

  /** What was completed at the limit says where to look, which saves steps. */
  @Test
  void whereTheLimitIsKnownFromWhatWasCompletedItIsLookedForThere() {
    BreakingPointSearch search = new BreakingPointSearch(1);
    List<Trial> trials = new ArrayList<>(List.of(new Trial(1, true), new Trial(2, true)));
    trials.add(new Trial(4, false, OptionalDouble.of(3)));
    assertEquals(3.18, search.next(trials).orElseThrow(), 1e-9);
    trials.add(new Trial(3.18, false, OptionalDouble.of(3)));
    assertEquals(3 / 1.06, search.next(trials).orElseThrow(), 1e-9);
    trials.add(new Trial(3 / 1.06, true));
    assertEquals(3 / 1.06, search.next(trials).orElseThrow(), 1e-9, "close: now replicates");
  }

  @Test
  void whatIsNotCarriedAtOnceIsHalved() {
    assertEquals(
        List.of(8.0, 4.0, 2.0, 2.83, 3.36, 3.08),
        loads(trials(8, load -> load < 3.2)).subList(0, 6));
  }

  @Test
  void theBracketHoldsTheTruthWhereverItLies() {
    for (double truth = 0.01; truth < 1000; truth *= 1.37) {
      double limit = truth;
      List<Trial> trials = trials(1, load -> load <= limit);
      Bracket bracket = Bracket.of(trials);
      double low = bracket.feasibleMax().orElseThrow();
      double high = bracket.infeasibleMin().orElseThrow();
      assertTrue(low <= truth && truth < high, truth + " in " + bracket);
      assertTrue(high / low <= BreakingPointSearch.CLOSE, bracket.toString());
      // Doublings or halvings, four bisections, twice two replicates.
      assertTrue(trials.size() <= Math.abs(Math.log(truth) / Math.log(2)) + 10, trials.toString());
    }
  }

  /** Near the limit a trial says this or that: its replicates outvote it. */
  @Test
  void verdictsThatChanceDecidesDoNotLeadAstray() {
    SplittableRandom random = new SplittableRandom(1);
    int near = 0;
    int searches = 500;
    for (int i = 0; i < searches; i++) {
      double truth = Math.exp(4 * random.nextDouble());
      // One half at the truth, 2 % and 98 % a tenth away from it.
      List<Trial> trials =
          trials(1, load -> random.nextDouble() < 1 / (1 + Math.exp(40 * Math.log(load / truth))));
      assertTrue(trials.size() < ENOUGH, trials.toString());
      Bracket bracket = Bracket.of(trials);
      double middle =
          Math.sqrt(bracket.feasibleMax().orElse(0) * bracket.infeasibleMin().orElse(0));
      near += Math.abs(Math.log(middle / truth)) < .1 ? 1 : 0;
    }
    assertTrue(near > .97 * searches, near + " of " + searches);
  }

  @Test
  void aSystemThatCarriesNothingEndsTheSearch() {
    List<Trial> trials = trials(100, load -> false);
    assertTrue(trials.size() < 12, trials.toString());
    assertEquals(
        new Bracket(
            OptionalDouble.empty(),
            OptionalDouble.of(trials.get(trials.size() - 1).tasksPerSecond())),
        Bracket.of(trials));
  }

  @Test
  void aSystemWithoutLimitIsAskedForMoreUntilTheTimeIsUp() {
    assertEquals(ENOUGH, trials(1, load -> true).size());
  }

  @Test
  void votesDecideAndAnEvenVoteIsNotCarried() {
    assertEquals(
        new Bracket(OptionalDouble.of(2), OptionalDouble.of(3)),
        Bracket.of(
            List.of(
                new Trial(3, true),
                new Trial(2, false),
                new Trial(3, false),
                new Trial(2, true),
                new Trial(2, true))));
  }

  /** One that was not carried by chance does not hide those above it that were. */
  @Test
  void theFewestContradictionsDecide() {
    assertEquals(
        new Bracket(OptionalDouble.of(4), OptionalDouble.of(8)),
        Bracket.of(
            List.of(
                new Trial(1, true),
                new Trial(2, false),
                new Trial(3, true),
                new Trial(4, true),
                new Trial(8, false))));
  }
}
