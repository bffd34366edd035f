package io.functionrunner.perf.baseline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small part of {@link GateStudy}, so that the measured rates of docs/gate.md stay true. */
class GateRatesTest {

  private static final int PAIRS = 100;

  @ParameterizedTest
  @CsvSource({"150, 0.3, 0.015", "450, 0.8, 0.015", "150, 0.6, 0.03"})
  void equalRunsDoNotFail(int tasks, double load, double variation) {
    GateStudy.Rates rates = GateStudy.rates(tasks, load, variation, 0, PAIRS);
    // With a true rate of 1 % more than 4 of 100 are seen in 3 of 1,000 studies.
    assertTrue(rates.fail() <= 0.04, rates.toString());
  }

  @ParameterizedTest
  @CsvSource({"150, 0.3, 0", "450, 0.6, 0"})
  void slowerRunsAreFound(int tasks, double load, double variation) {
    GateStudy.Rates rates = GateStudy.rates(tasks, load, variation, 0.1, PAIRS);
    assertTrue(rates.fail() >= 0.95, rates.toString());
  }

  @ParameterizedTest
  @CsvSource({"150, 0.3, 0", "450, 0.6, 0"})
  void equalRunsOfAQuietSystemPass(int tasks, double load, double variation) {
    GateStudy.Rates rates = GateStudy.rates(tasks, load, variation, 0, PAIRS);
    assertTrue(rates.pass() >= 0.95, rates.toString());
  }
}
