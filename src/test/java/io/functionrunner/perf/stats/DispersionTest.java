package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.stats.Dispersion.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DispersionTest {

  /**
   * SciPy 1.17.1: {@code chi2_contingency([[5,15,4,16],[95,85,96,84]], correction=False).statistic
   * / 3}, for four batches of 100 in this order.
   */
  @Test
  void isPearsonsChiSquaredOverItsDegreesOfFreedom() {
    List<Batch> batches =
        List.of(new Batch(5, 100), new Batch(15, 100), new Batch(4, 100), new Batch(16, 100));
    Dispersion dispersion = Dispersion.of(List.of(batches));
    assertEquals(4.518518518518518, dispersion.factor(), 1e-12);
    assertEquals(3, dispersion.degreesOfFreedom());
  }

  @Test
  void aLevelThatDiffersBetweenPhasesIsNotNoise() {
    List<Batch> low = List.of(new Batch(10, 100), new Batch(10, 100));
    List<Batch> high = List.of(new Batch(50, 100), new Batch(50, 100));
    assertEquals(1, Dispersion.of(List.of(low, high)).factor());
    assertEquals(2, Dispersion.of(List.of(low, high)).degreesOfFreedom());
  }

  @Test
  void longClustersShowInLongerBatches() {
    // Each batch differs little from the next, but halves differ.
    List<Batch> drifting = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      drifting.add(new Batch(i < 8 ? 8 : 16, 100));
    }
    double single = 16 * 16 / 100.0 / (15 * .12 * .88);
    assertTrue(Dispersion.of(List.of(drifting)).factor() > 3 * single);
  }

  @Test
  void independentHitsHaveNone() {
    SplittableRandom random = new SplittableRandom(1);
    double sum = 0;
    for (int run = 0; run < 200; run++) {
      List<Batch> batches = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int hits = 0;
        for (int j = 0; j < 100; j++) {
          hits += random.nextDouble() < .05 ? 1 : 0;
        }
        batches.add(new Batch(hits, 100));
      }
      sum += Dispersion.of(List.of(batches)).factor();
    }
    // The largest of three estimates of 1, none below 1: a mean of 1.3 or so.
    assertTrue(sum / 200 < 1.5, "mean " + sum / 200);
  }

  @Test
  void nothingToCompareIsNoDispersion() {
    assertEquals(new Dispersion(1, 1), Dispersion.of(List.of()));
    assertEquals(
        new Dispersion(1, 1), Dispersion.of(List.of(List.of(new Batch(0, 0), new Batch(3, 9)))));
    assertEquals(1, Dispersion.of(List.of(List.of(new Batch(0, 5), new Batch(0, 9)))).factor());
  }

  @Test
  void refusesImpossibleCounts() {
    assertThrows(IllegalArgumentException.class, () -> new Batch(3, 2));
    assertThrows(IllegalArgumentException.class, () -> new Dispersion(.5, 3));
    assertThrows(IllegalArgumentException.class, () -> new Dispersion(Double.NaN, 3));
  }
}
