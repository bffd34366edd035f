package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Values of {@code statsmodels.stats.multitest.multipletests}. */
class AdjustedChancesTest {

  private static final double[] CHANCES = {.01, .04, .03, .005, .2};

  @Test
  void holm() {
    assertArrayEquals(new double[] {.04, .09, .09, .025, .2}, AdjustedChances.holm(CHANCES), 1e-12);
    assertArrayEquals(new int[] {4, 2, 3, 5, 1}, AdjustedChances.holmDivisors(CHANCES));
  }

  @Test
  void benjaminiHochberg() {
    assertArrayEquals(
        new double[] {.025, .05, .05, .025, .2}, AdjustedChances.benjaminiHochberg(CHANCES), 1e-12);
  }

  @Test
  void onlyChances() {
    assertThrows(IllegalArgumentException.class, () -> AdjustedChances.holm(.1, 1.1));
    assertThrows(IllegalArgumentException.class, () -> AdjustedChances.holm(Double.NaN));
  }
}
