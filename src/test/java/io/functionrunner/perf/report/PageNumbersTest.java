package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RecordedSeries;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.workload.Profiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page read back: its structure, and its numbers against those of {@code analysis.json}. */
class PageNumbersTest {

  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>");

  @TempDir Path directory;

  private JsonNode json;
  private String html;
  private JsonNode data;

  @BeforeEach
  void writeBoth() throws IOException {
    new SimulatedRun(Profiles.spike(), 10, 1, 0.05).write(directory);
    RecordedSeries.ofTarget(100)
        .with("queue_depth", Map.of(), t -> t == 35.5 ? 208 : 12)
        .write(directory);
    Analysis analysis =
        RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.shipped()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AnalysisJson.write(out, analysis);
    json = new ObjectMapper().readTree(out.toByteArray());
    out.reset();
    HtmlReport.write(out, analysis);
    html = out.toString(StandardCharsets.UTF_8);
    Matcher matcher = DATA.matcher(html);
    assertTrue(matcher.find());
    data = new ObjectMapper().readTree(matcher.group(1));
  }

  private List<String> all(String pattern) {
    return Pattern.compile(pattern).matcher(html).results().map(m -> m.group(1)).toList();
  }

  /** The rows of a section's first table: each the texts of its cells. */
  private List<List<String>> rows(String section) {
    String from = html.substring(html.indexOf("<section aria-labelledby=\"" + section + "\""));
    String body = from.substring(from.indexOf("<tbody>"), from.indexOf("</tbody>"));
    List<List<String>> rows = new ArrayList<>();
    for (String row : body.split("</tr>", -1)) {
      List<String> cells =
          Pattern.compile("<t[dh][^>]*>(.*?)</t[dh]>")
              .matcher(row)
              .results()
              .map(m -> m.group(1).replaceAll("<[^>]*>", "").replace("&#x3D;", "=").strip())
              .toList();
      if (!cells.isEmpty()) {
        rows.add(cells);
      }
    }
    return rows;
  }

  @Test
  void sectionsHaveHeadingsAndTheContentsNamesThemInTheirOrder() {
    List<String> sections = all("<section aria-labelledby=\"([^\"]+)\"");
    assertEquals(sections, all("<h2 id=\"([^\"]+)\""));
    String nav = html.substring(html.indexOf("<nav"), html.indexOf("</nav>"));
    List<String> links =
        Pattern.compile("href=\"#([^\"]+)\"").matcher(nav).results().map(m -> m.group(1)).toList();
    assertEquals(sections, links);
    assertTrue(sections.containsAll(List.of("criteria", "findings", "latency", "split", "errors")));
  }

  @Test
  void everyChartHasACaptionAndEveryTableCanBeReachedByKeyboard() {
    List<String> captions = all("data-chart=[^>]* aria-labelledby=\"([^\"]+)\"");
    assertEquals(captions, all("<figcaption id=\"([^\"]+)\""));
    assertEquals(captions.size(), all("(<figure>)").size());
    assertEquals(captions.size(), captions.stream().distinct().count());
    assertEquals(
        all("(<div class=\"scroll\")").size(),
        all("(<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=)").size());
  }

  @Test
  void criteriaAreThoseOfTheAnalysis() {
    List<List<String>> rows = rows("criteria");
    assertEquals(json.get("criteria").size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      JsonNode criterion = json.at("/criteria/" + i);
      JsonNode verdict = criterion.get("verdict");
      assertEquals(verdict.isNull() ? "not judged" : verdict.asText(), rows.get(i).get(0));
      assertEquals(criterion.get("text").asText(), rows.get(i).get(1));
      assertEquals(criterion.get("reason").asText(), rows.get(i).get(4));
    }
  }

  @Test
  void conservationIsThatOfTheAnalysis() {
    List<List<String>> rows = rows("conservation");
    List<String> whole = rows.get(rows.size() - 1);
    List<String> names =
        List.of("submitted", "completed", "failed", "rejected", "timedOut", "inFlight");
    for (int i = 0; i < names.size(); i++) {
      assertEquals(
          json.at("/conservation/" + names.get(i)).asText(), whole.get(2 + i).replace(",", ""));
    }
  }

  @Test
  void chartsOverTimeHaveTheNumbersOfTheWindows() {
    JsonNode windows = json.at("/tasks/windows");
    assertEquals(windows.size(), data.get("x").size());
    for (int i = 0; i < windows.size(); i++) {
      JsonNode window = windows.get(i);
      double seconds =
          (window.get("endMillis").asLong() - window.get("startMillis").asLong()) / 1000.0;
      assertEquals(seconds, data.get("width").asDouble());
      for (String name : List.of("offered", "completed", "failed", "rejected")) {
        assertEquals(window.get(name).asDouble(), data.get(name).get(i).asDouble() * seconds, 1e-9);
      }
      assertEquals(window.get("maxInFlight"), data.get("inFlight").get(i));
      for (JsonNode kind : data.get("errors")) {
        assertEquals(
            window.get("errors").path(kind.get("name").asText()).asDouble(),
            kind.get("values").get(i).asDouble() * seconds,
            1e-9);
      }
      List<String> modalities = List.of("image", "text");
      for (int m = 0; m < modalities.size(); m++) {
        JsonNode latency = window.get("latency").path(modalities.get(m));
        for (String name : List.of("p50", "p95", "p99")) {
          JsonNode drawn = data.get("latency").get(m).get(name).get(i);
          assertEquals(latency.path(name).asDouble(), drawn.asDouble() * 1000, 1e-6);
        }
      }
    }
    assertEquals(1, data.get("errors").size());
  }

  @Test
  void theHeatmapHasEveryCompletedTaskBetweenBordersThatHoldItsWindowsQuantiles() {
    JsonNode heat = data.get("heat");
    Map<Integer, Long> tasks = new HashMap<>();
    for (JsonNode modality : heat.get("modalities")) {
      String name = modality.get("name").asText();
      JsonNode cells = modality.get("cells");
      Map<Integer, Double> highest = new HashMap<>();
      for (int i = 0; i < cells.size(); i += 3) {
        int window = cells.get(i).asInt();
        int bucket = cells.get(i + 1).asInt() - heat.get("first").asInt();
        tasks.merge(window, cells.get(i + 2).asLong(), Long::sum);
        highest.put(window, heat.get("borders").get(bucket + 1).asDouble());
      }
      highest.forEach(
          (window, end) -> {
            JsonNode p99 = json.at("/tasks/windows/" + window + "/latency/" + name + "/p99");
            assertTrue(p99.asDouble() / 1000 < end, p99 + " ms beyond " + end + " s");
          });
    }
    JsonNode windows = json.at("/tasks/windows");
    for (int i = 0; i < windows.size(); i++) {
      assertEquals(windows.get(i).get("completed").asLong(), tasks.getOrDefault(i, 0L), "at " + i);
    }
  }

  @Test
  void quantileCurvesGoThroughTheQuantilesOfTheAnalysis() {
    List<String> modalities = List.of("image", "text");
    assertEquals(modalities.size(), data.get("curves").size());
    for (int m = 0; m < modalities.size(); m++) {
      JsonNode curve = data.get("curves").get(m);
      String modality = modalities.get(m);
      for (JsonNode line : curve.get("lines")) {
        JsonNode quantiles =
            json.at(
                "/tasks/classes/%s.%s/fromSubmit/quantiles"
                    .formatted(modality, line.get("name").asText()));
        Map<Double, Double> values = new HashMap<>();
        for (int i = 0; i < curve.get("p").size(); i++) {
          values.put(curve.get("p").get(i).asDouble(), line.get("values").get(i).asDouble());
        }
        assertEquals(quantiles.get("p50").asDouble(), 1000 * values.get(.5), 1e-6);
        assertEquals(quantiles.get("p90").asDouble(), 1000 * values.get(.9), 1e-6);
        assertEquals(quantiles.get("p95").asDouble(), 1000 * values.get(.95), 1e-6);
      }
    }
  }

  @Test
  void theDeepestQueueOfAWindowIsShownHoweverShort() {
    assertEquals(208, data.get("queue").get(35).asDouble());
    assertEquals(12, data.get("queue").get(34).asDouble());
  }

  @Test
  void findingsWithATimeAreMarkedWithTheirNumberInTheList() {
    List<JsonNode> marks = new ArrayList<>();
    data.get("findings").forEach(marks::add);
    JsonNode findings = json.get("findings");
    int timed = 0;
    for (int i = 0; i < findings.size(); i++) {
      JsonNode finding = findings.get(i);
      if (finding.get("startMillis").isNull()) {
        continue;
      }
      JsonNode mark = marks.get(timed++);
      assertEquals(i + 1, mark.get("number").asInt());
      assertEquals(
          finding.get("severity").asText().toUpperCase(Locale.ROOT), mark.get("severity").asText());
      assertEquals(
          finding.get("startMillis").asDouble(), mark.get("start").asDouble() * 1000, 1e-6);
      assertEquals(finding.get("endMillis").asDouble(), mark.get("end").asDouble() * 1000, 1e-6);
    }
    assertTrue(timed > 0);
    assertEquals(timed, marks.size());
  }
}
