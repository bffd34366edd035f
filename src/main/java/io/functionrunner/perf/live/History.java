package io.functionrunner.perf.live;

import java.util.ArrayList;
import java.util.List;

/**
 * A run's seconds so far, as rows of numbers: at most {@value #MOST} of them, however long it
 * takes. When they are full, every two become one. A row says the average or the most of its
 * seconds. NaN: no value. Not thread-safe.
 */
final class History {

  static final int MOST = 1_200;

  /** What becomes of a column when two seconds become one row. */
  enum Merge {
    MEAN,
    MOST
  }

  /** A column: a line of a chart. */
  record Column(String chart, String label, Merge merge) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<double[]> rows = new ArrayList<>();

  /** How many seconds a row has, and how many of them the last one has already. */
  private int width = 1;

  private int filled;

  /** Index of a column, which is added when there is none like it. */
  int column(String chart, String label, Merge merge) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).chart().equals(chart) && columns.get(i).label().equals(label)) {
        return i;
      }
    }
    columns.add(new Column(chart, label, merge));
    return columns.size() - 1;
  }

  List<Column> columns() {
    return columns;
  }

  /** So far; a row has as many values as there were columns. */
  List<double[]> rows() {
    return rows;
  }

  /**
   * One more second.
   *
   * @param second a value a column
   * @return whether all rows have changed, and not only the last
   */
  boolean add(double[] second) {
    boolean full = filled == 0 && rows.size() == MOST;
    if (full) {
      halve();
    }
    if (filled == 0) {
      rows.add(second);
    } else {
      int last = rows.size() - 1;
      rows.set(last, merged(rows.get(last), filled, second, 1));
    }
    filled = (filled + 1) % width;
    return full;
  }

  private void halve() {
    List<double[]> halves = new ArrayList<>();
    for (int i = 0; i + 1 < rows.size(); i += 2) {
      halves.add(merged(rows.get(i), width, rows.get(i + 1), width));
    }
    rows.clear();
    rows.addAll(halves);
    width *= 2;
  }

  private double[] merged(double[] left, int leftWeight, double[] right, int rightWeight) {
    double[] both = new double[right.length];
    for (int i = 0; i < both.length; i++) {
      double a = i < left.length ? left[i] : Double.NaN;
      double b = right[i];
      if (Double.isNaN(a) || Double.isNaN(b)) {
        both[i] = Double.isNaN(a) ? b : a;
      } else {
        both[i] =
            columns.get(i).merge() == Merge.MOST
                ? Math.max(a, b)
                : (a * leftWeight + b * rightWeight) / (leftWeight + rightWeight);
      }
    }
    return both;
  }
}
