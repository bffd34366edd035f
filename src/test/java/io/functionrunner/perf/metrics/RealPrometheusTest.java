package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's Prometheus; without it these fail. */
@Tag("full")
class RealPrometheusTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path RECORDED =
      Path.of("src/test/resources/io/functionrunner/perf/metrics/oracle.json");

  @TempDir Path directory;

  /**
   * What the default build compares with is what a real Prometheus answers. With {@code
   * -Drecord=true} the answers are recorded anew.
   */
  @Test
  void theRecordedAnswersAreARealPrometheus() throws Exception {
    Path input = Files.writeString(directory.resolve("oracle.om"), OracleData.openMetrics());
    RealPrometheus.promtool(
        directory,
        "",
        "tsdb",
        "create-blocks-from",
        "openmetrics",
        input.toString(),
        directory.resolve("data").toString());
    ObjectNode answers = JSON.createObjectNode();
    try (RealPrometheus prometheus = RealPrometheus.start(directory, "{}")) {
      for (MetricDefinition metric : Catalog.builtIn().metrics()) {
        answers.set(metric.id(), ask(prometheus.url(), metric));
      }
    }
    assertTrue(answers.toString().contains("\"values\""), "no data came back");
    if (Boolean.getBoolean("record")) {
      StringBuilder lines = new StringBuilder("{\n");
      for (Map.Entry<String, JsonNode> answer : answers.properties()) {
        lines.append(lines.length() > 2 ? ",\n\"" : "\"").append(answer.getKey());
        lines.append("\": ").append(answer.getValue());
      }
      Files.writeString(RECORDED, lines + "\n}\n");
    }
    assertEquals(JSON.readTree(RECORDED.toFile()), answers);
  }

  private static JsonNode ask(URI url, MetricDefinition metric)
      throws IOException, InterruptedException {
    String query =
        "%s/api/v1/query_range?query=%s&start=%d&end=%d&step=%d"
            .formatted(
                url,
                URLEncoder.encode(metric.promQl(OracleData.INTERVAL), StandardCharsets.UTF_8),
                OracleData.START_MILLIS / 1000,
                OracleData.END_MILLIS / 1000,
                OracleData.STEP_MILLIS / 1000);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(query)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }
}
