package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogDifferenceTest {

  private static final double[] BASELINE = {1.00, 1.04, 0.96, 1.02, 0.98};

  /** {@code scipy.stats.t}: ppf(.99, 4) = 3.746947387979196, sf(.05 / .016, 8). */
  @Test
  void boundsAreStudents() {
    LogDifference difference = new LogDifference(0.05, 0.016, 8);
    assertEquals(0.007060781006224892, difference.chance(), 1e-9);
    assertEquals(0.05 + 1.8595480375308973 * 0.016, difference.atMost(0.95), 1e-9);
    assertEquals(
        0.05 - 3.746947387979196 * 0.016, new LogDifference(0.05, 0.016, 4).atLeast(0.99), 1e-9);
    assertEquals(-0.05, difference.negated().estimate(), 0);
  }

  /** numpy: sqrt(var([1, 1.04, .96, 1.02, .98], ddof=1) * (1/5 + 1)). */
  @Test
  void runsThatDifferSayHowMuch() {
    LogDifference difference =
        LogDifference.of(
            BASELINE, new double[] {1.1}, RunNoise.of(BASELINE, new double[] {1.1}, 0), 0.01);
    assertEquals(0.1, difference.estimate(), 1e-12);
    assertEquals(0.034641016151377546, difference.standardError(), 1e-12);
    assertEquals(4, difference.degreesOfFreedom(), 0);
  }

  @Test
  void runsThatAgreeByLuckAreNotBelieved() {
    double[] same = {1, 1, 1, 1, 1};
    RunNoise noise = RunNoise.of(same, new double[] {1}, 0);
    RunNoise.StandardError error = noise.error(5, 1, 0.02);
    assertEquals(Math.sqrt(0.015 * 0.015 * 1.2 + 0.02 * 0.02), error.standardError(), 1e-12);
    assertEquals(8, error.degreesOfFreedom(), 0);
    // Another machine shifts all of its runs together: more runs do not help.
    RunNoise.StandardError other = RunNoise.of(same, new double[] {1}, 0.03 * 0.03).error(5, 1, 0);
    assertEquals(Math.sqrt(0.015 * 0.015 * 1.2 + 0.03 * 0.03), other.standardError(), 1e-12);
  }

  /** The rate at which a difference is seen where there is none, over seeded sets of runs. */
  @Test
  void oneInAHundredIsAFalseAlarm() {
    Random random = new Random(3);
    int alarms = 0;
    int sets = 20_000;
    for (int i = 0; i < sets; i++) {
      double[] baseline = random.doubles(5).map(u -> 0.03 * random.nextGaussian()).toArray();
      double[] candidate = {0.03 * random.nextGaussian()};
      LogDifference difference =
          LogDifference.of(baseline, candidate, RunNoise.of(baseline, candidate, 0), 0);
      alarms += difference.atLeast(0.99) > 0 ? 1 : 0;
    }
    // Where five runs agree by luck the floor is below the truth: a little more than 1 %.
    assertTrue(alarms < 0.02 * sets, alarms + " of " + sets);
    assertTrue(alarms > 0.005 * sets, alarms + " of " + sets);
  }

  @Test
  void powerIsWhatSimulationShows() {
    double limit = Math.log(1.1);
    RunNoise noise = new RunNoise(0.02 * 0.02, 4, RunNoise.FLOOR, 0);
    ComparisonPower power = new ComparisonPower(noise, 0, limit, Math.log(1.05), 0.01);
    Random random = new Random(11);
    int found = 0;
    int sets = 4_000;
    for (int i = 0; i < sets; i++) {
      double[] baseline = random.doubles(12).map(u -> 0.02 * random.nextGaussian()).toArray();
      double[] candidate = {limit + 0.02 * random.nextGaussian()};
      LogDifference d =
          LogDifference.of(baseline, candidate, RunNoise.of(baseline, candidate, 0), 0);
      found += d.chance() < 0.01 && d.estimate() > Math.log(1.05) ? 1 : 0;
    }
    assertEquals(power.of(12, 1), (double) found / sets, 0.04);
  }

  @Test
  void asksForRunsUntilTheyAreEnough() {
    RunNoise noise = new RunNoise(0.03 * 0.03, 4, RunNoise.FLOOR, 0);
    ComparisonPower power = new ComparisonPower(noise, 0, Math.log(1.1), Math.log(1.05), 0.01);
    ComparisonPower.Runs runs = power.needed(5, 1, 0.95).orElseThrow();
    assertTrue(power.of(runs.baseline(), runs.candidates()) >= 0.95);
    assertTrue(power.of(runs.baseline(), runs.candidates() - 1) < 0.95);
    assertTrue(power.needed(5, 1, 0.99999).isEmpty() || runs.candidates() > 1);
    // The runs differ, not the tasks in them: longer runs do not help.
    assertTrue(power.longer(5, 1, 0.95).isEmpty());
    ComparisonPower few =
        new ComparisonPower(
            new RunNoise(0, 4, RunNoise.FLOOR, 0),
            0.05 * 0.05,
            Math.log(1.1),
            Math.log(1.05),
            0.01);
    assertTrue(few.of(5, 1) < 0.8);
    assertTrue(few.longer(5, 1, 0.8).orElseThrow() > 1.5);
  }

  @Test
  void carefulPlansWithTheUpperBoundOfTheVariance() {
    // scipy.stats.chi2.ppf(.2, 4) = 1.648777
    RunNoise noise = new RunNoise(4e-4, 4, RunNoise.FLOOR, 0);
    assertEquals(4e-4 * 4 / 1.648777, noise.careful().between(), 1e-9);
  }

  @Test
  void refusesWhatIsNoDifference() {
    assertThrows(IllegalArgumentException.class, () -> new LogDifference(0, 0, 4));
    assertThrows(IllegalArgumentException.class, () -> new LogDifference(Double.NaN, 1, 4));
    assertThrows(IllegalArgumentException.class, () -> new RunNoise(-1, 0, 1, 0));
  }
}
