package io.functionrunner.perf.stats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * How often each whole number of milliseconds occurred: exact, immutable, and as large as the
 * number of distinct values, however many were counted. Made by {@link MillisCounts}.
 *
 * <p>Quantiles are nearest-rank: the q-quantile of n values is the smallest of them with at least
 * ceil(q·n) values at or below it (definition 1 of Hyndman and Fan, "Sample quantiles in
 * statistical packages", 1996), so it is always a value that occurred. An empty histogram has no
 * minimum, mean or quantile: to ask for one is an {@link IllegalStateException}.
 */
public final class MillisHistogram {
  /** Nothing counted. */
  public static final MillisHistogram EMPTY = new MillisHistogram(new int[0], new long[0]);

  private final int[] values;
  private final long[] cumulative;

  private MillisHistogram(int[] values, long[] cumulative) {
    this.values = values;
    this.cumulative = cumulative;
  }

  /** A histogram of single values, in any order. */
  public static MillisHistogram of(int... millis) {
    MillisCounts counts = new MillisCounts();
    for (int value : millis) {
      counts.add(value);
    }
    return counts.toHistogram();
  }

  /**
   * The inverse of {@link #values()} and {@link #counts()}.
   *
   * @param values rising strictly, none negative
   * @param counts as many, all positive
   */
  public static MillisHistogram of(int[] values, long[] counts) {
    if (values.length != counts.length) {
      throw new IllegalArgumentException(
          "%d values, %d counts. Expecting as many".formatted(values.length, counts.length));
    }
    long[] cumulative = new long[counts.length];
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || (i > 0 && values[i] <= values[i - 1]) || counts[i] <= 0) {
        throw new IllegalArgumentException(
            "%d ms counted %d times at index %d. Expecting rising values and positive counts"
                .formatted(values[i], counts[i], i));
      }
      sum = Math.addExact(sum, counts[i]);
      cumulative[i] = sum;
    }
    return new MillisHistogram(values.clone(), cumulative);
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  /** How many values were counted. */
  public long count() {
    return isEmpty() ? 0 : cumulative[values.length - 1];
  }

  public int min() {
    requireValues();
    return values[0];
  }

  public int max() {
    requireValues();
    return values[values.length - 1];
  }

  /** Sum of all values, in milliseconds. */
  public long sum() {
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum = Math.addExact(sum, Math.multiplyExact(values[i], countAt(i)));
    }
    return sum;
  }

  public double mean() {
    requireValues();
    return (double) sum() / count();
  }

  /**
   * Standard deviation of the values as a population (divisor n, as Gatling's), from exact integer
   * sums: (n·Σx² − (Σx)²) / n², so nothing cancels out.
   */
  public double standardDeviation() {
    requireValues();
    BigInteger squares = BigInteger.ZERO;
    for (int i = 0; i < values.length; i++) {
      squares =
          squares.add(
              BigInteger.valueOf((long) values[i] * values[i])
                  .multiply(BigInteger.valueOf(countAt(i))));
    }
    BigInteger sum = BigInteger.valueOf(sum());
    BigInteger spread = squares.multiply(BigInteger.valueOf(count())).subtract(sum.multiply(sum));
    return Math.sqrt(spread.doubleValue()) / count();
  }

  /**
   * The smallest value with at least ceil(q·n) values at or below it; the minimum for q = 0. q is
   * taken as the decimal number it prints as, so that 0.07 of 100 values is the 7th and not, by
   * rounding, the 8th.
   *
   * @param q 0 to 1
   */
  public int quantile(double q) {
    requireValues();
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException(q + ": not a quantile. Expecting 0 to 1");
    }
    long rank =
        BigDecimal.valueOf(q)
            .multiply(BigDecimal.valueOf(count()))
            .setScale(0, RoundingMode.CEILING)
            .longValueExact();
    return valueAtRank(Math.max(1, rank));
  }

  /** The rank-th smallest value, counted from 1. */
  public int valueAtRank(long rank) {
    if (rank < 1 || rank > count()) {
      throw new IllegalArgumentException(
          "rank %d of %d values. Expecting 1 to %d".formatted(rank, count(), count()));
    }
    // The first cumulative count that reaches the rank; cumulative counts rise strictly.
    int index = Arrays.binarySearch(cumulative, rank);
    return values[index >= 0 ? index : -index - 1];
  }

  /** How many values are at or below {@code millis}. */
  public long rankOf(int millis) {
    int index = Arrays.binarySearch(values, millis);
    int last = index >= 0 ? index : -index - 2;
    return last < 0 ? 0 : cumulative[last];
  }

  /** This histogram and another one together. */
  public MillisHistogram plus(MillisHistogram other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    int[] merged = new int[values.length + other.values.length];
    long[] sums = new long[merged.length];
    int size = 0;
    int left = 0;
    int right = 0;
    long total = 0;
    while (left < values.length || right < other.values.length) {
      int value =
          Math.min(
              left < values.length ? values[left] : Integer.MAX_VALUE,
              right < other.values.length ? other.values[right] : Integer.MAX_VALUE);
      if (left < values.length && values[left] == value) {
        total = Math.addExact(total, countAt(left++));
      }
      if (right < other.values.length && other.values[right] == value) {
        total = Math.addExact(total, other.countAt(right++));
      }
      merged[size] = value;
      sums[size++] = total;
    }
    return new MillisHistogram(Arrays.copyOf(merged, size), Arrays.copyOf(sums, size));
  }

  /** Tells every value that occurred, rising, and how often. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < values.length; i++) {
      visitor.accept(values[i], countAt(i));
    }
  }

  /** Takes a value and how often it occurred. */
  @FunctionalInterface
  public interface Visitor {
    void accept(int millis, long count);
  }

  /** The values that occurred, rising. */
  public int[] values() {
    return values.clone();
  }

  /** How often each of {@link #values()} occurred. */
  public long[] counts() {
    long[] counts = new long[values.length];
    Arrays.setAll(counts, this::countAt);
    return counts;
  }

  private long countAt(int index) {
    return index == 0 ? cumulative[0] : cumulative[index] - cumulative[index - 1];
  }

  private void requireValues() {
    if (isEmpty()) {
      throw new IllegalStateException("no values counted");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MillisHistogram that
        && Arrays.equals(values, that.values)
        && Arrays.equals(cumulative, that.cumulative);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(cumulative);
  }

  @Override
  public String toString() {
    return isEmpty() ? "no values" : "%d values, %d to %d ms".formatted(count(), min(), max());
  }
}
