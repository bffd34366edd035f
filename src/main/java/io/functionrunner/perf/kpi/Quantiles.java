package io.functionrunner.perf.kpi;

import io.functionrunner.perf.stats.CertifiedQuantile;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.stats.QuantileRanks;
import io.functionrunner.perf.stats.Shares;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Values of KPIs that are estimates, with what a sample of this size can say of the true value. */
final class Quantiles {

  /** The quantiles that are KPIs, by name. */
  static final Map<String, Double> NAMES =
      Collections.unmodifiableMap(new TreeMap<>(Map.of("p50", .5, "p95", .95, "p99", .99)));

  private static final double CONFIDENCE = 0.99;

  private Quantiles() {}

  /** A quantile in milliseconds; {@code missing} says why there is none of no values. */
  static KpiValue reading(MillisHistogram times, double p, String missing) {
    if (times.isEmpty()) {
      return KpiValue.missing(missing);
    }
    OptionalInt certified = CertifiedQuantile.of(times, p);
    return new KpiValue.Measured(
        times.quantile(p),
        Optional.of(QuantileRanks.interval(times, p, CONFIDENCE)),
        certified.isPresent() ? OptionalDouble.of(certified.getAsInt()) : OptionalDouble.empty());
  }

  /** A share with its Wilson interval; {@code missing} says why there is none of nothing. */
  static KpiValue share(long hits, long total, String missing) {
    if (total == 0) {
      return KpiValue.missing(missing);
    }
    double share = (double) hits / total;
    return new KpiValue.Measured(
        share,
        Optional.of(Shares.wilson(share, (double) total, CONFIDENCE)),
        OptionalDouble.empty());
  }
}
