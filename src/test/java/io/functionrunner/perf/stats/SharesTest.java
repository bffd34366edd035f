package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharesTest {

  /** The closed form needs no more; z is accurate to about 1e-9 in Commons Math. */
  private static final double TOLERANCE = 1e-9;

  /** SciPy 1.17.1: {@code binomtest(k, n).proportion_ci(c, method='wilson')}. */
  @ParameterizedTest
  @CsvSource({
    "0, 100, .95, 0, 0.03699349820698568",
    "5, 100, .95, 0.021543679154367973, 0.11175046923191914",
    "50, 100, .99, 0.37527962504483986, 0.6247203749551602",
    "36, 3600, .98, 0.006811057914288434, 0.014659968614088343",
    "99, 100, .95, 0.9455138038212946, 0.9982325679358593"
  })
  void wilsonIsThatOfSciPy(long hits, long total, double confidence, double low, double high) {
    Interval interval = Shares.wilson((double) hits / total, (double) total, confidence);
    assertEquals(low, interval.low(), TOLERANCE);
    assertEquals(high, interval.high(), TOLERANCE);
    assertEquals(confidence, interval.confidence());
  }

  @Test
  void refusesWhatIsNoShare() {
    var e = assertThrows(IllegalArgumentException.class, () -> Shares.wilson(1.5, 10, .95));
    assertEquals("1.5: not a share. Expecting 0 to 1", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Shares.wilson(Double.NaN, 10, .95));
    assertThrows(IllegalArgumentException.class, () -> Shares.wilson(.5, 0, .95));
    assertThrows(IllegalArgumentException.class, () -> Shares.wilson(.5, 10, 1));
  }

  @Test
  void anIntervalHasItsBoundsInOrder() {
    assertThrows(IllegalArgumentException.class, () -> new Interval(2, 1, .95));
    assertThrows(IllegalArgumentException.class, () -> new Interval(Double.NaN, 1, .95));
    assertThrows(IllegalArgumentException.class, () -> new Interval(1, 2, 0));
  }
}
