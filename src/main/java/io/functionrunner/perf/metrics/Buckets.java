package io.functionrunner.perf.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * Cumulative buckets of a classic histogram, and a quantile of them by linear interpolation. The
 * rules are those of PromQL's {@code histogram_quantile} (Prometheus, {@code promql/quantile.go},
 * {@code bucketQuantile}), so that both sources of a metric agree.
 */
final class Buckets {

  /** Upper bound to count; {@code 1} and {@code 1.0} are the same bound. */
  private final TreeMap<Double, Double> countByUpperBound = new TreeMap<>();

  void add(String le, double count) {
    double upperBound;
    try {
      upperBound = le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    } catch (NumberFormatException e) {
      return; // PromQL leaves out what has no readable bound.
    }
    countByUpperBound.merge(upperBound, count, Double::sum);
  }

  /** NaN when there are no observations, or no {@code +Inf} bucket to know their number by. */
  double quantile(double q) {
    if (countByUpperBound.size() < 2 || countByUpperBound.lastKey() != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    makeMonotonic();
    double total = countByUpperBound.lastEntry().getValue();
    if (!(total > 0)) {
      return Double.NaN;
    }
    double rank = q * total;
    double lower = 0;
    double below = 0;
    boolean first = true;
    for (Map.Entry<Double, Double> bucket : countByUpperBound.entrySet()) {
      double upper = bucket.getKey();
      double count = bucket.getValue();
      if (upper == Double.POSITIVE_INFINITY) {
        return lower; // Beyond the last finite bound nothing is known but that bound.
      }
      if (count >= rank) {
        return first && upper <= 0
            ? upper
            : lower + (upper - lower) * ((rank - below) / (count - below));
      }
      first = false;
      lower = upper;
      below = count;
    }
    throw new IllegalStateException("no +Inf bucket in " + countByUpperBound);
  }

  /** Rates of buckets scraped at different moments can decrease a little: lift them. */
  private void makeMonotonic() {
    double max = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Double, Double> bucket : countByUpperBound.entrySet()) {
      max = Math.max(max, bucket.getValue());
      bucket.setValue(max);
    }
  }
}
