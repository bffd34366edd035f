package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.grafana.Dashboard;
import io.functionrunner.perf.grafana.Dashboard.Panel;
import io.functionrunner.perf.grafana.Dashboard.Query;
import io.functionrunner.perf.grafana.Dashboard.Variable;
import io.functionrunner.perf.grafana.Dashboards;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.run.RunManifest;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks real Prometheus servers all that Grafana would ask of them for a run: every query of every
 * panel and every variable. Only a panel of a modality that the run did not submit is asked for one
 * that it did.
 */
final class DashboardQueries {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long STEP_SECONDS = 5;

  private final RunManifest manifest;
  private final String run;

  DashboardQueries(RunManifest manifest, String run) {
    this.manifest = manifest;
    this.run = run;
  }

  /**
   * Every panel has data from either server; of a panel with a query for each kind of histogram
   * that is enough.
   */
  void assertData(URI classic, URI nativeOne) throws Exception {
    List<Dashboard> dashboards = Dashboards.of(CriteriaFile.shipped().of(""));
    int asked = 0;
    List<String> empty = new ArrayList<>();
    for (URI server : List.of(classic, nativeOne)) {
      for (Dashboard dashboard : dashboards) {
        String offset = "1";
        for (Variable variable : dashboard.variables()) {
          List<String> values = values(server, variable);
          assertFalse(values.isEmpty(), variable + " has no value from " + server);
          offset = variable.name().equals("offset") ? values.get(0) : offset;
        }
        // It is compared with itself, and an offset of 0 is none.
        assertEquals("1", offset);
        for (Panel panel : dashboard.panels()) {
          List<Query> without = new ArrayList<>();
          for (Query query : panel.queries()) {
            asked++;
            if (!hasData(server, substituted(query.promQl(), offset))) {
              without.add(query);
            }
          }
          boolean enough =
              panel.kind() == Dashboard.Kind.HEATMAP
                  ? without.equals(List.of(panel.queries().get(server.equals(classic) ? 1 : 0)))
                  : without.isEmpty();
          if (!enough) {
            empty.add(server + ", " + panel.title() + ": " + without);
          }
        }
      }
    }
    assertEquals(List.of(), empty);
    assertTrue(asked > 100, asked + " queries");
  }

  private String substituted(String promQl, String offset) {
    return promQl
        .replace("$__rate_interval", "10s")
        .replace("$run", run)
        .replace("$baseline", run)
        .replace("${offset}", offset)
        .replaceAll("\\$(job|template|quality)", ".*")
        .replace("video_generation_v1", "text_generation_v1")
        .replace("audio_generation_v1", "image_generation_v1");
  }

  private boolean hasData(URI server, String promQl) throws Exception {
    JsonNode answer =
        ask(
            server.resolve("/api/v1/query_range"),
            Map.of(
                "query", promQl,
                "start", String.valueOf(manifest.startMillis() / 1000),
                "end", String.valueOf(manifest.endMillis() / 1000),
                "step", String.valueOf(STEP_SECONDS)));
    for (JsonNode series : answer.at("/data/result")) {
      if (!series.path("histograms").isEmpty()) {
        return true;
      }
      for (JsonNode point : series.path("values")) {
        if (Double.isFinite(Double.parseDouble(number(point.get(1).asText())))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Prometheus and Java write infinity differently. */
  private static String number(String text) {
    return text.replace("Inf", "Infinity");
  }

  /** As Grafana does: labels of the series of a metric, or a result as text cut by the regex. */
  private List<String> values(URI server, Variable variable) throws Exception {
    String query = substituted(variable.query(), "1");
    String inner = query.substring(query.indexOf('(') + 1, query.length() - 1);
    if (query.startsWith("label_values(")) {
      int comma = inner.lastIndexOf(", ");
      JsonNode answer =
          ask(
              server.resolve("/api/v1/series"),
              Map.of(
                  "match[]", inner.substring(0, comma),
                  "start", String.valueOf(manifest.startMillis() / 1000),
                  "end", String.valueOf(manifest.endMillis() / 1000)));
      List<String> values = new ArrayList<>();
      for (JsonNode series : answer.get("data")) {
        values.add(series.get(inner.substring(comma + 2)).asText());
      }
      return values;
    }
    JsonNode answer =
        ask(
            server.resolve("/api/v1/query"),
            Map.of("query", inner, "time", String.valueOf(manifest.endMillis() / 1000)));
    List<String> values = new ArrayList<>();
    String regex = variable.regex().substring(1, variable.regex().length() - 1);
    for (JsonNode result : answer.at("/data/result")) {
      String text = "{} " + result.at("/value/1").asText() + " " + result.at("/value/0").asText();
      values.add(text.replaceFirst(regex, "$1"));
    }
    return values;
  }

  private static JsonNode ask(URI url, Map<String, String> parameters) throws Exception {
    String form =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(url)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), () -> parameters + ": " + answer.body());
    return JSON.readTree(answer.body());
  }
}
