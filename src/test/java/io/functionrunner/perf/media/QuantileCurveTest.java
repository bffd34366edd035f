package io.functionrunner.perf.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.media.QuantileCurve.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantileCurveTest {
  private static final double[] TOKEN_PROBABILITIES = {0.5, 0.9, 0.99};
  private static final double[] TOKENS = {1020, 2735, 4142};

  /** The normal score's error of 1e-7, magnified by the steepest ln x per z. */
  private static final double RELATIVE = 1e-6;

  /**
   * Interpolation of ln x in z with {@code statistics.NormalDist().inv_cdf} of Python 3.11: inside
   * the segments, at their ends, and beyond them.
   */
  @ParameterizedTest
  @CsvSource({
    "0.01, 170.2240936177332",
    "0.1, 380.4021937842777",
    "0.25, 606.9497500265109",
    "0.5, 1020",
    "0.75, 1714.1451989304817",
    "0.9, 2735",
    "0.95, 3159.6266534463116",
    "0.99, 4142",
    "0.999, 5610.463358289439"
  })
  void isLognormalBetweenTheQuantiles(double probability, double tokens) {
    QuantileCurve curve =
        new QuantileCurve(Shape.LOGNORMAL, TOKEN_PROBABILITIES, TOKENS, 1, 1e6, 0);
    assertEquals(tokens, curve.quantile(probability), RELATIVE * tokens);
  }

  /** {@code numpy.interp(p, [0, .5, 1], [2, 10, 12])}, which is short enough for a head. */
  @ParameterizedTest
  @CsvSource({"0, 2", "0.25, 6", "0.5, 10", "0.75, 11", "1, 12"})
  void isLinearBetweenTheQuantiles(double probability, double value) {
    QuantileCurve curve =
        new QuantileCurve(
            Shape.LINEAR, new double[] {0, 0.5, 1}, new double[] {2, 10, 12}, 2, 12, 0);
    assertEquals(value, curve.quantile(probability), 1e-12);
  }

  @Test
  void keepsItsLimitsAndDecimals() {
    QuantileCurve curve =
        new QuantileCurve(Shape.LOGNORMAL, TOKEN_PROBABILITIES, TOKENS, 900, 1100.5, 1);
    SplittableRandom random = new SplittableRandom(1);
    boolean atLeast = false;
    boolean atMost = false;
    for (int i = 0; i < 1_000; i++) {
      double drawn = (Double) curve.draw(random);
      assertTrue(drawn >= 900 && drawn <= 1100.5, () -> "drawn " + drawn);
      assertEquals(Math.rint(drawn * 10) / 10, drawn);
      atLeast |= drawn == 900;
      atMost |= drawn == 1100.5;
    }
    assertTrue(atLeast && atMost, "the limits themselves are drawn");
  }
}
