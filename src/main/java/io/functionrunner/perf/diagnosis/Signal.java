package io.functionrunner.perf.diagnosis;

import java.util.Arrays;

/**
 * A series as the search for anomalies sees it.
 *
 * @param name for people: {@code queue_depth_by_queue{image}}
 * @param group what it is about; an anomaly in two series of one group is seen once
 * @param unit of {@code raw}
 * @param raw as collected
 * @param judged the same on a scale on which noise is about equal everywhere
 * @param floor least standard deviation of {@code judged} that is taken for noise
 * @param independent whether neighbouring points share nothing, so that averaging lessens the noise
 * @param bad which way is worth telling
 */
record Signal(
    String name,
    String group,
    String unit,
    Points raw,
    Points judged,
    double floor,
    boolean independent,
    Bad bad) {

  /** Which way is worth telling. */
  enum Bad {
    UP,
    DOWN,
    EITHER;

    /** The deviation as a positive number when it is bad. */
    double of(double deviation) {
      return switch (this) {
        case UP -> deviation;
        case DOWN -> -deviation;
        case EITHER -> Math.abs(deviation);
      };
    }
  }

  /** Averaged over so many points around each. */
  static Points smoothed(Points points, int width) {
    if (width == 1) {
      return points;
    }
    double[] values = new double[points.size()];
    double[] sums = new double[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      sums[i + 1] = sums[i] + points.values()[i];
    }
    Arrays.setAll(
        values,
        i -> {
          int from = Math.max(0, i - width / 2);
          int to = Math.min(values.length, from + width);
          return (sums[to] - sums[from]) / (to - from);
        });
    return new Points(points.millis(), values);
  }
}
