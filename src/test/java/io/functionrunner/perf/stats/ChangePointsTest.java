package io.functionrunner.perf.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangePointsTest {

  /** Otava's own test, {@code tests/analysis_test.py}: one change, at 10. */
  private static final double[] PUBLISHED = {
    1.02, 0.95, 0.99, 1.00, 1.12, 1.00, 1.01, 0.98, 1.01, 0.96, 0.50, 0.51, 0.48, 0.48, 0.55, 0.50,
    0.49, 0.51, 0.50, 0.49
  };

  private static int[] indices(double[] values) {
    return ChangePoints.of(values, ChangePoints.SHOWN).stream()
        .mapToInt(ChangePoint::index)
        .toArray();
  }

  @Test
  void thePublishedExample() {
    double[] values = PUBLISHED.clone();
    List<ChangePoint> found = ChangePoints.of(values, ChangePoints.SHOWN);
    assertEquals(1, found.size());
    ChangePoint change = found.get(0);
    assertEquals(10, change.index());
    assertEquals(1.004, change.before(), 1e-12);
    assertEquals(.501, change.after(), 1e-12);
    assertEquals(.501 / 1.004 - 1, change.change(), 1e-12);
    assertTrue(Arrays.equals(PUBLISHED, values), "the input is changed");
  }

  /** {@code scipy.stats.ttest_ind(left, right).pvalue}, SciPy 1.16.3. */
  @Test
  void theTestIsStudents() {
    double[] lower = {1.00, 1.02, 1.05, 0.95, 0.98, 0.80, 0.82, 0.85, 0.79, 0.77};
    assertEquals(2.024977032933363e-05, TTest.of(lower, 0, 5, 10).p(), 1e-15);
    assertEquals(3.627606326069803e-17, TTest.of(PUBLISHED, 0, 10, 20).p(), 1e-25);
    assertEquals(0.009132611386275455, TTest.of(new double[] {7, 9, 8, 20}, 0, 3, 4).p(), 1e-12);
    assertEquals(1, TTest.of(new double[] {1, 2}, 0, 1, 2).p());
    assertEquals(1, TTest.of(new double[] {5, 5, 5, 5}, 0, 2, 4).p());
    assertEquals(0, TTest.of(new double[] {5, 5, 6, 6}, 0, 2, 4).p());
  }

  record Case(double mostP, double magnitude, String expected, List<Double> values) {

    static Case of(String line) {
      String[] fields = line.split("\t", -1);
      return new Case(
          Double.parseDouble(fields[0]),
          Double.parseDouble(fields[1]),
          fields[2],
          Arrays.stream(fields[3].split(",", -1)).map(Double::valueOf).toList());
    }

    @Override
    public String toString() {
      return values.size() + " values, " + expected;
    }
  }

  static List<Case> otava() throws IOException {
    try (InputStream in = ChangePointsTest.class.getResourceAsStream("change-points.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Case::of).toList();
    }
  }

  /** {@code src/test/python/change_points.py} asks Otava. Its magnitude is the larger of ways. */
  @ParameterizedTest
  @MethodSource("otava")
  void findsWhatOtavaFinds(Case one) {
    double[] values = one.values.stream().mapToDouble(v -> v).toArray();
    List<ChangePoint> found = ChangePoints.of(values, one.mostP, one.magnitude, 1);
    String[] expected = one.expected.equals("-") ? new String[0] : one.expected.split(",", -1);
    assertEquals(expected.length, found.size(), found::toString);
    for (int i = 0; i < expected.length; i++) {
      String[] indexAndP = expected[i].split(":", -1);
      assertEquals(Integer.parseInt(indexAndP[0]), found.get(i).index());
      double p = Double.parseDouble(indexAndP[1]);
      assertEquals(p, found.get(i).p(), 1e-6 * p + 1e-300);
    }
  }

  /** The splits with their sums, against the definition with a loop for each. */
  @Test
  void theBestSplitIsThatOfTheLiteralFormula() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      int size = 4 + random.nextInt(12);
      int shift = 1 + random.nextInt(size - 1);
      double[] values =
          IntStream.range(0, size)
              .mapToDouble(i -> random.nextGaussian() + (i < shift ? 0 : 50))
              .toArray();
      int literal = literal(values);
      // At p = 1 the first split is always taken, so it is among those found.
      assertTrue(new Divisive(values, 0, size, 1).changes().contains(literal));
      assertEquals(shift, literal);
    }
  }

  private static int literal(double[] x) {
    double largest = Double.NEGATIVE_INFINITY;
    int best = -1;
    for (int tau = 1; tau < x.length; tau++) {
      for (int kappa = tau + 1; kappa <= x.length; kappa++) {
        double n = tau;
        double m = kappa - tau;
        double between = mean(x, 0, tau, tau, kappa);
        double left = n > 1 ? mean(x, 0, tau, 0, tau) * n / (n - 1) : 0;
        double right = m > 1 ? mean(x, tau, kappa, tau, kappa) * m / (m - 1) : 0;
        double q = m * n / (m + n) * (2 * between - left - right);
        if (q > largest) {
          largest = q;
          best = tau;
        }
      }
    }
    return best;
  }

  /** Average distance of two values, one of each stretch. */
  private static double mean(double[] x, int from, int to, int otherFrom, int otherTo) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      for (int j = otherFrom; j < otherTo; j++) {
        sum += Math.abs(x[i] - x[j]);
      }
    }
    return sum / (to - from) / (otherTo - otherFrom);
  }

  private static double[] levels(long seed, double cv, double... lengthsAndLevels) {
    Random random = new Random(seed);
    DoubleStream.Builder values = DoubleStream.builder();
    for (int i = 0; i < lengthsAndLevels.length; i += 2) {
      for (int k = 0; k < lengthsAndLevels[i]; k++) {
        values.add(lengthsAndLevels[i + 1] * (1 + cv * random.nextGaussian()));
      }
    }
    return values.build().toArray();
  }

  @Test
  void aChangeIsFoundFarBeyondOneWindow() {
    assertEquals(
        List.of(170, 330),
        Arrays.stream(indices(levels(1, .02, 170, 100, 160, 115, 90, 100))).boxed().toList());
  }

  @Test
  void oneOrTwoOddRunsAreNoLevelAndThreeAre() {
    assertEquals(0, indices(levels(2, .01, 30, 100, 1, 200, 30, 100)).length);
    assertEquals(0, indices(levels(2, .01, 30, 100, 2, 200)).length);
    assertEquals(0, indices(levels(2, .01, 2, 200, 30, 100)).length);
    assertEquals(30, indices(levels(2, .01, 30, 100, 3, 200))[0]);
  }

  @Test
  void anOddRunAtTheChangeDoesNotHideIt() {
    int[] found = indices(levels(2, .01, 30, 100, 1, 400, 30, 150));
    assertEquals(1, found.length);
    assertTrue(found[0] == 30 || found[0] == 31, found[0] + "");
  }

  @Test
  void aSmallChangeIsOfNoInterestHoweverSure() {
    assertEquals(0, indices(levels(4, .002, 30, 100, 30, 104)).length);
    assertEquals(1, indices(levels(4, .002, 30, 100, 30, 106)).length);
  }

  @Test
  void itsUnitDoesNotMatter() {
    double[] values = levels(5, .02, 20, 100, 20, 120, 20, 90);
    double[] seconds = Arrays.stream(values).map(v -> v / 1000).toArray();
    assertEquals(2, indices(values).length);
    assertTrue(Arrays.equals(indices(values), indices(seconds)));
  }

  @Test
  void whatNeverVariesHasNoChangeAndWhatLeavesZeroHas() {
    assertEquals(0, indices(new double[100]).length);
    assertEquals(0, indices(new double[0]).length);
    assertEquals(0, indices(new double[] {3}).length);
    List<ChangePoint> found = ChangePoints.of(levels(6, .1, 20, 0, 20, .01), ChangePoints.GATING);
    assertEquals(20, found.get(0).index());
    assertEquals(Double.POSITIVE_INFINITY, found.get(0).change());
  }

  /** What docs/history.md says, in short: a series without a change almost never shows one. */
  @Test
  void falseAlarmsAreRare() {
    assertTrue(ChangePointStudy.falseAlarms(400, 100, .1, ChangePoints.SHOWN) <= .02);
    assertTrue(ChangePointStudy.falseAlarms(400, 100, .1, ChangePoints.GATING) <= .005);
  }
}
