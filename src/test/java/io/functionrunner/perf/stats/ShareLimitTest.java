package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareLimitTest {

  private static final Dispersion NONE = new Dispersion(1, 1_000_000);

  private static ShareLimit p95(long slower, long total) {
    return new ShareLimit(slower, total, NONE, .05, .99);
  }

  @Test
  void withinTheLimitPasses() {
    assertEquals(Verdict.PASS, p95(0, 10).verdict());
    assertEquals(Verdict.PASS, p95(5, 100).verdict());
  }

  @Test
  void beyondItByMoreThanChanceFails() {
    assertEquals(Verdict.FAIL, p95(100, 1000).verdict());
    assertEquals(Verdict.FAIL, p95(10, 10).verdict());
  }

  @Test
  void beyondItByWhatChanceExplainsIsInconclusive() {
    assertEquals(Verdict.INCONCLUSIVE, p95(6, 100).verdict());
    assertEquals(Verdict.INCONCLUSIVE, p95(1, 10).verdict());
  }

  /** SciPy 1.17.1: {@code binomtest(36, 3600).proportion_ci(.98, method='wilson').low}. */
  @Test
  void theLowerBoundIsWilsons() {
    double low = new ShareLimit(36, 3600, NONE, .005, .99).atLeast();
    // Student's t with a million degrees of freedom is the normal to six digits.
    assertEquals(0.006811057914288434, low, 1e-7);
  }

  @Test
  void clusteredHitsProveLess() {
    Dispersion clustered = new Dispersion(20, 19);
    assertEquals(Verdict.FAIL, p95(80, 1000).verdict());
    assertEquals(Verdict.INCONCLUSIVE, new ShareLimit(80, 1000, clustered, .05, .99).verdict());
    assertTrue(p95(0, 1000).certified());
    assertFalse(new ShareLimit(0, 1000, clustered, .05, .99).certified());
  }

  @Test
  void certifiesAsMlPerfDoes() {
    assertTrue(p95(0, 90).certified());
    assertFalse(p95(0, 89).certified());
    assertTrue(p95(1, 130).certified());
    assertFalse(p95(1, 129).certified());
    assertEquals(90, p95(0, 1).floor());
  }

  /** The table of docs/MATH.md, some rows: a queue whose true p95 is just at the limit. */
  @ParameterizedTest
  @CsvSource({".3, 1350, .01", ".6, 1350, .01", ".8, 5000, .01", ".8, 450, .05"})
  void aQueueAtItsLimitSeldomFails(double load, int tasks, double most) {
    QueueStudy.Rates rates = QueueStudy.rates(1, load, tasks, 1_000);
    assertTrue(rates.fail() <= most, rates.toString());
    // What taking its values as independent would do, for the same runs.
    assertTrue(rates.failIndependent() > .08, rates.toString());
  }

  @ParameterizedTest
  @CsvSource({".3, 450", ".6, 1350", ".8, 5000"})
  void aQueueAtTwiceItsLimitFails(double load, int tasks) {
    QueueStudy.Rates rates = QueueStudy.rates(2, load, tasks, 300);
    assertTrue(rates.fail() > .97, rates.toString());
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> p95(2, 1));
    assertThrows(IllegalArgumentException.class, () -> p95(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new ShareLimit(0, 1, NONE, 0, .99));
    assertThrows(IllegalArgumentException.class, () -> new ShareLimit(0, 1, NONE, .05, .5));
  }

  @Test
  void exitStatusesAreDocumented() {
    assertEquals(0, Verdict.PASS.exitCode());
    assertEquals(2, Verdict.FAIL.exitCode());
    assertEquals(3, Verdict.INCONCLUSIVE.exitCode());
    assertEquals(4, Verdict.INVALID.exitCode());
  }
}
