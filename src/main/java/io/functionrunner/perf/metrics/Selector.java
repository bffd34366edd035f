package io.functionrunner.perf.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Series of one metric under its possible names (the first that is there wins), by matchers. */
public record Selector(List<Name> names, List<Matcher> matchers) {
  public Selector {
    names = List.copyOf(names);
    matchers = List.copyOf(matchers);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a selector without a metric name");
    }
  }

  String promQl(BiFunction<String, List<Matcher>, String> of) {
    return names.stream()
        .map(name -> PromQl.scaled(name.scale(), of.apply(name.metric(), matchers)))
        .collect(Collectors.joining(" or "));
  }

  Map<Map<String, String>, Double> values(
      BiFunction<String, List<Matcher>, Map<Map<String, String>, Double>> of) {
    Map<Map<String, String>, Double> values = new HashMap<>();
    for (Name name : names) {
      of.apply(name.metric(), matchers)
          .forEach((labels, value) -> values.putIfAbsent(labels, name.scale() * value));
    }
    return values;
  }

  Set<String> sampleNames(String suffix) {
    return names.stream().map(name -> name.metric() + suffix).collect(Collectors.toSet());
  }

  /** A metric's name in one version of an exporter, and what turns it into the catalog's unit. */
  public record Name(String metric, double scale) {
    public Name {
      if (!metric.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
        throw new IllegalArgumentException(metric + ": not a metric name");
      }
      if (!Double.isFinite(scale) || scale == 0) {
        throw new IllegalArgumentException(scale + ": not a scale. Expecting a number, not 0");
      }
    }
  }
}
