package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.history.History;
import io.functionrunner.perf.history.RunSummary;
import io.functionrunner.perf.history.Summaries;
import io.functionrunner.perf.history.Track;
import io.functionrunner.perf.history.Trend;
import io.functionrunner.perf.run.RunManifest.Status;
import io.functionrunner.perf.stats.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Trends as text and as a page, read back and compared with what they show. */
class TrendPageTest {

  /** Twenty runs at 100 ms and twenty at 120 ms, an INVALID one, and another baseline. */
  static Trend slower() {
    List<RunSummary> runs = new ArrayList<>(Summaries.levels(20, 100, 120));
    runs.add(run(40, "<img src=x onerror=alert(1)>", Verdict.INVALID, "first"));
    runs.add(run(41, "BaselineTest", Verdict.PASS, "first"));
    runs.add(run(42, "BaselineTest", Verdict.FAIL, "second"));
    return trend(runs.stream().filter(run -> run.simulation().equals("BaselineTest")).toList());
  }

  private static RunSummary run(int number, String simulation, Verdict verdict, String baseline) {
    return Summaries.run(
        number, simulation, "linux-2cpu", verdict, Status.COMPLETED, baseline, 120);
  }

  static Trend trend(List<RunSummary> runs) {
    return Trend.of(Track.of(new History(runs, List.of())).get(0), List.of("*"));
  }

  static Trend hostile() {
    String name = "<script>alert('\u202e')</script>";
    List<RunSummary> runs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      runs.add(run(i, name, Verdict.PASS, i < 6 ? name : "b"));
    }
    return trend(runs);
  }

  static String page(Trend trend) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TrendPage.write(
        out,
        List.of(trend),
        List.of("3 runs of another load <b>"),
        List.of(new History.Skipped("<notes>.txt", "no summary")));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode data(String page) throws IOException {
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertTrue(data.find());
    return new ObjectMapper().readTree(data.group(1)).get(0);
  }

  @Test
  void theChartsDrawEveryRunAndTheLevels() throws IOException {
    Trend trend = slower();
    JsonNode data = data(page(trend));
    assertEquals(42, data.get("runs").size());
    assertEquals("baselinetest-0", data.at("/runs/0").asText());
    assertEquals(List.of(41), new ObjectMapper().convertValue(data.get("baselines"), List.class));
    JsonNode p95 = data.at("/kpis/0");
    assertEquals(42, p95.get("values").size());
    assertEquals(
        trend.track().runs().get(7).kpis().get("p95").value(),
        p95.at("/values/7").asDouble(),
        1e-2);
    assertEquals(2, p95.get("levels").size());
    assertEquals(20, p95.at("/levels/1/run").asInt());
    assertEquals("worse", p95.at("/levels/1/effect").asText());
    assertEquals(100, p95.at("/levels/0/value").asDouble(), 2);
    assertEquals(120, p95.at("/levels/1/value").asDouble(), 2);
  }

  @Test
  void theTableNamesTheChange() throws IOException {
    String page = page(slower());
    assertTrue(page.contains("<td class=\"FAIL\"><strong>worse</strong></td>"));
    assertTrue(Pattern.compile("<td class=\"n\">\\+(19|20|21)\\.\\d %</td>").matcher(page).find());
    assertTrue(page.contains("<th scope=\"row\">Task p95</th>"));
    assertTrue(page.contains("Throughput, tasks/s (throughput)"));
    assertEquals(2, page.split("class=\"chart\"", -1).length - 1);
  }

  @Test
  void hostileNamesAreEscaped() throws IOException {
    String page = page(hostile());
    assertFalse(page.contains("<script>alert"));
    assertFalse(page.contains("<notes>"));
    assertFalse(page.contains("load <b>"));
    assertFalse(page.contains("\u202e"));
    assertTrue(page.contains("&lt;notes&gt;.txt"));
  }

  @Test
  void anExactRunThatHasNoValueIsNull() throws IOException {
    List<RunSummary> runs = new ArrayList<>(Summaries.levels(10, 100));
    runs.add(run(10, "BaselineTest", Verdict.INVALID, null));
    JsonNode p95 = data(page(trend(runs))).at("/kpis/0");
    assertTrue(p95.at("/values/10").isNull());
  }

  @Test
  void theConsoleShowsLastLevelChangeAndLine() {
    List<String> lines = TrendText.table(slower()).lines().toList();
    assertEquals("BaselineTest  42 runs from 2026-09-21 14:13Z to 2026-09-23 08:13Z", lines.get(0));
    assertTrue(
        lines.get(1).startsWith("environment linux-2cpu, target sandbox, API function-runner"),
        lines.get(1));
    String row = lines.stream().filter(line -> line.startsWith("p95 ")).findFirst().orElseThrow();
    assertTrue(
        row.matches("p95 +120 ms +1\\d\\d(\\.\\d)? ms +\\+\\d\\d\\.\\d % +[▁▂▃▄▅▆▇█]{40}"), row);
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.matches(
                        "  2026-09-22 10:13Z  p95 \\+.* ms to .* ms, WORSE, from baselinetest-20 on,"
                            + " commit abcdef012345…")),
        lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.endsWith("baseline is now second")));
  }

  @Test
  void aLineShowsTheLastValuesFromLeastToMost() {
    assertEquals("▁█", Sparkline.of(List.of(9.0, 1.0, 2.0), 2));
    assertEquals("▁▃▆█", Sparkline.of(List.of(1.0, 2.0, 3.0, 4.0), 10));
    assertEquals("▅▅▅", Sparkline.of(List.of(5.0, 5.0, 5.0), 3));
    assertEquals("▁▁", Sparkline.of(List.of(0.0, 0.0), 3));
    // One per cent is noise, and looks like it.
    assertEquals("▄▅", Sparkline.of(List.of(99.5, 100.5), 3));
  }
}
