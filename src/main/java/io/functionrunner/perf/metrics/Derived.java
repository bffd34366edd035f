package io.functionrunner.perf.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Expressions made of others: as in PromQL, values meet by equal labels. */
public sealed interface Derived extends Expression {

  /** One over the other, by equal labels; no value where the divisor is not above 0. */
  record Ratio(Expression of, Expression to) implements Derived {
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
  record Plus(Expression left, Expression right) implements Derived {
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
  record OrZero(Expression of, Optional<Expression> where) implements Derived {
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
  record Linear(double offset, double factor, Expression of) implements Derived {
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
