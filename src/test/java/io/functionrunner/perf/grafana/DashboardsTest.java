package io.functionrunner.perf.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.functionrunner.perf.grafana.Dashboard.Panel;
import io.functionrunner.perf.grafana.Dashboard.Query;
import io.functionrunner.perf.kpi.CriteriaFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON against Grafana's own types (generate.sh beside the schema says how it was made). */
class DashboardsTest {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  static List<Dashboard> dashboards() throws IOException {
    return Dashboards.of(CriteriaFile.shipped().of(""));
  }

  private static List<String> errors(String schema, JsonNode json) throws IOException {
    try (InputStream in = DashboardsTest.class.getResourceAsStream("grafana-schema.json")) {
      JsonNode all = JSON.readTree(in);
      Schema own =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
              .getSchema(all.get(schema));
      return own.validate(json).stream()
          .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
          .toList();
    }
  }

  @Test
  void everyDashboardIsWhatGrafanasTypesSay() throws Exception {
    for (Dashboard dashboard : dashboards()) {
      JsonNode json = DashboardJson.of(dashboard);
      List<String> wrong = new ArrayList<>(errors("dashboard", withoutNullId(json)));
      for (JsonNode panel : json.get("panels")) {
        String type = panel.get("type").asText();
        if (!type.equals("row")) {
          wrong.addAll(errors(type, panel.get("options")));
          if (type.equals("timeseries")) {
            wrong.addAll(errors("timeseries-field", panel.at("/fieldConfig/defaults/custom")));
          }
        }
      }
      assertEquals(List.of(), wrong, dashboard.uid());
    }
  }

  /**
   * The API wants the id null, which the type does not foresee; and so for a step's first value.
   */
  private static JsonNode withoutNullId(JsonNode json) {
    com.fasterxml.jackson.databind.node.ObjectNode copy = json.deepCopy();
    copy.remove("id");
    copy.get("panels")
        .forEach(
            panel ->
                panel
                    .at("/fieldConfig/defaults/thresholds/steps")
                    .forEach(
                        step -> {
                          if (step.get("value").isNull()) {
                            ((com.fasterxml.jackson.databind.node.ObjectNode) step).put("value", 0);
                          }
                        }));
    return copy;
  }

  /** What is not in the types is found: so the test above can fail. */
  @Test
  void aFieldThatGrafanaDoesNotKnowIsFound() throws Exception {
    JsonNode json = withoutNullId(DashboardJson.of(dashboards().get(0)));
    ((com.fasterxml.jackson.databind.node.ObjectNode) json).put("tittle", "x");
    assertEquals(1, errors("dashboard", json).size());
    assertEquals(
        1,
        errors("stat", JSON.readTree("{\"colorMode\": \"rainbow\"}")).stream()
            .filter(e -> e.contains("colorMode"))
            .count());
  }

  @Test
  void uidsAndTitlesTellThemApart() throws Exception {
    Set<String> uids = new HashSet<>();
    Set<String> titles = new HashSet<>();
    for (Dashboard dashboard : dashboards()) {
      assertTrue(uids.add(dashboard.uid()) && titles.add(dashboard.title()), dashboard.uid());
    }
    assertEquals(6, uids.size());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Dashboard("x".repeat(41), "", "", List.of(), List.of()));
  }

  @Test
  void everyVariableThatIsUsedIsThere() throws Exception {
    for (Dashboard dashboard : dashboards()) {
      Set<String> known = new HashSet<>(Set.of("datasource", "__rate_interval"));
      dashboard.variables().forEach(variable -> known.add(variable.name()));
      List<String> texts = new ArrayList<>();
      dashboard.panels().forEach(p -> p.queries().forEach(q -> texts.add(q.promQl())));
      dashboard.variables().forEach(variable -> texts.add(variable.query()));
      for (String text : texts) {
        Matcher used = VARIABLE.matcher(text);
        while (used.find()) {
          assertTrue(known.contains(used.group(1)), text);
        }
      }
    }
  }

  /** Sums of rates, never the rate of a sum; classic quantiles of sums that keep {@code le}. */
  @Test
  void ratesAreInsideAndQuantilesKeepTheBuckets() throws Exception {
    for (Query query : queries().toList()) {
      assertFalse(
          query.promQl().matches(".*rate\\s*\\(\\s*(sum|avg|max|min)\\b.*"), query.promQl());
      if (query.promQl().contains("_bucket")) {
        assertTrue(query.promQl().contains("by (le"), query.promQl());
      }
    }
  }

  private static Stream<Query> queries() throws IOException {
    return dashboards().stream()
        .flatMap(d -> d.panels().stream())
        .flatMap(p -> p.queries().stream());
  }

  @Test
  void limitsAreThoseOfTheCriteria() throws Exception {
    Path own =
        Files.writeString(
            directory.resolve("own.json"),
            """
            {"schemaVersion": 1, "default": {"errorRate": 0.02, "submitP95Millis": 250,
              "taskP95Seconds": {"image.draft": 7, "image.high": 70}}}
            """);
    List<Dashboard> dashboards = Dashboards.of(CriteriaFile.read(own).of("BaselineTest"));
    assertEquals(List.of(.02), panel(dashboards, "perf-errors", "Errors, by the target").limits());
    assertEquals(
        List.of(.25), panel(dashboards, "perf-latency", "Submission, by the client").limits());
    assertEquals(
        List.of(7.0, 70.0), panel(dashboards, "perf-latency", "p95 of image tasks").limits());
    JsonNode json = DashboardJson.of(dashboards.get(4));
    assertEquals(
        .02, json.at("/panels/1/fieldConfig/defaults/thresholds/steps/1/value").asDouble());
    assertEquals(
        "line", json.at("/panels/1/fieldConfig/defaults/custom/thresholdsStyle/mode").asText());
  }

  private static Panel panel(List<Dashboard> dashboards, String uid, String title) {
    return dashboards.stream()
        .filter(d -> d.uid().equals(uid))
        .flatMap(d -> d.panels().stream())
        .filter(p -> p.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void noTwoPanelsOverlap() throws Exception {
    for (Dashboard dashboard : dashboards()) {
      Set<String> taken = new HashSet<>();
      for (JsonNode panel : DashboardJson.of(dashboard).get("panels")) {
        JsonNode at = panel.get("gridPos");
        for (int x = 0; x < at.get("w").asInt(); x++) {
          for (int y = 0; y < at.get("h").asInt(); y++) {
            int column = at.get("x").asInt() + x;
            assertTrue(column < 24, panel.get("title").asText());
            assertTrue(
                taken.add(column + "/" + (at.get("y").asInt() + y)), panel.get("title").asText());
          }
        }
      }
    }
  }

  /** {@code -DargLine=-Dupdate=true} writes them anew. */
  @Test
  void deployHasThemAsTheyAre() throws Exception {
    Path shipped = Path.of("deploy/grafana");
    if (Boolean.getBoolean("update")) {
      Provisioning.export(shipped, dashboards());
    }
    List<Path> files = Provisioning.export(directory, dashboards());
    assertEquals(8, files.size());
    for (Path file : files) {
      Path there = shipped.resolve(directory.relativize(file));
      assertEquals(Files.readString(file), Files.readString(there), there::toString);
    }
  }
}
