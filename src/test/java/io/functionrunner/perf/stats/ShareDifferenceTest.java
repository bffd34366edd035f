package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareDifferenceTest {

  /** The maximum over the unknown share is searched on a grid, here and in SciPy. */
  private static final double GRID = 2e-3;

  /**
   * {@code statsmodels.stats.proportion.confint_proportions_2indep(new, n, old, m,
   * method='newcomb', alpha=a)}; the first two are rows of Newcombe 1998, table II.
   */
  @ParameterizedTest
  @CsvSource({
    "48, 80, 56, 70, 0.975, 0.05243147240236498, 0.33387265403690614",
    "3, 10, 9, 10, 0.975, 0.1705227239345029, 0.809017973535488",
    "60, 2250, 30, 450, 0.99, 0.01570197396430648, 0.07352961676134889"
  })
  void boundsAreNewcombes(
      long old, long oldTotal, long hits, long total, double confidence, double low, double high) {
    ShareDifference difference = new ShareDifference(old, oldTotal, hits, total);
    assertEquals(low, difference.atLeast(confidence), 1e-9);
    assertEquals(high, difference.atMost(confidence), 1e-9);
  }

  /** {@code scipy.stats.boschloo_exact([[new, old], ...], alternative='greater', n=512)}. */
  @ParameterizedTest
  @CsvSource({
    "1, 100, 4, 100, 0.15187957200677135",
    "0, 750, 3, 150, 0.0035331938844514383",
    "2, 2250, 5, 450, 0.0016856396776071054",
    "0, 50, 1, 50, 0.46020538130640337"
  })
  void boschlooIsSciPys(long old, long oldTotal, long hits, long total, double chance) {
    ShareDifference difference = new ShareDifference(old, oldTotal, hits, total);
    assertTrue(difference.few());
    assertEquals(chance, difference.boschloo(), GRID * chance + 1e-6);
    assertTrue(difference.chance() >= difference.boschloo());
  }

  @Test
  void chanceIsTheErrorAtWhichTheBoundIsZero() {
    ShareDifference difference = new ShareDifference(60, 2250, 30, 450);
    assertEquals(0, difference.atLeast(1 - difference.chance()), 1e-5);
  }

  @Test
  void fewerHitsAreNoSignOfMore() {
    assertTrue(new ShareDifference(10, 100, 2, 100).chance() > 0.9);
    assertEquals(0.5, new ShareDifference(0, 100, 0, 100).chance(), 1e-9);
  }

  @Test
  void nothingHasNoShare() {
    assertThrows(IllegalArgumentException.class, () -> new ShareDifference(0, 0, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> new ShareDifference(3, 2, 1, 2));
  }
}
