package io.functionrunner.perf.media;

import io.functionrunner.perf.media.QuantileCurve.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Distributions as a manifest writes them: {@code {"choices": [{"value", "weight"}]}}, or {@code
 * {"quantiles": {"p50": 65}, "shape", "min", "max", "decimals"}}; a field may have one {@code
 * byQuality}. Each may name its {@code source}.
 */
final class DrawReader {
  private static final double MAX_WEIGHT = 1e9;
  private static final double MAX_NUMBER = 1e9;

  /** Between probabilities: well above the error of a normal score. */
  private static final double MIN_STEP = 0.99e-5;

  private DrawReader() {}

  static Field field(String name, ManifestNode node, List<String> qualities) {
    Map<String, Draw<?>> draws = new LinkedHashMap<>();
    if (node.has("byQuality")) {
      node.allow("byQuality", "source");
      ManifestNode table = node.at("byQuality");
      table.allow(qualities.toArray(String[]::new));
      qualities.forEach(quality -> draws.put(quality, draw(table.at(quality))));
    } else {
      Draw<?> one = draw(node);
      qualities.forEach(quality -> draws.put(quality, one));
    }
    return new Field(name, draws);
  }

  /** A distribution of numbers that lie in a range, whatever is drawn. */
  static Draw<Number> numbers(ManifestNode node, double least, double most) {
    Draw<?> draw = draw(node);
    String expecting = "only numbers from %s to %s".formatted(least, most);
    if (draw instanceof QuantileCurve curve) {
      if (curve.min() < least || curve.max() > most) {
        throw node.error("draws %s to %s".formatted(curve.min(), curve.max()), expecting);
      }
      return curve;
    }
    List<Number> values = new ArrayList<>();
    for (ManifestNode choice : node.at("choices").elements()) {
      choice.at("value").number(least, most);
      values.add((Number) choice.at("value").value());
    }
    return new Choice<>(values, weights(node.at("choices").elements()));
  }

  /** Weights of choices; one that is not given is 1. */
  static double[] weights(List<ManifestNode> choices) {
    return choices.stream()
        .mapToDouble(
            choice -> choice.has("weight") ? choice.at("weight").number(1e-9, MAX_WEIGHT) : 1)
        .toArray();
  }

  static Draw<?> draw(ManifestNode node) {
    if (node.has("choices")) {
      node.allow("choices", "source");
      return choice(node.at("choices").elements());
    }
    if (node.has("quantiles")) {
      node.allow("quantiles", "shape", "min", "max", "decimals", "source");
      return curve(node);
    }
    throw node.error(
        node.quoted() + " is not a distribution", "an object with \"choices\" or \"quantiles\"");
  }

  private static Choice<Object> choice(List<ManifestNode> choices) {
    boolean several = choices.get(0).has("set");
    Set<String> names = several ? choices.get(0).at("set").members().keySet() : Set.of();
    List<Object> values = new ArrayList<>();
    for (ManifestNode choice : choices) {
      choice.allow(several ? "set" : "value", "weight");
      ManifestNode value = choice.at(several ? "set" : "value");
      if (several && (names.isEmpty() || !value.members().keySet().equals(names))) {
        throw value.error(
            "sets " + value.members().keySet(), "at least one input, the same in every choice");
      }
      values.add(several ? new SetOfInputs(inputs(value)) : value.value());
    }
    return new Choice<>(values, weights(choices));
  }

  private static Map<String, Object> inputs(ManifestNode set) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    set.members().forEach((name, value) -> inputs.put(name, value.value()));
    return Collections.unmodifiableMap(inputs);
  }

  private static QuantileCurve curve(ManifestNode node) {
    Shape shape = shape(node.at("shape"));
    Map<String, ManifestNode> points = node.at("quantiles").members();
    double[] probabilities = new double[points.size()];
    double[] values = new double[points.size()];
    int i = 0;
    for (Map.Entry<String, ManifestNode> point : points.entrySet()) {
      ManifestNode value = point.getValue();
      probabilities[i] = probability(point.getKey(), value);
      values[i] = value.number(shape == Shape.LINEAR ? -MAX_NUMBER : 1e-9, MAX_NUMBER);
      boolean rising =
          i == 0
              || (probabilities[i] - probabilities[i - 1] >= MIN_STEP
                  && values[i] >= values[i - 1]);
      if (!rising) {
        throw value.error(
            "out of order",
            "percentiles that rise by 0.001 at least, with values that do not fall");
      }
      i++;
    }
    boolean reachesEnds = i > 0 && probabilities[0] == 0 && probabilities[i - 1] == 1;
    boolean touchesEnds = i > 0 && (probabilities[0] == 0 || probabilities[i - 1] == 1);
    if (i < 2 || (shape == Shape.LINEAR ? !reachesEnds : touchesEnds)) {
      throw node.at("quantiles")
          .error(
              "these points do not make a " + shape.name().toLowerCase(Locale.ROOT) + " curve",
              "two or more: from p0 to p100 if linear, without these two if lognormal");
    }
    return limited(node, shape, probabilities, values);
  }

  private static QuantileCurve limited(
      ManifestNode node, Shape shape, double[] probabilities, double[] values) {
    boolean linear = shape == Shape.LINEAR;
    double least = linear && !node.has("min") ? values[0] : limit(node.at("min"));
    double most = linear && !node.has("max") ? values[values.length - 1] : limit(node.at("max"));
    if (least > most) {
      throw node.error("min " + least + " is above max " + most, "min <= max");
    }
    int decimals = node.has("decimals") ? node.at("decimals").integer(0, 9) : 0;
    return new QuantileCurve(shape, probabilities, values, least, most, decimals);
  }

  private static double limit(ManifestNode node) {
    return node.number(-MAX_NUMBER, MAX_NUMBER);
  }

  private static Shape shape(ManifestNode node) {
    return switch (node.text()) {
      case "linear" -> Shape.LINEAR;
      case "lognormal" -> Shape.LOGNORMAL;
      default -> throw node.error("no such shape: " + node.quoted(), "\"linear\" or \"lognormal\"");
    };
  }

  private static double probability(String name, ManifestNode value) {
    try {
      double percent = name.startsWith("p") ? Double.parseDouble(name.substring(1)) : Double.NaN;
      if (percent >= 0 && percent <= 100) {
        return percent / 100;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is out of range.
    }
    throw value.error("not a percentile", "a name from p0 to p100, such as p50 or p99.9");
  }
}
