package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogBucketsTest {

  @Test
  void everyValueLiesBetweenTheBordersOfItsBucket() {
    for (long millis = 1; millis < Integer.MAX_VALUE; millis += 1 + millis / 500) {
      int index = LogBuckets.index((int) millis);
      assertTrue(
          LogBuckets.from(index) <= millis && millis < LogBuckets.from(index + 1),
          millis + " ms in bucket " + index);
    }
  }

  @Test
  void powersOfTenBeginTheirBuckets() {
    assertEquals(0, LogBuckets.index(0));
    for (int power = 0; power <= 9; power++) {
      int millis = (int) Math.pow(10, power);
      assertEquals(12 * power, LogBuckets.index(millis), millis + " ms");
      assertEquals(millis, LogBuckets.from(12 * power), 1e-6 * millis);
    }
  }

  @Test
  void allValuesAreCounted() {
    MillisHistogram times = MillisHistogram.of(0, 1, 999, 1000, 1000, 1_211, 1_212);
    assertEquals(Map.of(0, 2L, 35, 1L, 36, 3L, 37, 1L), LogBuckets.counts(times));
  }
}
