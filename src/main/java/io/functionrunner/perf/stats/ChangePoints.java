package io.functionrunner.perf.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the points at which the level of a series of runs changed, and stayed.
 *
 * <p>The algorithm is that of Fleming et al., "Hunter: Using Change Point Detection to Hunt for
 * Performance Regressions", ICPE 2023 (Apache Otava): E-divisive splits windows of the series where
 * the energy distance of the two sides is largest (Matteson and James, JASA 109, 2014), as long as
 * a t-test at a relaxed limit takes the sides for different; the points of all windows are then
 * merged, the weakest first, until each holds against its neighbours. No permutations: for p ≤ 1e-5
 * they would need 100,000 draws.
 *
 * <p>Otherwise than in Otava 0.8: variances are those of samples (n − 1). A split is tested against
 * as many values as its divergence compares, not against all that follow: else a level that comes
 * and goes within a window is not seen. When a point is dropped, both its neighbours are judged
 * anew. And a level is {@value #SHORTEST} values or more: one odd run is none.
 */
public final class ChangePoints {

  /** Significance from which a change is shown; docs/history.md has its false alarms. */
  public static final double SHOWN = 1e-4;

  /** Significance from which a verdict may rest on it. */
  public static final double GATING = 1e-5;

  /** Smaller changes are of no practical interest, however sure. */
  public static final double MAGNITUDE = 0.05;

  /** Values of a level. */
  public static final int SHORTEST = 3;

  private static final int WINDOW = 50;

  /** The split looks for candidates; the merge decides with the neighbours that they then have. */
  private static final double RELAXED = 10;

  private final double[] values;
  private final double mostP;
  private final double magnitude;
  private final int shortest;

  private ChangePoints(double[] values, double mostP, double magnitude, int shortest) {
    this.values = values;
    this.mostP = mostP;
    this.magnitude = magnitude;
    this.shortest = shortest;
  }

  /**
   * The change points of a series, in its order.
   *
   * @param values finite
   * @param mostP {@link #SHOWN} or {@link #GATING}
   */
  public static List<ChangePoint> of(double[] values, double mostP) {
    return of(values, mostP, MAGNITUDE, SHORTEST);
  }

  static List<ChangePoint> of(double[] values, double mostP, double magnitude, int shortest) {
    ChangePoints series = new ChangePoints(values, mostP, magnitude, shortest);
    return series.merged(series.split());
  }

  /** Windows overlap by half, so that a change at the edge of one lies inside of another. */
  private List<Integer> split() {
    TreeSet<Integer> all = new TreeSet<>();
    int start = 0;
    while (start < values.length) {
      int end = Math.min(start + WINDOW, values.length);
      List<Integer> found = new Divisive(values, start, end, mostP * RELAXED).changes();
      all.addAll(found);
      int last = found.isEmpty() ? 0 : found.get(found.size() - 1);
      start = Math.max(last, start + WINDOW / 2);
    }
    return new ArrayList<>(all);
  }

  private List<ChangePoint> merged(List<Integer> at) {
    List<ChangePoint> points = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      points.add(between(i == 0 ? 0 : at.get(i - 1), at.get(i), next(at, i)));
    }
    while (true) {
      int weakest = weakest(points);
      if (weakest < 0) {
        return List.copyOf(points);
      }
      points.remove(weakest);
      at.remove(weakest);
      // Its neighbours have other sides now.
      for (int i = Math.max(0, weakest - 1); i <= weakest && i < at.size(); i++) {
        points.set(i, between(i == 0 ? 0 : at.get(i - 1), at.get(i), next(at, i)));
      }
    }
  }

  private int next(List<Integer> at, int i) {
    return i + 1 < at.size() ? at.get(i + 1) : values.length;
  }

  private ChangePoint between(int start, int index, int end) {
    TTest test = TTest.of(values, start, index, end);
    return new ChangePoint(index, test.before(), test.after(), test.p());
  }

  /** The one to drop: not significant, or beside too short a level, or too small; else −1. */
  private int weakest(List<ChangePoint> points) {
    Comparator<Integer> byP = Comparator.comparingDouble(i -> points.get(i).p());
    List<Integer> all = new ArrayList<>();
    List<Integer> brief = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      all.add(i);
      int start = i == 0 ? 0 : points.get(i - 1).index();
      int end = i + 1 < points.size() ? points.get(i + 1).index() : values.length;
      int index = points.get(i).index();
      if (Math.min(index - start, end - index) < shortest) {
        brief.add(i);
      }
    }
    if (all.isEmpty()) {
      return -1;
    }
    int leastSure = all.stream().max(byP).orElseThrow();
    if (points.get(leastSure).p() >= mostP) {
      return leastSure;
    }
    if (!brief.isEmpty()) {
      return brief.stream().max(byP).orElseThrow();
    }
    int smallest =
        all.stream()
            .min(Comparator.comparingDouble(i -> Math.abs(points.get(i).change())))
            .orElseThrow();
    return Math.abs(points.get(smallest).change()) < magnitude ? smallest : -1;
  }
}
