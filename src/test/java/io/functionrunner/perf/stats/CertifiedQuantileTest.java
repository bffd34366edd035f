package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertifiedQuantileTest {

  /**
   * None and one over: the table published with MLPerf LoadGen's early stopping. Two and ten over:
   * SciPy 1.17.1, the smallest h + t with {@code beta.cdf(p, h, t + 1) <= 0.01}.
   */
  @ParameterizedTest
  @CsvSource({
    ".5, 0, 7", ".9, 0, 44", ".95, 0, 90", ".99, 0, 459", ".999, 0, 4603",
    ".5, 1, 11", ".9, 1, 64", ".95, 1, 130", ".99, 1, 662", ".999, 1, 6636",
    ".5, 2, 14", ".9, 2, 81", ".95, 2, 165", ".99, 2, 838", ".999, 2, 8403",
    ".5, 10, 35", ".9, 10, 197", ".95, 10, 398", ".99, 10, 2010", ".999, 10, 20140"
  })
  void smallestTotalsArePublished(double p, long over, long total) {
    assertEquals(total, CertifiedQuantile.smallestTotal(p, over, CertifiedQuantile.CONFIDENCE));
    assertTrue(CertifiedQuantile.holds(p, over, total, CertifiedQuantile.CONFIDENCE));
    assertFalse(CertifiedQuantile.holds(p, over, total - 1, CertifiedQuantile.CONFIDENCE));
  }

  @Test
  void isTheLargestValueJustAboveTheFloor() {
    int[] values = IntStream.rangeClosed(1, 90).toArray();
    assertEquals(OptionalInt.of(90), CertifiedQuantile.of(MillisHistogram.of(values), .95));
    int[] fewer = IntStream.rangeClosed(1, 89).toArray();
    assertEquals(OptionalInt.empty(), CertifiedQuantile.of(MillisHistogram.of(fewer), .95));
    assertEquals(OptionalInt.empty(), CertifiedQuantile.of(MillisHistogram.EMPTY, .95));
  }

  @Test
  void letsAsManyValuesOverAsTheTableDoes() {
    // 398 values certify with ten over, so the eleventh largest is the certified one.
    int[] values = IntStream.rangeClosed(1, 398).toArray();
    assertEquals(OptionalInt.of(388), CertifiedQuantile.of(MillisHistogram.of(values), .95));
  }
}
