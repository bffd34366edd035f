package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RobustSpreadTest {

  private static final double EXACT = 1e-12;

  /**
   * {@code scipy.stats.median_abs_deviation(v)} of SciPy 1.17.1, and the same with {@code
   * scale="normal"}.
   */
  @Test
  void medianAndDeviationAreThoseOfSciPy() {
    double[] values = {1, 2, 2, 3, 3, 3, 50, 4, 5, 5, 4, 6};
    RobustSpread spread = RobustSpread.of(values);
    assertEquals(3.5, spread.median(), EXACT);
    assertEquals(1.5, spread.mad(), EXACT);
    assertEquals(2.223903327758403, spread.sigma(), EXACT);
    assertArrayEquals(new double[] {1, 2, 2, 3, 3, 3, 50, 4, 5, 5, 4, 6}, values, "not changed");
  }

  @Test
  void nearlyHalfOfTheValuesMayBeAnything() {
    double[] values = {10, 11, 12, 13, 14, 15, 1e9, 1e9, 1e9, 1e9, 1e9};
    assertEquals(15, RobustSpread.of(values).median());
    assertEquals(5, RobustSpread.of(values).mad());
  }

  @Test
  void movesAndScalesWithTheValues() {
    RobustSpread one = RobustSpread.of(new double[] {3, 1, 4, 1, 5, 9});
    RobustSpread other = RobustSpread.of(new double[] {-50, -30, -60, -30, -70, -110});
    assertEquals(-10 * one.median() - 20, other.median(), EXACT);
    assertEquals(10 * one.mad(), other.mad(), EXACT);
  }

  @Test
  void nothingHasNoMedian() {
    assertThrows(IllegalArgumentException.class, () -> RobustSpread.median(new double[0]));
  }
}
