package io.functionrunner.perf.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * What a metric's value is. Each kind says the same thing twice, side by side: as PromQL for a
 * Prometheus, and as an evaluation of samples we scraped ourselves.
 *
 * <p>{@code scrapeInterval} is that of the samples. A rate needs several samples in its window, so
 * a window is never shorter than {@value #SAMPLES_IN_WINDOW} intervals (Grafana's {@code
 * $__rate_interval} takes the same four).
 */
public sealed interface Expression {

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

  /** A metric's name in one version of an exporter, and what turns it into the catalog's unit. */
  record Name(String metric, double scale) {
    public Name {
      if (!metric.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
        throw new IllegalArgumentException(metric + ": not a metric name");
      }
      if (!Double.isFinite(scale) || scale == 0) {
        throw new IllegalArgumentException(scale + ": not a scale. Expecting a number, not 0");
      }
    }
  }

  /** Series of one metric under its possible names (the first that is there wins), by matchers. */
  record Selector(List<Name> names, List<Matcher> matchers) {
    public Selector {
      names = List.copyOf(names);
      matchers = List.copyOf(matchers);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("a selector without a metric name");
      }
    }

    private String promQl(BiFunction<String, List<Matcher>, String> of) {
      return names.stream()
          .map(name -> PromQl.scaled(name.scale(), of.apply(name.metric(), matchers)))
          .collect(Collectors.joining(" or "));
    }

    private Map<Map<String, String>, Double> values(
        BiFunction<String, List<Matcher>, Map<Map<String, String>, Double>> of) {
      Map<Map<String, String>, Double> values = new HashMap<>();
      for (Name name : names) {
        of.apply(name.metric(), matchers)
            .forEach((labels, value) -> values.putIfAbsent(labels, name.scale() * value));
      }
      return values;
    }

    private Set<String> sampleNames(String suffix) {
      return names.stream().map(name -> name.metric() + suffix).collect(Collectors.toSet());
    }
  }

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

  /** One over the other, by equal labels; no value where the divisor is not above 0. */
  record Ratio(Expression of, Expression to) implements Expression {
    public Ratio {
      requireEqualLabels(of, to);
    }

    @Override
    public String promQl(Duration scrapeInterval) {
      return "(%s) / (%s > 0)".formatted(of.promQl(scrapeInterval), to.promQl(scrapeInterval));
    }

    @Override
    public Map<Map<String, String>, Double> evaluate(
        Samples samples, long atMillis, Duration scrapeInterval) {
      Map<Map<String, String>, Double> divisors = to.evaluate(samples, atMillis, scrapeInterval);
      Map<Map<String, String>, Double> ratios = new HashMap<>();
      of.evaluate(samples, atMillis, scrapeInterval)
          .forEach(
              (labels, value) -> {
                double divisor = divisors.getOrDefault(labels, Double.NaN);
                if (divisor > 0) {
                  ratios.put(labels, value / divisor);
                }
              });
      return ratios;
    }

    @Override
    public Set<String> sampleNames() {
      return union(of, to);
    }

    @Override
    public Duration reach(Duration scrapeInterval) {
      return longer(of.reach(scrapeInterval), to.reach(scrapeInterval));
    }

    @Override
    public List<String> by() {
      return of.by();
    }
  }

  /** The sum of two, by equal labels; no value where one of them has none. */
  record Plus(Expression left, Expression right) implements Expression {
    public Plus {
      requireEqualLabels(left, right);
    }

    @Override
    public String promQl(Duration scrapeInterval) {
      return "(%s) + (%s)".formatted(left.promQl(scrapeInterval), right.promQl(scrapeInterval));
    }

    @Override
    public Map<Map<String, String>, Double> evaluate(
        Samples samples, long atMillis, Duration scrapeInterval) {
      Map<Map<String, String>, Double> addends = right.evaluate(samples, atMillis, scrapeInterval);
      Map<Map<String, String>, Double> sums = new HashMap<>();
      left.evaluate(samples, atMillis, scrapeInterval)
          .forEach(
              (labels, value) -> {
                if (addends.containsKey(labels)) {
                  sums.put(labels, value + addends.get(labels));
                }
              });
      return sums;
    }

    @Override
    public Set<String> sampleNames() {
      return union(left, right);
    }

    @Override
    public Duration reach(Duration scrapeInterval) {
      return longer(left.reach(scrapeInterval), right.reach(scrapeInterval));
    }

    @Override
    public List<String> by() {
      return left.by();
    }
  }

  /**
   * 0 where there is no series: a counter of errors that never happened is not there. {@code where}
   * names what must be there for the 0 to be true; without it the 0 is unconditional, which is only
   * right above a ratio's divisor.
   */
  record OrZero(Expression of, Optional<Expression> where) implements Expression {
    public OrZero {
      where.ifPresent(there -> requireEqualLabels(of, there));
      if (where.isEmpty() && !of.by().isEmpty()) {
        throw new IllegalArgumentException(
            "or_zero of a value by " + of.by() + ": nothing says for which labels");
      }
    }

    @Override
    public String promQl(Duration scrapeInterval) {
      String zero =
          where
              .map(there -> PromQl.scaled(0, "(" + there.promQl(scrapeInterval) + ")"))
              .orElse("vector(0)");
      return "(" + of.promQl(scrapeInterval) + ") or " + zero;
    }

    @Override
    public Map<Map<String, String>, Double> evaluate(
        Samples samples, long atMillis, Duration scrapeInterval) {
      Set<Map<String, String>> zeros =
          where
              .map(there -> there.evaluate(samples, atMillis, scrapeInterval).keySet())
              .orElse(Set.of(Map.of()));
      Map<Map<String, String>, Double> values = new HashMap<>();
      zeros.forEach(labels -> values.put(labels, 0.0));
      values.putAll(of.evaluate(samples, atMillis, scrapeInterval));
      return values;
    }

    @Override
    public Set<String> sampleNames() {
      return where.map(there -> union(of, there)).orElseGet(of::sampleNames);
    }

    @Override
    public Duration reach(Duration scrapeInterval) {
      return where
          .map(there -> longer(of.reach(scrapeInterval), there.reach(scrapeInterval)))
          .orElseGet(() -> of.reach(scrapeInterval));
    }

    @Override
    public List<String> by() {
      return of.by();
    }
  }

  /** {@code offset + factor * value}: percent from a ratio, used from free. */
  record Linear(double offset, double factor, Expression of) implements Expression {
    public Linear {
      if (!Double.isFinite(offset) || !Double.isFinite(factor) || factor == 0) {
        throw new IllegalArgumentException(
            "%s + %s * value. Expecting numbers, the factor not 0".formatted(offset, factor));
      }
    }

    @Override
    public String promQl(Duration scrapeInterval) {
      String scaled = PromQl.number(factor) + " * (" + of.promQl(scrapeInterval) + ")";
      return offset == 0 ? scaled : PromQl.number(offset) + " + " + scaled;
    }

    @Override
    public Map<Map<String, String>, Double> evaluate(
        Samples samples, long atMillis, Duration scrapeInterval) {
      Map<Map<String, String>, Double> values = new HashMap<>();
      of.evaluate(samples, atMillis, scrapeInterval)
          .forEach((labels, value) -> values.put(labels, offset + factor * value));
      return values;
    }

    @Override
    public Set<String> sampleNames() {
      return of.sampleNames();
    }

    @Override
    public Duration reach(Duration scrapeInterval) {
      return of.reach(scrapeInterval);
    }

    @Override
    public List<String> by() {
      return of.by();
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
    return longer(window, scrapeInterval.multipliedBy(SAMPLES_IN_WINDOW));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  private static Set<String> union(Expression left, Expression right) {
    Set<String> names = new HashSet<>(left.sampleNames());
    names.addAll(right.sampleNames());
    return names;
  }

  private static void requireEqualLabels(Expression left, Expression right) {
    if (!Set.copyOf(left.by()).equals(Set.copyOf(right.by()))) {
      throw new IllegalArgumentException(
          "a value by %s beside one by %s. Expecting equal labels"
              .formatted(left.by(), right.by()));
    }
  }
}
