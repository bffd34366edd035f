package io.functionrunner.perf.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalScoreTest {
  /** What AS 241 promises for PPND7, as a relative error; a little room for the last digit. */
  private static final double PROMISED = 2e-7;

  /** {@code python3 -c "from statistics import NormalDist as N; print(N().inv_cdf(p))"}. */
  @ParameterizedTest
  @CsvSource({
    "1e-12, -7.034483825301132",
    "1e-6, -4.753424308822899",
    "0.01, -2.3263478740408408",
    "0.05, -1.6448536269514726",
    "0.25, -0.6744897501960817",
    "0.5, 0",
    "0.9, 1.2815515655446008",
    "0.99, 2.3263478740408408",
    "0.999, 3.090232306167813"
  })
  void agreesWithAnotherImplementation(double probability, double score) {
    assertEquals(score, NormalScore.of(probability), PROMISED * Math.abs(score));
  }
}
