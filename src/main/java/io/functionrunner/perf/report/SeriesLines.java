package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.run.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Series on one axis of time, as a chart wants them: a value or null for each instant. Short series
 * are drawn as they are. Of a longer one each bucket of time shows its smallest and its largest
 * value, in the order in which they came: no spike and no dip is lost. Where nothing was measured
 * for two steps, the line is broken.
 */
final class SeriesLines {

  /** Twice as wide as most screens show. */
  static final int MOST = 1_000;

  private static final double GAP_STEPS = 2.5;

  private final List<Series> series;
  private final long startMillis;
  private final long stepMillis;
  private final long[] instants;

  /**
   * @param startMillis epoch milliseconds of the load's start; points before it are left out
   */
  SeriesLines(List<Series> series, long startMillis, long stepMillis) {
    this.series = series;
    this.startMillis = startMillis;
    this.stepMillis = stepMillis;
    TreeSet<Long> all = new TreeSet<>();
    for (Series one : series) {
      for (long millis : one.epochMillis()) {
        if (millis >= startMillis) {
          all.add(millis);
        }
      }
    }
    instants = all.stream().mapToLong(Long::longValue).toArray();
  }

  /** Adds {@code x}, in seconds since the load's start, and {@code lines}, one array a series. */
  void writeTo(ObjectNode chart) {
    if (instants.length <= MOST) {
      every(chart);
    } else {
      buckets(chart);
    }
  }

  private void every(ObjectNode chart) {
    List<Long> rows = new ArrayList<>();
    for (int i = 0; i < instants.length; i++) {
      if (i > 0 && instants[i] - instants[i - 1] > GAP_STEPS * stepMillis) {
        rows.add(instants[i - 1] + stepMillis);
      }
      rows.add(instants[i]);
    }
    ArrayNode x = chart.putArray("x");
    rows.forEach(millis -> x.add(seconds(millis)));
    ArrayNode lines = chart.putArray("lines");
    for (Series one : series) {
      ArrayNode line = lines.addArray();
      int next = 0;
      for (long millis : rows) {
        while (next < one.size() && one.epochMillis()[next] < millis) {
          next++;
        }
        if (next < one.size() && one.epochMillis()[next] == millis) {
          line.add(one.values()[next]);
        } else {
          line.addNull();
        }
      }
    }
  }

  private void buckets(ObjectNode chart) {
    int count = MOST / 2;
    long first = instants[0];
    double width = (instants[instants.length - 1] - first + 1.0) / count;
    ArrayNode x = chart.putArray("x");
    for (int i = 0; i < count; i++) {
      x.add(seconds(first + (i + .25) * width));
      x.add(seconds(first + (i + .75) * width));
    }
    ArrayNode lines = chart.putArray("lines");
    for (Series one : series) {
      bucketed(lines.addArray(), one, first, width, count);
    }
  }

  private static void bucketed(ArrayNode line, Series one, long first, double width, int count) {
    int next = 0;
    while (next < one.size() && one.epochMillis()[next] < first) {
      next++;
    }
    for (int bucket = 0; bucket < count; bucket++) {
      double end = first + (bucket + 1) * width;
      int min = -1;
      int max = -1;
      for (; next < one.size() && one.epochMillis()[next] < end; next++) {
        min = min < 0 || one.values()[next] < one.values()[min] ? next : min;
        max = max < 0 || one.values()[next] > one.values()[max] ? next : max;
      }
      if (min < 0) {
        line.addNull().addNull();
      } else {
        line.add(one.values()[Math.min(min, max)]).add(one.values()[Math.max(min, max)]);
      }
    }
  }

  private double seconds(double epochMillis) {
    return Math.round(epochMillis - startMillis) / 1000.0;
  }
}
