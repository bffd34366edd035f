package io.functionrunner.perf.metrics;

import java.time.Duration;

/**
 * One metric of the catalog.
 *
 * @param id the name that series, reports and criteria use
 * @param exporter who serves it, for instance {@code node_exporter}
 * @param unit of its values, for instance {@code s}, {@code %}, {@code tasks/s}
 * @param meaning one sentence: what a reader may conclude from it, and what not
 * @param required whether a run that lacks it is invalid
 * @param value how it is got
 */
public record MetricDefinition(
    String id,
    String exporter,
    String unit,
    Direction direction,
    String meaning,
    boolean required,
    Expression value) {

  /** Which way is better. */
  public enum Direction {
    HIGHER,
    LOWER,
    /** Neither: a busy worker is no fault. */
    NEITHER
  }

  /** The form of the value, as a reader of the catalog sees it. */
  public enum Kind {
    GAUGE,
    COUNTER_RATE,
    HISTOGRAM_QUANTILE,
    /** Computed from others: a ratio, a sum, a percentage. */
    DERIVED,
    RAW
  }

  public MetricDefinition {
    if (!id.matches("[a-z][a-z0-9_]{0,63}")) {
      throw new IllegalArgumentException(
          id + ": not a metric id. Expecting up to 64 of a-z, 0-9, _, a letter first");
    }
    if (value instanceof Derived.OrZero zero && zero.where().isEmpty()) {
      throw new IllegalArgumentException(
          id + ": 0 also when nothing was measured. Expecting \"where\" beside or_zero's \"of\"");
    }
  }

  public Kind kind() {
    if (value instanceof Expression.Gauge) {
      return Kind.GAUGE;
    }
    if (value instanceof Expression.CounterRate) {
      return Kind.COUNTER_RATE;
    }
    if (value instanceof Expression.HistogramQuantile) {
      return Kind.HISTOGRAM_QUANTILE;
    }
    return value instanceof Derived ? Kind.DERIVED : Kind.RAW;
  }

  /**
   * The query for a Prometheus that scrapes at this interval: windows of rates are widened to hold
   * {@value Expression#SAMPLES_IN_WINDOW} samples.
   */
  public String promQl(Duration scrapeInterval) {
    return value.promQl(scrapeInterval);
  }

  /** Whether a direct scrape can evaluate it: all but raw PromQL. */
  public boolean scrapable() {
    return kind() != Kind.RAW;
  }
}
