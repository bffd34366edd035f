package io.functionrunner.perf.stats;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Milliseconds in buckets that are equally wide on a logarithmic scale, {@value #PER_DECADE} to a
 * factor of ten. Bucket i holds the values from 10^(i/{@value #PER_DECADE}) to below
 * 10^((i+1)/{@value #PER_DECADE}) ms; 0 ms counts as 1.
 */
public final class LogBuckets {

  /** Each bucket's end is 21 % above its start: fine enough to see two humps of one class. */
  public static final int PER_DECADE = 12;

  private LogBuckets() {}

  /** The bucket of a value. */
  public static int index(int millis) {
    int index = (int) Math.floor(PER_DECADE * Math.log10(Math.max(1, millis)));
    // A logarithm is off by an ulp, and a border may be a whole number only by its definition.
    return from(index + 1) <= millis ? index + 1 : index;
  }

  /** Where a bucket begins, in milliseconds; it ends where the next begins. */
  public static double from(int index) {
    return Math.pow(10, (double) index / PER_DECADE);
  }

  /** How many values each bucket has; none for an empty one. */
  public static SortedMap<Integer, Long> counts(MillisHistogram times) {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    times.forEach((millis, count) -> counts.merge(index(millis), count, Long::sum));
    return counts;
  }
}
