package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.metrics.MetricDefinition.Direction;
import io.functionrunner.perf.metrics.MetricDefinition.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {

  private static final Duration QUARTER = Duration.ofSeconds(15);

  @TempDir Path directory;

  private static String promQl(String id) {
    return Catalog.builtIn().find(id).orElseThrow().promQl(QUARTER);
  }

  /** The queries of the design's table, with the window that four scrapes of 15 s make. */
  @Test
  void makesTheQueriesOfTheTable() {
    assertEquals("sum(rate(task_completed_total[60s]))", promQl("task_complete_rate"));
    assertEquals(
        "((sum(rate(task_errors_total[60s]))) or vector(0))"
            + " / (sum(rate(task_submitted_total[60s])) > 0)",
        promQl("task_error_ratio"));
    assertEquals(
        "(sum(rate(task_errors_total[60s]))) or 0 * (sum(rate(task_submitted_total[60s])))",
        promQl("task_error_rate"));
    assertEquals(
        "histogram_quantile(0.95, sum by (le) (rate(task_submit_latency_seconds_bucket[60s])))"
            + " or histogram_quantile(0.95, sum(rate(task_submit_latency_seconds[60s])))",
        promQl("task_submit_latency_p95"));
    assertEquals("sum(celery_queue_length)", promQl("queue_depth"));
    assertEquals(
        "100 + -100 * (avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[60s])))",
        promQl("cpu_utilisation"));
    assertEquals(
        "sum by (instance) (rate(node_network_receive_bytes_total{device!=\"lo\"}[60s]))",
        promQl("network_receive"));
    assertEquals(
        "avg by (UUID) (DCGM_FI_DEV_GPU_UTIL or 100 * DCGM_FI_DEV_GPU_UTIL_RATIO"
            + " or gpu_gfx_activity)",
        promQl("gpu_utilisation"));
    assertTrue(promQl("celery_queue_wait_p95").contains("[300s]"));
  }

  /** Without {@code le} a quantile has no data: every quantile of the catalog keeps it. */
  @Test
  void everyQuantileKeepsLe() {
    for (MetricDefinition metric : Catalog.builtIn().metrics()) {
      if (metric.kind() == Kind.HISTOGRAM_QUANTILE) {
        assertTrue(
            metric.promQl(QUARTER).matches(".*sum by \\((\\w+, )*le\\) \\(rate\\(.*_bucket.*"),
            metric.promQl(QUARTER));
      }
    }
  }

  /** A rate around a sum takes one instance's restart for a jump of all. */
  @Test
  void noQueryTakesTheRateOfASum() {
    for (MetricDefinition metric : Catalog.builtIn().metrics()) {
      assertFalse(
          metric.promQl(QUARTER).matches(".*rate\\((sum|avg|max|min|count).*"), metric.id());
    }
  }

  @Test
  void widensAWindowToFourScrapes() {
    MetricDefinition rate = Catalog.builtIn().find("task_submit_rate").orElseThrow();
    assertEquals("sum(rate(task_submitted_total[240s]))", rate.promQl(Duration.ofMinutes(1)));
    assertEquals("sum(rate(task_submitted_total[2s]))", rate.promQl(Duration.ofMillis(500)));
  }

  private Catalog with(String json) throws IOException {
    return Catalog.builtIn().with(Files.writeString(directory.resolve("mine.json"), json));
  }

  @Test
  void aUsersFileAddsAndOverrides() throws IOException {
    Catalog catalog =
        with(
            """
            {"schema": 1, "metrics": [
              {"id": "queue_depth", "unit": "tasks", "direction": "lower", "meaning": "Ours.",
               "required": true,
               "value": {"kind": "gauge", "metric": "my_queue", "aggregation": "max",
                         "matchers": ["env=~\\"prod.*\\"", "q!=\\"a\\\\\\"b\\""]}},
              {"id": "mine", "unit": "1", "direction": "neither", "meaning": "Raw.",
               "value": {"kind": "raw", "promql": "up"}}
            ]}
            """);
    assertEquals(Catalog.builtIn().metrics().size() + 1, catalog.metrics().size());
    MetricDefinition queue = catalog.find("queue_depth").orElseThrow();
    assertEquals("max(my_queue{env=~\"prod.*\",q!=\"a\\\"b\"})", queue.promQl(QUARTER));
    assertTrue(queue.required());
    assertEquals(Direction.LOWER, queue.direction());
    MetricDefinition mine = catalog.find("mine").orElseThrow();
    assertEquals("up", mine.promQl(QUARTER));
    assertFalse(mine.scrapable());
    assertEquals(Kind.RAW, mine.kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]|[1]. Expecting an object",
        "{\"schema\":2,\"metrics\":[]}|schema: 2. Expecting schema 1",
        "{\"schema\":1,\"metric\":[]}|unknown field \"metric\". Expecting schema, metrics",
        "{\"schema\":1}|no \"metrics\"",
        "{\"schema\":1,\"metrics\":[M,M]}|metrics: *metric m is defined twice",
        "{\"schema\":1,\"metrics\":[{}]}|metrics[0]: no \"id\"",
        "V:{\"kind\":\"gouge\"}|metrics[0].value.kind: \"gouge\". Expecting gauge, counter_rate*",
        "V:{\"kind\":\"gauge\",\"metric\":\"a b\",\"aggregation\":\"sum\"}|metrics[0].value: a b: not a metric name",
        "V:{\"kind\":\"gauge\",\"metric\":\"a\",\"aggregation\":\"median\"}|metrics[0].value.aggregation: \"median\". Expecting one of sum, avg, min, max, count",
        "V:{\"kind\":\"gauge\",\"metric\":\"a\",\"aggregation\":\"sum\",\"by\":\"x\"}|metrics[0].value.by: \"x\". Expecting an array",
        "V:{\"kind\":\"gauge\",\"metric\":\"a\",\"aggregation\":\"sum\",\"window\":\"1m\"}|metrics[0].value: unknown field \"window\"*",
        "V:{\"kind\":\"gauge\",\"metric\":\"a\",\"aggregation\":\"sum\",\"matchers\":[\"x\"]}|metrics[0].value.matchers[0]: x: not a label matcher*",
        "V:{\"kind\":\"gauge\",\"metric\":\"a\",\"aggregation\":\"sum\",\"matchers\":[\"x=~'['\"]}|metrics[0].value.matchers[0]: *",
        "V:{\"kind\":\"counter_rate\",\"metric\":\"a\",\"aggregation\":\"sum\",\"window\":\"1x\"}|metrics[0].value.window: \"1x\". Expecting a whole number and ms, s, m or h*",
        "V:{\"kind\":\"histogram_quantile\",\"metric\":\"a\",\"quantile\":95}|metrics[0].value: 95.0: not a quantile. Expecting 0 < quantile < 1",
        "V:{\"kind\":\"gauge\",\"metric\":\"a\",\"scale\":0,\"aggregation\":\"sum\"}|metrics[0].value: 0.0: not a scale*",
        "V:{\"kind\":\"or_zero\",\"of\":{\"kind\":\"raw\",\"promql\":\"up\"}}|metrics[0]: m: 0 also when nothing was measured*",
        "V:{\"kind\":\"ratio\",\"of\":{\"kind\":\"gauge\",\"metric\":\"a\",\"aggregation\":\"sum\",\"by\":[\"x\"]},\"to\":{\"kind\":\"gauge\",\"metric\":\"b\",\"aggregation\":\"sum\"}}|metrics[0].value: a value by [x] beside one by []. Expecting equal labels",
        "V:{\"kind\":\"raw\",\"promql\":\" \"}|metrics[0].value.promql: *",
        "{\"schema\":1,\"metrics\":[]} x|line 1: *",
      })
  void refusesAWrongFileAndSaysWhere(String json, String complaint) {
    String metric =
        "{\"id\":\"m\",\"unit\":\"1\",\"direction\":\"lower\",\"meaning\":\"x\",\"value\":%s}";
    String whole =
        json.startsWith("V:")
            ? "{\"schema\":1,\"metrics\":[" + metric.formatted(json.substring(2)) + "]}"
            : json.replace("M", metric.formatted("{\"kind\":\"raw\",\"promql\":\"up\"}"));
    String message = assertThrows(IllegalArgumentException.class, () -> with(whole)).getMessage();
    String expected = directory.resolve("mine.json") + ": " + complaint;
    int star = expected.indexOf('*');
    assertTrue(
        star < 0
            ? message.equals(expected)
            : message.startsWith(expected.substring(0, star))
                && message.contains(expected.substring(star + 1)),
        () -> message + "\nExpected: " + expected);
  }

  /** What the shipped rules say is what the catalog says: -Dupdate=true writes them anew. */
  @Test
  void theShippedRecordingRulesAreTheCatalog() throws IOException {
    Path shipped = Path.of("deploy/prometheus/recording.yml");
    StringBuilder rules = new StringBuilder();
    RecordingRules.write(rules, Catalog.builtIn(), QUARTER);
    if (Boolean.getBoolean("update")) {
      Files.writeString(shipped, rules);
    }
    assertEquals(Files.readString(shipped), rules.toString());
  }

  @Test
  void theReferenceListsEveryMetric() throws IOException {
    String reference = Files.readString(Path.of("docs/metrics.md"));
    for (MetricDefinition metric : Catalog.builtIn().metrics()) {
      assertTrue(
          reference.contains(
              "| `%s` | %s | %s | %s |"
                  .formatted(
                      metric.id(),
                      metric.unit(),
                      metric.direction().name().toLowerCase(Locale.ROOT),
                      metric.meaning())),
          metric.id());
    }
  }

  /** The file that the reference shows is one that can be read. */
  @Test
  void theReferencesExampleIsRead() throws IOException {
    String reference = Files.readString(Path.of("docs/metrics.md"));
    int start = reference.indexOf("```json") + 7;
    Catalog catalog = with(reference.substring(start, reference.indexOf("```", start)));
    assertEquals(
        "sum(rabbitmq_queue_messages_ready{queue=~\"inference-.*\"})",
        catalog.find("queue_depth").orElseThrow().promQl(QUARTER));
    assertTrue(catalog.find("tokens_per_second").isPresent());
  }
}
