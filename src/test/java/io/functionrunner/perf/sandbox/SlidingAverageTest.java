package io.functionrunner.perf.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlidingAverageTest {
  @Test
  void aConstantLevelIsItsOwnAverage() {
    SlidingAverage average = new SlidingAverage(1_000, 0);
    average.add(0, 3);
    for (long now = 0; now < 50_000; now += 77) {
      assertEquals(3, average.average(now), 1e-9);
    }
    assertEquals(3, average.average(10_000_000), 1e-9);
  }

  @Test
  void aSquareWaveOfHalfTheWindowIsAveraged() {
    SlidingAverage average = new SlidingAverage(1_000, 0);
    for (long now = 0; now < 10_000; now += 500) {
      average.add(now, now % 1_000 == 0 ? 1 : -1);
    }
    assertEquals(0.5, average.average(10_000), 1e-9);
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    SlidingAverage average = new SlidingAverage(1_000, 0);
    average.add(0, 100);
    average.add(5_000, -100);
    assertEquals(0, average.average(6_100), 1e-9);
  }

  /** Against the integral over the same slices, computed change by change. */
  @Test
  void randomLevelsHaveTheAverageOfTheirIntegral() {
    SplittableRandom random = new SplittableRandom(7);
    SlidingAverage average = new SlidingAverage(1_000, 0);
    List<long[]> changes = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 2_000; i++) {
      now += random.nextLong(random.nextBoolean() ? 30 : 400);
      long change = random.nextLong(-3, 4);
      average.add(now, (double) change);
      changes.add(new long[] {now, change});
      // The current slice began at a multiple of 100, and ten whole ones go before it.
      long from = Math.max(0, now - now % 100 - 1_000);
      if (now > from) {
        assertEquals(integral(changes, from, now) / (now - from), average.average(now), 1e-9);
      }
    }
  }

  private static double integral(List<long[]> changes, long from, long to) {
    double sum = 0;
    for (long[] change : changes) {
      sum += change[1] * (double) (to - Math.max(from, change[0]));
    }
    return sum;
  }
}
