package io.functionrunner.perf.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Chances (p-values) of many tests made at once, so adjusted that each is told by itself. */
public final class AdjustedChances {

  private AdjustedChances() {}

  /**
   * Holm 1979: all rejections at level α together are false with a chance of at most α, whatever
   * the tests have to do with each other.
   */
  public static double[] holm(double... chances) {
    Integer[] order = rising(chances);
    double[] adjusted = new double[chances.length];
    double most = 0;
    for (int rank = 0; rank < order.length; rank++) {
      most = Math.max(most, chances[order[rank]] * (order.length - rank));
      adjusted[order[rank]] = Math.min(1, most);
    }
    return adjusted;
  }

  /**
   * By how much Holm divides the level for each test: the number of tests whose chance is not
   * smaller.
   */
  public static int[] holmDivisors(double... chances) {
    Integer[] order = rising(chances);
    int[] divisors = new int[chances.length];
    for (int rank = 0; rank < order.length; rank++) {
      divisors[order[rank]] = order.length - rank;
    }
    return divisors;
  }

  /**
   * Benjamini and Hochberg 1995: of the rejections at level q at most the share q is false, on
   * average.
   */
  public static double[] benjaminiHochberg(double... chances) {
    Integer[] order = rising(chances);
    double[] adjusted = new double[chances.length];
    double least = 1;
    for (int rank = order.length - 1; rank >= 0; rank--) {
      least = Math.min(least, chances[order[rank]] * order.length / (rank + 1));
      adjusted[order[rank]] = least;
    }
    return adjusted;
  }

  private static Integer[] rising(double[] chances) {
    if (!Arrays.stream(chances).allMatch(p -> p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          Arrays.toString(chances) + ": not chances. Expecting 0 to 1");
    }
    return IntStream.range(0, chances.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> chances[i]))
        .toArray(Integer[]::new);
  }
}
