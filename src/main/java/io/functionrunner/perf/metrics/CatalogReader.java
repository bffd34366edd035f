package io.functionrunner.perf.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.functionrunner.perf.metrics.MetricDefinition.Direction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a catalog file; its fields are described in {@code docs/metrics.md}. Whatever is wrong is
 * refused with the file, the path of the field ({@code metrics[2].value.window}) and the rule.
 */
final class CatalogReader {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private CatalogReader() {}

  static List<MetricDefinition> read(String file, byte[] json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s: line %d: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
    Field field = new Field(file, "", root);
    field.only("schema", "metrics");
    if (field.required("schema").integer() != 1) {
      throw field.required("schema").wrong("Expecting schema 1");
    }
    List<MetricDefinition> metrics = new ArrayList<>();
    for (Field metric : field.required("metrics").elements()) {
      metrics.add(metric(metric));
    }
    try {
      return new Catalog(metrics).metrics();
    } catch (IllegalArgumentException e) {
      throw field.required("metrics").wrong(e.getMessage());
    }
  }

  private static MetricDefinition metric(Field field) {
    field.only("id", "exporter", "unit", "direction", "meaning", "required", "value");
    return field.valid(
        () ->
            new MetricDefinition(
                field.required("id").text(),
                field.has("exporter") ? field.required("exporter").text() : "user",
                field.required("unit").text(),
                field.required("direction").choice(Direction.class),
                field.required("meaning").text(),
                field.has("required") && field.required("required").bool(),
                expression(field.required("value"))));
  }

  private static Expression expression(Field field) {
    String kind = field.required("kind").text();
    return switch (kind) {
      case "gauge" -> {
        field.only("kind", "metric", "scale", "alternatives", "matchers", "aggregation", "by");
        yield new Expression.Gauge(
            selector(field), field.required("aggregation").choice(Aggregation.class), by(field));
      }
      case "counter_rate" -> {
        field.only(
            "kind", "metric", "scale", "alternatives", "matchers", "aggregation", "by", "window");
        yield new Expression.CounterRate(
            selector(field),
            field.required("aggregation").choice(Aggregation.class),
            by(field),
            window(field));
      }
      case "histogram_quantile" -> {
        field.only(
            "kind", "metric", "scale", "alternatives", "matchers", "quantile", "by", "window");
        yield field.valid(
            () ->
                new Expression.HistogramQuantile(
                    field.required("quantile").number(),
                    selector(field),
                    by(field),
                    window(field)));
      }
      case "ratio" -> {
        field.only("kind", "of", "to");
        Expression of = expression(field.required("of"));
        Expression to = expression(field.required("to"));
        yield field.valid(() -> new Derived.Ratio(of, to));
      }
      case "plus" -> {
        field.only("kind", "left", "right");
        Expression left = expression(field.required("left"));
        Expression right = expression(field.required("right"));
        yield field.valid(() -> new Derived.Plus(left, right));
      }
      case "or_zero" -> {
        field.only("kind", "of", "where");
        Expression of = expression(field.required("of"));
        Optional<Expression> where =
            field.has("where")
                ? Optional.of(expression(field.required("where")))
                : Optional.empty();
        yield field.valid(() -> new Derived.OrZero(of, where));
      }
      case "linear" -> {
        field.only("kind", "offset", "factor", "of");
        Expression of = expression(field.required("of"));
        yield field.valid(
            () ->
                new Derived.Linear(
                    field.has("offset") ? field.required("offset").number() : 0,
                    field.required("factor").number(),
                    of));
      }
      case "raw" -> {
        field.only("kind", "promql");
        Field query = field.required("promql");
        yield query.valid(() -> new Expression.Raw(query.text()));
      }
      default ->
          throw field
              .required("kind")
              .wrong(
                  "Expecting gauge, counter_rate, histogram_quantile, ratio, plus, or_zero, linear or raw");
    };
  }

  private static Selector selector(Field field) {
    List<Selector.Name> names = new ArrayList<>();
    names.add(name(field));
    if (field.has("alternatives")) {
      for (Field alternative : field.required("alternatives").elements()) {
        alternative.only("metric", "scale");
        names.add(name(alternative));
      }
    }
    List<Matcher> matchers = new ArrayList<>();
    if (field.has("matchers")) {
      for (Field matcher : field.required("matchers").elements()) {
        matchers.add(matcher.valid(() -> Matcher.parse(matcher.text())));
      }
    }
    return new Selector(names, matchers);
  }

  private static Selector.Name name(Field field) {
    return field.valid(
        () ->
            new Selector.Name(
                field.required("metric").text(),
                field.has("scale") ? field.required("scale").number() : 1));
  }

  private static List<String> by(Field field) {
    List<String> labels = new ArrayList<>();
    if (field.has("by")) {
      for (Field label : field.required("by").elements()) {
        if (!label.text().matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
          throw label.wrong("Expecting a label's name");
        }
        labels.add(label.text());
      }
    }
    return labels;
  }

  /** Without a window of its own a rate takes the narrowest that the scrape interval allows. */
  private static Duration window(Field field) {
    return field.has("window") ? field.required("window").duration() : Duration.ZERO;
  }
}
