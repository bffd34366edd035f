package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantileRanksTest {

  /**
   * SciPy 1.17.1: {@code a = (1-c)/2; int(binom.ppf(a, n, p)), int(binom.ppf(1-a, n, p)) + 1} with
   * {@code from scipy.stats import binom}.
   */
  @ParameterizedTest
  @CsvSource({
    "100, .5, .95, 40, 61",
    "450, .95, .99, 415, 439",
    "90, .95, .95, 81, 90",
    "1350, .99, .95, 1329, 1344",
    "20, .5, .95, 6, 15",
    "10000000, .999, .99, 9989742, 9990258"
  })
  void ranksAreThoseOfSciPy(long n, double p, double confidence, long low, long high) {
    assertEquals(new QuantileRanks(low, high), QuantileRanks.of(n, p, confidence));
  }

  @Test
  void tooFewValuesGiveNoBound() {
    Interval interval = QuantileRanks.interval(MillisHistogram.of(5, 6, 7), .95, .99);
    assertEquals(Double.POSITIVE_INFINITY, interval.high());
    assertEquals(5, interval.low());
    assertEquals(
        Double.NEGATIVE_INFINITY, QuantileRanks.interval(MillisHistogram.of(5, 6), .05, .99).low());
  }

  @Test
  void coversTheTrueQuantileAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(1);
    int covered = 0;
    int trials = 2_000;
    for (int i = 0; i < trials; i++) {
      int[] uniform = IntStream.range(0, 200).map(j -> random.nextInt(1_000_000)).toArray();
      Interval interval = QuantileRanks.interval(MillisHistogram.of(uniform), .9, .95);
      covered += interval.low() <= 900_000 && interval.high() >= 900_000 ? 1 : 0;
    }
    // Discrete ranks cover at least 95 %; three standard errors of a share of 2,000 are 1.5 %.
    assertTrue(covered >= .935 * trials, covered + " of " + trials);
  }

  @Test
  void refusesWhatIsNoQuantile() {
    var e = assertThrows(IllegalArgumentException.class, () -> QuantileRanks.of(10, 1, .95));
    assertEquals("1.0: not a quantile. Expecting more than 0 and less than 1", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> QuantileRanks.of(10, Double.NaN, .95));
  }
}
