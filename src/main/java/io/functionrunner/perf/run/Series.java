package io.functionrunner.perf.run;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One metric over time for one set of labels. A gap is a stretch without points: "not measured" is
 * never a zero and never NaN.
 *
 * @param metricId the catalog's id, which also fixes the unit of {@code values}
 * @param labels what tells this series from the metric's others; empty for an aggregate over all
 * @param epochMillis strictly increasing, in the injector's clock; taken over, not copied
 * @param values finite, one for each instant; taken over, not copied
 */
// A day of one metric is 17,280 points: primitives, not a list of boxes.
@SuppressWarnings("ArrayRecordComponent")
public record Series(
    String metricId, Map<String, String> labels, long[] epochMillis, double[] values) {

  public Series {
    if (metricId.isEmpty()) {
      throw new IllegalArgumentException("a series without a metric id");
    }
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    if (epochMillis.length != values.length) {
      throw new IllegalArgumentException(
          "series %s%s: %d instants, %d values. Expecting as many"
              .formatted(metricId, labels, epochMillis.length, values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "series %s%s: %s at %d. Expecting a finite value, or no point"
                .formatted(metricId, labels, values[i], epochMillis[i]));
      }
      if (i > 0 && epochMillis[i] <= epochMillis[i - 1]) {
        throw new IllegalArgumentException(
            "series %s%s: %d after %d. Expecting increasing instants"
                .formatted(metricId, labels, epochMillis[i], epochMillis[i - 1]));
      }
    }
  }

  /** Number of points. */
  public int size() {
    return values.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Series series
        && metricId.equals(series.metricId)
        && labels.equals(series.labels)
        && Arrays.equals(epochMillis, series.epochMillis)
        && Arrays.equals(values, series.values);
  }

  @Override
  public int hashCode() {
    int hash = 31 * metricId.hashCode() + labels.hashCode();
    return 31 * (31 * hash + Arrays.hashCode(epochMillis)) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return metricId + labels + " with " + size() + " points";
  }
}
