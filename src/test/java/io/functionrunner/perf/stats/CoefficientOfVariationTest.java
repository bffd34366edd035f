package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoefficientOfVariationTest {

  private static final double[] FIVE = {9, 10, 11, 10, 10};

  @Test
  void isTheStandardDeviationOverTheMean() {
    CoefficientOfVariation five = CoefficientOfVariation.of(FIVE, 0.95);
    assertEquals(10, five.mean());
    assertEquals(Math.sqrt(2 / 4.0) / 10, five.value(), 1e-12);
  }

  @Test
  void theUnitDoesNotMatter() {
    CoefficientOfVariation five = CoefficientOfVariation.of(FIVE, 0.95);
    CoefficientOfVariation thousandfold =
        CoefficientOfVariation.of(Arrays.stream(FIVE).map(x -> 1000 * x).toArray(), 0.95);
    assertEquals(five.value(), thousandfold.value(), 1e-12);
    assertEquals(five.interval().low(), thousandfold.interval().low(), 1e-12);
    assertEquals(five.interval().high(), thousandfold.interval().high(), 1e-12);
  }

  /**
   * For a small coefficient the mean is as good as known, and the interval is that of a standard
   * deviation: s √(ν / χ²). Quantiles of χ² with 4 degrees of freedom from printed tables: 0.4844
   * at 2.5 %, 11.143 at 97.5 %.
   */
  @Test
  void forSmallOnesItIsTheIntervalOfTheStandardDeviation() {
    double[] close = {999, 1000, 1001, 1000, 1000};
    CoefficientOfVariation small = CoefficientOfVariation.of(close, 0.95);
    assertEquals(small.value() * Math.sqrt(4 / 11.143), small.interval().low(), 1e-7);
    assertEquals(small.value() * Math.sqrt(4 / 0.4844), small.interval().high(), 1e-6);
  }

  @Test
  void equalValuesDoNotVary() {
    CoefficientOfVariation none = CoefficientOfVariation.of(new double[] {3, 3, 3}, 0.95);
    assertEquals(0, none.value());
    assertEquals(new Interval(0, 0, 0.95), none.interval());
  }

  @Test
  void withoutAMeanAboveZeroThereIsNone() {
    for (double[] bad : new double[][] {{}, {1}, {0, 0}, {-1, 1}, {Double.NaN, 1}}) {
      assertThrows(IllegalArgumentException.class, () -> CoefficientOfVariation.of(bad, 0.95));
    }
  }

  /** Of 4,000 samples 95 % are to have the true value in their interval. */
  @ParameterizedTest
  @CsvSource({"5, 0.02", "5, 0.05", "5, 0.2", "3, 0.05", "20, 0.1"})
  void coversTheTrueValueAsOftenAsItSays(int n, double coefficient) {
    SplittableRandom random = new SplittableRandom(n);
    int samples = 4000;
    int covered = 0;
    for (int i = 0; i < samples; i++) {
      double[] values = new double[n];
      Arrays.setAll(values, j -> 100 + 100 * coefficient * random.nextGaussian());
      Interval interval = CoefficientOfVariation.of(values, 0.95).interval();
      covered += interval.low() <= coefficient && coefficient <= interval.high() ? 1 : 0;
    }
    // Standard error 0.35 percentage points; four of them.
    assertEquals(0.95, (double) covered / samples, 0.014);
  }

  @Test
  void aSampleThatIsAllSpreadHasNoUpperBound() {
    Interval wide = CoefficientOfVariation.of(new double[] {0, 0, 0, 0, 100}, 0.95).interval();
    assertTrue(Double.isInfinite(wide.high()));
  }
}
