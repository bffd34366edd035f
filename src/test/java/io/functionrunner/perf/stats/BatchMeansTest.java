package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchMeansTest {

  /** With equal batches it is the textbook's s / √k. */
  @Test
  void equalBatchesGiveTheClassicalError() {
    double[] means = {3, 1, 4, 1, 5, 9, 2, 6};
    long[] counts = new long[means.length];
    Arrays.fill(counts, 10);
    BatchMeans result = BatchMeans.of(Arrays.stream(means).map(m -> 10 * m).toArray(), counts);
    // numpy: m.mean(), m.std(ddof=1) / sqrt(8)
    assertEquals(3.875, result.mean(), 1e-12);
    assertEquals(0.9716977043151993, result.standardError(), 1e-12);
    assertEquals(8, result.batches());
  }

  @Test
  void emptyBatchesDoNotCount() {
    assertEquals(
        BatchMeans.of(new double[] {1, 4}, new long[] {1, 2}),
        BatchMeans.of(new double[] {1, 0, 4}, new long[] {1, 0, 2}));
    assertThrows(
        IllegalArgumentException.class,
        () -> BatchMeans.of(new double[] {1, 0}, new long[] {1, 0}));
  }

  /**
   * The true mean lies within two standard errors about as often as it says (95 %), also when
   * batches hang together: 2,000 series of 20 batches. Without widening it would be 79 % at .5.
   */
  @Test
  void coversTheTrueMean() {
    assertTrue(coverage(0) > 0.92);
    assertTrue(coverage(0.5) > 0.85);
  }

  private static double coverage(double autocorrelation) {
    Random random = new Random(7);
    int covered = 0;
    int series = 2_000;
    for (int i = 0; i < series; i++) {
      double[] sums = new double[20];
      long[] counts = new long[20];
      double value = random.nextGaussian() / Math.sqrt(1 - autocorrelation * autocorrelation);
      for (int b = 0; b < sums.length; b++) {
        value = autocorrelation * value + random.nextGaussian();
        counts[b] = 1L + random.nextInt(3);
        sums[b] = value * counts[b];
      }
      BatchMeans means = BatchMeans.of(sums, counts);
      covered += Math.abs(means.mean()) < 2.09 * means.standardError() ? 1 : 0;
    }
    return (double) covered / series;
  }
}
