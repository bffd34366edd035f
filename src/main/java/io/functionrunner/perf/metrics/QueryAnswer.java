package io.functionrunner.perf.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to {@code query} or {@code query_range}: a scalar, a vector or a matrix. Read token by
 * token, since a matrix may hold a million points.
 */
final class QueryAnswer {

  /** Points of one series; what is not a finite number is left out and counted. */
  static final class Points {
    Map<String, String> labels = Map.of();
    long[] millis = new long[16];
    double[] values = new double[16];
    int size;
    int notFinite;
    boolean nativeHistogram;

    void add(double seconds, double value) {
      if (!Double.isFinite(value)) {
        notFinite++;
        return;
      }
      if (size == millis.length) {
        millis = Arrays.copyOf(millis, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      millis[size] = Math.round(seconds * 1000);
      values[size++] = value;
    }
  }

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(1 << 16).maxNestingDepth(20).build())
          .build();

  final List<Points> series = new ArrayList<>();

  /** Warnings and infos of a success. */
  final List<String> notices = new ArrayList<>();

  /** {@code errorType: error} of a failure; empty for a success. */
  private String errorType = "";

  private String error = "";
  private String status = "";

  private QueryAnswer() {}

  /**
   * Reads an answer of any status.
   *
   * @throws IOException when it is none of this API
   */
  static QueryAnswer read(byte[] body) throws IOException {
    QueryAnswer answer = new QueryAnswer();
    try (JsonParser in = JSON.createParser(body)) {
      expect(in, JsonToken.START_OBJECT);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        JsonToken value = in.nextToken();
        switch (field) {
          case "status" -> answer.status = in.getText();
          case "errorType" -> answer.errorType = in.getText();
          case "error" -> answer.error = in.getText();
          case "warnings", "infos" -> {
            while (value == JsonToken.START_ARRAY && in.nextToken() != JsonToken.END_ARRAY) {
              answer.notices.add(Http.printable(in.getText()));
            }
          }
          case "data" -> answer.data(in);
          default -> in.skipChildren();
        }
      }
    }
    if (!answer.status.equals("success") && !answer.status.equals("error")) {
      throw new IOException("not an answer of the Prometheus API");
    }
    return answer;
  }

  /** Empty for a success. */
  String failure() {
    return status.equals("success") ? "" : Http.printable(errorType + ": " + error);
  }

  private void data(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      if (!field.equals("result") || value != JsonToken.START_ARRAY) {
        in.skipChildren();
        continue;
      }
      JsonToken first = in.nextToken();
      if (first != null && first.isNumeric()) {
        Points scalar = new Points();
        scalar.add(in.getDoubleValue(), value(in));
        series.add(scalar);
        expect(in, JsonToken.END_ARRAY);
        continue;
      }
      for (; in.currentToken() != JsonToken.END_ARRAY; in.nextToken()) {
        series.add(series(in));
      }
    }
  }

  private static Points series(JsonParser in) throws IOException {
    Points points = new Points();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      switch (field) {
        case "metric" -> points.labels = labels(in);
        case "value" -> point(in, points);
        case "values" -> {
          while (value == JsonToken.START_ARRAY && in.nextToken() == JsonToken.START_ARRAY) {
            point(in, points);
          }
        }
        case "histogram", "histograms" -> {
          points.nativeHistogram = true;
          in.skipChildren();
        }
        default -> in.skipChildren();
      }
    }
    return points;
  }

  private static Map<String, String> labels(JsonParser in) throws IOException {
    Map<String, String> labels = new TreeMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      String value = in.nextTextValue();
      if (value == null) {
        throw new IOException("not a label of the Prometheus API");
      }
      labels.put(name, value);
    }
    labels.remove("__name__");
    return labels;
  }

  /** {@code [1435781430.781,"1.5"]}. */
  private static void point(JsonParser in, Points points) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY || !in.nextToken().isNumeric()) {
      throw new IOException("not a point of the Prometheus API");
    }
    points.add(in.getDoubleValue(), value(in));
    expect(in, JsonToken.END_ARRAY);
  }

  private static double value(JsonParser in) throws IOException {
    String text = String.valueOf(in.nextTextValue());
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          throw new IOException("not a value of the Prometheus API", e);
        }
      }
    };
  }

  private static void expect(JsonParser in, JsonToken token) throws IOException {
    if (in.nextToken() != token) {
      throw new IOException("not an answer of the Prometheus API");
    }
  }
}
