package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Slopes and their intervals are those of {@code scipy.stats.theilslopes(y, x, confidence)} of
 * SciPy 1.17.1, S and p those of {@code pymannkendall.original_test(y)} 1.4.3.
 */
class TrendTest {

  private static final double EXACT = 1e-12;

  private static final double[] RISING = {
    3.1, 2.9, 4.0, 3.8, 5.2, 4.4, 5.9, 5.9, 6.1, 7.4, 6.6, 8.0
  };
  private static final double[] TIES = {1, 2, 2, 3, 3, 3, 50, 4, 5, 5, 4, 6};
  private static final double[] UNEVEN = {0, 1, 2, 3.5, 4, 5, 6, 8, 9, 10, 11, 13};

  private static double[] count(int n) {
    double[] times = new double[n];
    Arrays.setAll(times, i -> i);
    return times;
  }

  @Test
  void slopeAndIntervalAreThoseOfSciPy() {
    Trend trend = Trend.ofIndependent(count(12), RISING, .95);
    assertEquals(0.444949494949495, trend.slope(), EXACT);
    assertEquals(3.1027777777777783, trend.intercept(), EXACT);
    assertEquals(0.325, trend.slopeInterval().low(), EXACT);
    assertEquals(0.525, trend.slopeInterval().high(), EXACT);
    Trend surer = Trend.ofIndependent(count(12), RISING, .99);
    assertEquals(0.2333333333333334, surer.slopeInterval().low(), EXACT);
    assertEquals(0.6, surer.slopeInterval().high(), EXACT);
  }

  @Test
  void tiesUnevenTimesAndAnOutlierToo() {
    Trend trend = Trend.ofIndependent(UNEVEN, TIES, .95);
    assertEquals(1 / 3.0, trend.slope(), EXACT);
    assertEquals(5 / 3.0, trend.intercept(), EXACT);
    assertEquals(2 / 9.0, trend.slopeInterval().low(), EXACT);
    assertEquals(0.4, trend.slopeInterval().high(), EXACT);
  }

  @Test
  void testOfMannAndKendall() {
    Trend rising = Trend.ofIndependent(count(12), RISING, .95);
    assertEquals(57, rising.s());
    assertEquals(0.00011854146541485179, rising.p(), EXACT);
    Trend ties = Trend.ofIndependent(UNEVEN, TIES, .95);
    assertEquals(46, ties.s());
    assertEquals(0.0017167928686089699, ties.p(), EXACT);
  }

  @Test
  void equalValuesHaveNoTrend() {
    Trend flat = Trend.of(count(8), new double[8], .95);
    assertEquals(0, flat.slope());
    assertEquals(1, flat.p());
  }

  @Test
  void turnedOverItFalls() {
    double[] falling = Arrays.stream(RISING).map(v -> -v).toArray();
    Trend up = Trend.of(count(12), RISING, .9);
    Trend down = Trend.of(count(12), falling, .9);
    assertEquals(-up.slope(), down.slope(), EXACT);
    assertEquals(-up.slopeInterval().high(), down.slopeInterval().low(), EXACT);
    assertEquals(up.p(), down.p(), EXACT);
  }

  /** Of 1,000 flat series of 24 values each; AR(1) with a correlation of 0.5. */
  @Test
  void falseAlarmsOfDependentValuesAreFewerByFar() {
    int naive = 0;
    int corrected = 0;
    Random random = new Random(1);
    for (int series = 0; series < 1000; series++) {
      double[] values = new double[24];
      double value = random.nextGaussian();
      for (int i = 0; i < values.length; i++) {
        values[i] = value;
        value = 0.5 * value + Math.sqrt(0.75) * random.nextGaussian();
      }
      naive += Trend.ofIndependent(count(24), values, .99).p() < .01 ? 1 : 0;
      corrected += Trend.of(count(24), values, .99).p() < .01 ? 1 : 0;
    }
    assertTrue(naive > 80, naive + " of 1,000 at 1 %, taken as independent");
    assertTrue(corrected < 40, corrected + " of 1,000 at 1 %, corrected");
  }

  @Test
  void refusesWhatIsNoSeries() {
    assertThrows(
        IllegalArgumentException.class, () -> Trend.of(count(3), new double[] {1, 2, 3}, .95));
    assertThrows(IllegalArgumentException.class, () -> Trend.of(count(5), new double[4], .95));
    assertThrows(IllegalArgumentException.class, () -> Trend.of(new double[5], new double[5], .95));
  }
}
