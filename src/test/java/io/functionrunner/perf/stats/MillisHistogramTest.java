package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MillisHistogramTest {
  /** Relative error of a standard deviation computed in doubles, two passes, over 1,000 values. */
  private static final double DOUBLE_ERROR = 1e-12;

  @Test
  void everyQuantileIsThatOfTheSortedValues() {
    for (int seed = 0; seed < 200; seed++) {
      int[] sorted = values(seed);
      Arrays.sort(sorted);
      MillisHistogram histogram = shuffledHistogram(sorted, seed);

      for (int i = 0; i <= 1_000; i++) {
        double q = i / 1_000.0;
        // ceil(i·n/1000) in whole numbers.
        int rank = Math.max(1, Math.floorDiv(i * sorted.length + 999, 1_000));
        assertEquals(sorted[rank - 1], histogram.quantile(q), "seed " + seed + ", q " + q);
      }
      for (int rank = 1; rank <= sorted.length; rank++) {
        assertEquals(sorted[rank - 1], histogram.valueAtRank(rank));
      }
    }
  }

  @Test
  void momentsAreThoseOfTheValues() {
    for (int seed = 0; seed < 200; seed++) {
      int[] values = values(seed);
      MillisHistogram histogram = shuffledHistogram(values, seed);

      double mean = Arrays.stream(values).asLongStream().sum() / (double) values.length;
      double squares = Arrays.stream(values).mapToDouble(v -> (v - mean) * (v - mean)).sum();
      double deviation = Math.sqrt(squares / values.length);
      assertEquals(values.length, histogram.count());
      assertEquals(Arrays.stream(values).asLongStream().sum(), histogram.sum());
      assertEquals(mean, histogram.mean());
      assertEquals(deviation, histogram.standardDeviation(), DOUBLE_ERROR * (deviation + mean));
      assertEquals(Arrays.stream(values).min().getAsInt(), histogram.min());
      assertEquals(Arrays.stream(values).max().getAsInt(), histogram.max());
    }
  }

  /** The usual textbook example of a standard deviation that is whole. */
  @Test
  void knownMoments() {
    MillisHistogram histogram = MillisHistogram.of(2, 4, 4, 4, 5, 5, 7, 9);

    assertEquals(5, histogram.mean());
    assertEquals(2, histogram.standardDeviation());
    assertEquals(4, histogram.quantile(0.5));
    assertEquals(9, histogram.quantile(1));
    assertEquals(2, histogram.quantile(0));
  }

  @Test
  void rankIsTheInverseOfQuantile() {
    int[] values = values(7);
    MillisHistogram histogram = shuffledHistogram(values, 7);

    for (int millis : new int[] {-1, 0, 1, 50, 99, 100, 65_536, Integer.MAX_VALUE}) {
      assertEquals(
          Arrays.stream(values).filter(v -> v <= millis).count(), histogram.rankOf(millis));
    }
  }

  @Test
  void quantileTakesTheDecimalNumberThatIsMeant() {
    int[] values = new int[100];
    Arrays.setAll(values, i -> i + 1);

    // In binary 0.07 · 100 is 7.000000000000001.
    assertEquals(7, MillisHistogram.of(values).quantile(0.07));
  }

  @Test
  void deviationSurvivesLargeValuesThatDifferLittle() {
    // Σx² is beyond 64 bits, and its difference to (Σx)²/n is 2^-60 of it.
    MillisHistogram histogram =
        MillisHistogram.of(
            new int[] {2_000_000_000, 2_000_000_002}, new long[] {1L << 30, 1L << 30});

    assertEquals(1, histogram.standardDeviation());
    assertEquals(2_000_000_001, histogram.mean());
  }

  @Test
  void togetherIsAsIfCountedTogether() {
    for (int seed = 0; seed < 100; seed++) {
      int[] left = values(seed);
      int[] right = values(seed + 1_000);
      int[] both = Arrays.copyOf(left, left.length + right.length);
      System.arraycopy(right, 0, both, left.length, right.length);
      MillisCounts counts = new MillisCounts();
      Arrays.stream(right).forEach(counts::add);
      MillisCounts sum = new MillisCounts();
      Arrays.stream(left).forEach(sum::add);
      sum.addAll(counts);

      MillisHistogram expected = MillisHistogram.of(both);
      assertEquals(expected, MillisHistogram.of(left).plus(MillisHistogram.of(right)));
      assertEquals(expected, sum.toHistogram());
    }
    MillisHistogram some = MillisHistogram.of(3);
    assertEquals(some, some.plus(MillisHistogram.EMPTY));
    assertEquals(some, MillisHistogram.EMPTY.plus(some));
  }

  @Test
  void valuesAndCountsGoThereAndBack() {
    MillisHistogram histogram = shuffledHistogram(values(3), 3);

    assertEquals(histogram, MillisHistogram.of(histogram.values(), histogram.counts()));
    MillisCounts visited = new MillisCounts();
    histogram.forEach(visited::add);
    assertEquals(histogram, visited.toHistogram());
  }

  @Test
  void heapIsBoundedByDistinctValues() {
    SplittableRandom random = new SplittableRandom(5);
    for (int range = 10; range <= 1_000_000_000 && range > 0; range *= 10) {
      MillisCounts counts = new MillisCounts();
      for (int i = 0; i < 50_000; i++) {
        // Low values often, all others seldom: an array and a table side by side.
        counts.add(random.nextInt(i % 3 == 0 ? range : Math.max(1, range / 100)));
        if (i % 997 == 0) {
          long distinct = counts.toHistogram().values().length;
          assertTrue(
              counts.heapBytes() <= 64 * distinct + 512,
              () -> counts.heapBytes() + " bytes for " + distinct + " distinct values");
        }
      }
    }
  }

  @Test
  void refusesWhatIsNoHistogram() {
    assertThrows(IllegalArgumentException.class, () -> MillisHistogram.of(-1));
    assertThrows(
        IllegalArgumentException.class,
        () -> MillisHistogram.of(new int[] {2, 1}, new long[] {1, 1}));
    assertThrows(
        IllegalArgumentException.class, () -> MillisHistogram.of(new int[] {2}, new long[] {0}));
    assertThrows(
        IllegalArgumentException.class, () -> MillisHistogram.of(new int[] {2}, new long[] {}));
    assertThrows(IllegalArgumentException.class, () -> MillisHistogram.of(1).quantile(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> MillisHistogram.of(1).quantile(1.01));
    assertThrows(IllegalArgumentException.class, () -> MillisHistogram.of(1).valueAtRank(2));
    assertThrows(IllegalStateException.class, () -> MillisHistogram.EMPTY.quantile(0.5));
    assertThrows(IllegalStateException.class, MillisHistogram.EMPTY::mean);
  }

  /** 1 to 1,000 values of one of several shapes: few, many, small, huge, clustered. */
  private static int[] values(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] values = new int[1 + random.nextInt(1_000)];
    int low = random.nextInt(3) == 0 ? 0 : random.nextInt(100_000);
    int range = 1 << random.nextInt(1, 29);
    Arrays.setAll(
        values,
        i -> low + (random.nextInt(20) == 0 ? random.nextInt(1 << 30) : random.nextInt(range)));
    return values;
  }

  private static MillisHistogram shuffledHistogram(int[] values, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] shuffled = values.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = swap;
    }
    return MillisHistogram.of(shuffled);
  }
}
