package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatencyCurveTest {

  /**
   * scipy.optimize.curve_fit(lambda l, a, b, c: a+b*l/(c-l), [2, 4, 6, 8, 9, 9.5], [1.27, 1.62,
   * 2.55, 4.9, 9.2, 21.5], [1, 1, 10], xtol=1e-14, ftol=1e-14, gtol=1e-14), SciPy 1.17.1.
   */
  @Test
  void curveFitsAnswer() {
    double[] load = {2, 4, 6, 8, 9, 9.5};
    double[] latency = {1.27, 1.62, 2.55, 4.9, 9.2, 21.5};
    LatencyCurve fit = LatencyCurve.fit(load, latency).orElseThrow();
    assertEquals(1.20492413, fit.base(), 1e-4);
    assertEquals(0.791987076, fit.rise(), 1e-4);
    assertEquals(9.87111879, fit.capacity(), 1e-4);
  }

  /** R = S / (1 − λS), which is a + bλ / (C − λ) with a = b = S, C = 1 / S. */
  @Test
  void theQueueWithOneServerIsFoundExactly() {
    double service = .2;
    double[] load = {.5, 1.5, 2.5, 3.5, 4.5};
    double[] latency = Arrays.stream(load).map(l -> service / (1 - l * service)).toArray();
    LatencyCurve fit = LatencyCurve.fit(load, latency).orElseThrow();
    assertEquals(service, fit.base(), 1e-6);
    assertEquals(service, fit.rise(), 1e-6);
    assertEquals(5, fit.capacity(), 1e-6);
    assertEquals(latency[3], fit.latency(3.5), 1e-9);
  }

  @Test
  void threePointsAreTooFew() {
    assertTrue(LatencyCurve.fit(new double[] {1, 2, 3}, new double[] {1, 2, 3}).isEmpty());
  }
}
