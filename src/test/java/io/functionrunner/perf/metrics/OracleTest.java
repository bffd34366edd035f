package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Our evaluation of the catalog against Prometheus 2.42's, on the same samples ({@link
 * OracleData}), metric by metric and point by point.
 */
class OracleTest {

  /** Both compute in doubles; sums in another order differ in the last digits. */
  private static final double RELATIVE_TOLERANCE = 1e-9;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void evaluatesEveryMetricAsPrometheusDoes() throws IOException {
    Map<String, Map<Long, Double>> ours = ours();
    Map<String, Map<Long, Double>> theirs = theirs();
    for (Map.Entry<String, Map<Long, Double>> series : theirs.entrySet()) {
      Map<Long, Double> own = ours.get(series.getKey());
      assertNotNull(own, series.getKey());
      assertEquals(series.getValue().keySet(), own.keySet(), series.getKey());
      series
          .getValue()
          .forEach(
              (millis, value) ->
                  assertEquals(
                      value,
                      own.get(millis),
                      Math.abs(value) * RELATIVE_TOLERANCE,
                      () -> series.getKey() + " at " + millis));
    }
    assertEquals(theirs.keySet(), ours.keySet());
    long metrics = theirs.keySet().stream().map(key -> key.split("\\{", 2)[0]).distinct().count();
    assertTrue(metrics >= 20, metrics + " metrics with data");
  }

  /** Finite values by instant, by metric and labels. */
  private static Map<String, Map<Long, Double>> ours() throws IOException {
    List<OracleData.Sample> samples = OracleData.samples();
    SampleStore store = new SampleStore(Long.MIN_VALUE);
    Map<String, Map<Long, Double>> values = new HashMap<>();
    int next = 0;
    for (long at = OracleData.START_MILLIS;
        at <= OracleData.END_MILLIS;
        at += OracleData.STEP_MILLIS) {
      for (; next < samples.size() && samples.get(next).millis() <= at; next++) {
        OracleData.Sample sample = samples.get(next);
        store.add("t", sample.name(), sample.labels(), sample.value(), sample.millis(), true);
      }
      for (MetricDefinition metric : Catalog.builtIn().metrics()) {
        long millis = at;
        metric
            .value()
            .evaluate(store, at, OracleData.INTERVAL)
            .forEach((labels, value) -> put(values, metric.id(), labels, millis, value));
      }
    }
    return values;
  }

  private static Map<String, Map<Long, Double>> theirs() throws IOException {
    Map<String, Map<Long, Double>> values = new HashMap<>();
    try (InputStream in = OracleTest.class.getResourceAsStream("oracle.json")) {
      for (Map.Entry<String, JsonNode> metric : JSON.readTree(in).properties()) {
        for (JsonNode series : metric.getValue().path("data").path("result")) {
          Map<String, String> labels = new TreeMap<>();
          for (Map.Entry<String, JsonNode> label : series.path("metric").properties()) {
            labels.put(label.getKey(), label.getValue().textValue());
          }
          for (JsonNode point : series.path("values")) {
            double value = Double.parseDouble(point.get(1).textValue().replace("Inf", "Infinity"));
            put(values, metric.getKey(), labels, point.get(0).longValue() * 1000, value);
          }
        }
      }
    }
    return values;
  }

  private static void put(
      Map<String, Map<Long, Double>> values,
      String metricId,
      Map<String, String> labels,
      long millis,
      double value) {
    if (Double.isFinite(value)) {
      values
          .computeIfAbsent(metricId + new TreeMap<>(labels), key -> new TreeMap<>())
          .put(millis, value);
    }
  }
}
