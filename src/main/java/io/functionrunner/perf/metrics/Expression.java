package io.functionrunner.perf.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a metric's value is. Each kind says the same thing twice, side by side: as PromQL for a
 * Prometheus, and as an evaluation of samples we scraped ourselves.
 *
 * <p>{@code scrapeInterval} is that of the samples. A rate needs several samples in its window, so
 * a window is never shorter than {@value #SAMPLES_IN_WINDOW} intervals (Grafana's {@code
 * $__rate_interval} takes the same four).
 */
public sealed interface Expression
    permits Expression.Gauge,
        Expression.CounterRate,
        Expression.HistogramQuantile,
        Expression.Raw,
        Derived {

  /** Fewer would make a rate of one lost scrape's noise. */
  int SAMPLES_IN_WINDOW = 4;

  /** The query, or what stands for it inside a larger one. */
  String promQl(Duration scrapeInterval);

  /**
   * Value by labels at an instant; nothing where there is no value. May hold NaN, as PromQL may.
   */
  Map<Map<String, String>, Double> evaluate(
      Samples samples, long atMillis, Duration scrapeInterval);

  /** Names of the samples it reads, as they stand in an exposition; empty for raw PromQL. */
  Set<String> sampleNames();

  /** How far back it looks at samples, {@link Samples#instant}'s own look-back aside. */
  Duration reach(Duration scrapeInterval);

  /** The labels its result carries; empty when it is one number. */
  List<String> by();

  /** {@code sum by (labels) (metric)}. */
  record Gauge(Selector selector, Aggregation aggregation, List<String> by) implements Expression {
    public Gauge {
      by = List.copyOf(by);
    }

    @Override
    public String promQl(Duration scrapeInterval) {
      return aggregation.id() + PromQl.by(by) + "(" + selector.promQl(PromQl::selector) + ")";
    }

    @Override
    public Map<Map<String, String>, Double> evaluate(
        Samples samples, long atMillis, Duration scrapeInterval) {
      return aggregation.over(
          selector.values((metric, matchers) -> samples.instant(metric, matchers, atMillis)), by);
    }

    @Override
    public Set<String> sampleNames() {
      return selector.sampleNames("");
    }

    @Override
    public Duration reach(Duration scrapeInterval) {
      return Duration.ZERO;
    }
  }

  /** {@code sum by (labels) (rate(counter[window]))}: the rate inside, never around the sum. */
  record CounterRate(Selector selector, Aggregation aggregation, List<String> by, Duration window)
      implements Expression {
    public CounterRate {
      by = List.copyOf(by);
    }

    @Override
    public String promQl(Duration scrapeInterval) {
      Duration actual = atLeast(window, scrapeInterval);
      return aggregation.id()
          + PromQl.by(by)
          + "("
          + selector.promQl((metric, matchers) -> PromQl.rate(metric, matchers, actual))
          + ")";
    }

    @Override
    public Map<Map<String, String>, Double> evaluate(
        Samples samples, long atMillis, Duration scrapeInterval) {
      Duration actual = atLeast(window, scrapeInterval);
      return aggregation.over(
          selector.values((metric, matchers) -> samples.rate(metric, matchers, atMillis, actual)),
          by);
    }

    @Override
    public Set<String> sampleNames() {
      return selector.sampleNames("");
    }

    @Override
    public Duration reach(Duration scrapeInterval) {
      return atLeast(window, scrapeInterval);
    }
  }

  /**
   * {@code histogram_quantile(q, sum by (le) (rate(x_bucket[window])))}, or the native histogram's
   * form where the server has one. Buckets are pooled: an average of instances' quantiles is not a
   * quantile. A scrape sees classic buckets only; the text formats have no native ones.
   */
  record HistogramQuantile(double q, Selector selector, List<String> by, Duration window)
      implements Expression {
    public HistogramQuantile {
      if (!(q > 0 && q < 1)) {
        throw new IllegalArgumentException(q + ": not a quantile. Expecting 0 < quantile < 1");
      }
      by = List.copyOf(by);
    }

    @Override
    public String promQl(Duration scrapeInterval) {
      Duration actual = atLeast(window, scrapeInterval);
      List<String> buckets = new ArrayList<>(by);
      buckets.add("le");
      return selector.names().stream()
          .map(
              name -> {
                String classic =
                    PromQl.rate(name.metric() + "_bucket", selector.matchers(), actual);
                String nativeForm = PromQl.rate(name.metric(), selector.matchers(), actual);
                return PromQl.scaled(name.scale(), quantile(buckets, classic))
                    + " or "
                    + PromQl.scaled(name.scale(), quantile(by, nativeForm));
              })
          .collect(Collectors.joining(" or "));
    }

    private String quantile(List<String> labels, String rate) {
      return "histogram_quantile(%s, sum%s(%s))"
          .formatted(PromQl.number(q), PromQl.by(labels), rate);
    }

    @Override
    public Map<Map<String, String>, Double> evaluate(
        Samples samples, long atMillis, Duration scrapeInterval) {
      Duration actual = atLeast(window, scrapeInterval);
      return selector.values(
          (metric, matchers) -> {
            Map<Map<String, String>, Buckets> groups = new HashMap<>();
            samples
                .rate(metric + "_bucket", matchers, atMillis, actual)
                .forEach(
                    (labels, rate) ->
                        groups
                            .computeIfAbsent(Aggregation.only(labels, by), key -> new Buckets())
                            .add(labels.getOrDefault("le", ""), rate));
            Map<Map<String, String>, Double> quantiles = new HashMap<>();
            groups.forEach((labels, buckets) -> quantiles.put(labels, buckets.quantile(q)));
            return quantiles;
          });
    }

    @Override
    public Set<String> sampleNames() {
      return selector.sampleNames("_bucket");
    }

    @Override
    public Duration reach(Duration scrapeInterval) {
      return atLeast(window, scrapeInterval);
    }
  }

  /** A user's own PromQL, which only a Prometheus can evaluate. */
  record Raw(String query) implements Expression {
    public Raw {
      if (query.isBlank() || query.length() > 4_000) {
        throw new IllegalArgumentException(
            query.length() + " characters of PromQL. Expecting 1 to 4000");
      }
    }

    @Override
    public String promQl(Duration scrapeInterval) {
      return query;
    }

    @Override
    public Map<Map<String, String>, Double> evaluate(
        Samples samples, long atMillis, Duration scrapeInterval) {
      throw new UnsupportedOperationException("raw PromQL needs a Prometheus");
    }

    @Override
    public Set<String> sampleNames() {
      return Set.of();
    }

    @Override
    public Duration reach(Duration scrapeInterval) {
      return Duration.ZERO;
    }

    @Override
    public List<String> by() {
      return List.of();
    }
  }

  private static Duration atLeast(Duration window, Duration scrapeInterval) {
    Duration least = scrapeInterval.multipliedBy(SAMPLES_IN_WINDOW);
    return window.compareTo(least) < 0 ? least : window;
  }
}
