package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.Conclusion;
import io.functionrunner.perf.analysis.ForeignLog;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.page.PageAssets;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Profiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Every report is read back and compared with the analysis that it shows. */
class ReportsTest {

  @TempDir Path directory;

  private Analysis failed;

  @BeforeEach
  void analyseAFailedRun() throws IOException {
    new SimulatedRun(Profiles.spike(), 10, 1, 0.05).write(directory);
    failed = analyze(directory);
  }

  private static Analysis analyze(Path path) throws IOException {
    return RunAnalyzer.analyze(path, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  private Analysis hostile() throws IOException {
    Path foreign = Files.createDirectory(directory.resolve("foreign"));
    ForeignLog.write(foreign.resolve("simulation.log"));
    return analyze(foreign);
  }

  @FunctionalInterface
  private interface Writer {
    void write(ByteArrayOutputStream out) throws IOException;
  }

  private static String text(Writer writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode json(Analysis analysis) throws IOException {
    return new ObjectMapper().readTree(text(out -> AnalysisJson.write(out, analysis)));
  }

  private static String html(Analysis analysis) throws IOException {
    return text(out -> HtmlReport.write(out, analysis));
  }

  private static String markdown(Analysis analysis) throws IOException {
    return text(out -> MarkdownSummary.write(out, analysis));
  }

  private static Document junit(Analysis analysis) throws Exception {
    String xml = text(out -> JUnitXml.write(out, analysis));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void jsonHasTheDocumentedFields() throws IOException {
    JsonNode json = json(failed);
    assertEquals(AnalysisJson.SCHEMA_VERSION, json.get("schemaVersion").asInt());
    assertEquals("FAIL", json.get("verdict").asText());
    assertEquals(failed.conclusion().sentence(), json.get("reason").asText());
    JsonNode conservation = json.get("conservation");
    assertEquals(
        conservation.get("submitted").asLong(),
        conservation.get("completed").asLong()
            + conservation.get("failed").asLong()
            + conservation.get("rejected").asLong()
            + conservation.get("timedOut").asLong()
            + conservation.get("inFlight").asLong());
    assertEquals(
        failed.conservation().orElseThrow().submitted(), conservation.get("submitted").asLong());
    assertEquals("SpikeTest", json.at("/run/simulation").asText());
    assertEquals("spike", json.at("/phases/2/name").asText());
    assertTrue(json.at("/tasks/windows").size() > 60);
    long errors = 0;
    for (JsonNode window : json.at("/tasks/windows")) {
      for (JsonNode count : window.get("errors")) {
        errors += count.asLong();
      }
    }
    assertEquals(
        conservation.get("failed").asLong()
            + conservation.get("rejected").asLong()
            + conservation.get("timedOut").asLong(),
        errors);
  }

  @Test
  void kpisAreReadAsTheyWereWritten() throws IOException {
    Path file = directory.resolve("analysis.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      AnalysisJson.write(out, failed);
    }
    KpisJson read = KpisJson.read(file);
    assertEquals("FAIL", read.verdict());
    assertEquals(failed.conclusion().sentence(), read.reason());
    assertEquals("COMPLETED", read.status());
    assertEquals(failed.kpis(), read.kpis());
  }

  @Test
  void jsonHasEveryRequestWithItsExactQuantiles() throws IOException {
    JsonNode requests = json(failed).get("requests");
    for (RequestSummary request : failed.requests().orElseThrow().requests()) {
      JsonNode node = requests.get(request.key().label());
      MillisHistogram all = request.run().all();
      assertEquals(all.count(), node.get("total").asLong());
      assertEquals(node.get("total").asLong(), node.get("ok").asLong() + node.get("ko").asLong());
      assertEquals(all.max(), node.get("max").asInt());
      JsonNode quantiles = node.get("quantiles");
      assertEquals(
          List.of("p50", "p75", "p90", "p95", "p99", "p999"),
          quantiles.properties().stream().map(Map.Entry::getKey).toList());
      assertEquals(all.quantile(.95), quantiles.get("p95").asInt());
      assertEquals(all.quantile(.999), quantiles.get("p999").asInt());
    }
  }

  @Test
  void jsonHasEveryKpiOrTheReasonWhyNot() throws IOException {
    for (Analysis analysis : List.of(failed, hostile())) {
      JsonNode kpis = json(analysis).get("kpis");
      assertEquals(analysis.kpis().size(), kpis.size());
      for (Reading reading : analysis.kpis()) {
        JsonNode node = kpis.get(reading.kpi().id());
        if (reading.value() instanceof KpiValue.Measured measured) {
          assertEquals(measured.value(), node.get("value").asDouble());
        } else {
          assertTrue(node.get("value").isNull());
          assertFalse(node.get("missing").asText().isEmpty());
        }
      }
    }
  }

  @Test
  void jsonOfAForeignLogHasNoConservation() throws IOException {
    JsonNode json = json(hostile());
    assertTrue(json.get("conservation").isNull());
    assertTrue(json.get("tasks").isNull());
    assertTrue(json.get("run").isNull());
    assertEquals(150, json.get("requests").get(ForeignLog.NAME).get("total").asInt());
  }

  @Test
  void junitHasOneTestCaseACriterion() throws Exception {
    Element suite = junit(failed).getDocumentElement();
    assertEquals("testsuite", suite.getTagName());
    assertEquals(String.valueOf(failed.criteria().size()), suite.getAttribute("tests"));
    assertEquals(failed.criteria().size(), suite.getElementsByTagName("testcase").getLength());
    long expected = failed.criteria().stream().filter(c -> c.is(Verdict.FAIL)).count();
    assertTrue(expected > 0);
    assertEquals(String.valueOf(expected), suite.getAttribute("failures"));
    assertEquals(expected, suite.getElementsByTagName("failure").getLength());
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertTrue(failure.getAttribute("message").startsWith("error rate of tasks ≤ 1 %: "));
  }

  @Test
  void junitCallsAnInvalidRunAnError() throws Exception {
    Element suite = junit(hostile()).getDocumentElement();
    assertEquals("1", suite.getAttribute("errors"));
    assertEquals(1, suite.getElementsByTagName("error").getLength());
  }

  @Test
  void junitStaysWellFormedWhateverAReasonHolds() throws Exception {
    CriterionResult hostile =
        CriterionResult.validity(
            "x", CriterionResult.Role.COMPLETENESS, ForeignLog.NAME, false, ForeignLog.MESSAGE);
    Element error =
        (Element) junit(with(failed, List.of(hostile))).getElementsByTagName("error").item(0);
    assertTrue(error.getAttribute("message").contains("<script>alert(1)</script>"));
    assertTrue(error.getAttribute("message").contains("]]>"));
    assertFalse(error.getAttribute("message").contains("\u202e"));
  }

  @Test
  void markdownShowsEveryCriterionInATable() throws IOException {
    String markdown = markdown(failed);
    assertTrue(markdown.startsWith("## SpikeTest: FAIL\n"), markdown);
    long rows = markdown.lines().filter(l -> l.startsWith("| ")).count();
    // Two tables with two head lines each.
    assertEquals(
        failed.criteria().size() + failed.tasks().orElseThrow().classes().size() + 4, rows);
    markdown
        .lines()
        .filter(l -> l.startsWith("| **FAIL**"))
        .forEach(l -> assertEquals(6, l.chars().filter(c -> c == '|').count(), l));
  }

  @Test
  void markdownHoldsNoMarkupOfStrangers() throws IOException {
    CriterionResult hostile =
        CriterionResult.validity(
            "x",
            CriterionResult.Role.COMPLETENESS,
            ForeignLog.NAME + " www.evil.example",
            false,
            ForeignLog.MESSAGE);
    String markdown = markdown(with(failed, List.of(hostile)));
    for (String markup : List.of("<", "`", "](", "://", "www.", "@", "\u202e", "\u001b", "\r")) {
      assertFalse(markdown.contains(markup), markup + " in " + markdown);
    }
    assertTrue(markdown.contains("&#60;script&#62;"));
  }

  @Test
  void htmlShowsTheVerdictAndEveryCriterion() throws IOException {
    String html = html(failed);
    assertTrue(html.contains("<title>SpikeTest – FAIL</title>"));
    assertTrue(html.contains("<a href=\"index.html\">"));
    for (CriterionResult criterion : failed.criteria()) {
      assertTrue(html.contains("<th scope=\"row\">" + escaped(criterion.text()) + "</th>"));
      assertTrue(html.contains(escaped(criterion.reason())));
    }
    assertTrue(html.getBytes(StandardCharsets.UTF_8).length < 2 << 20);
  }

  @Test
  void htmlFetchesNothing() throws IOException {
    String html = html(failed);
    assertTrue(html.contains("default-src 'none'"));
    assertFalse(Pattern.compile("(src|href)=\"(https?:)?//").matcher(html).find());
    assertFalse(html.contains("@import"));
    assertFalse(html.contains("url("));
  }

  @Test
  void htmlRunsNoScriptButItsOwn() throws IOException {
    String html = html(hostile());
    // The data, and one script whose hash the page's policy names.
    assertEquals(2, count(html, "<script"));
    assertEquals(2, count(html, "</script>"));
    assertFalse(html.contains("<img"));
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertTrue(html.contains("script-src 'sha256-"));
  }

  @Test
  void htmlCarriesTheDataOfItsCharts() throws IOException {
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(html(failed));
    assertTrue(data.find());
    JsonNode json = new ObjectMapper().readTree(data.group(1));
    int windows = failed.tasks().orElseThrow().windows().size();
    for (String series : List.of("x", "offered", "completed", "failed", "inFlight", "users")) {
      assertEquals(windows, json.get(series).size(), series);
    }
    double offered = 0;
    for (JsonNode rate : json.get("offered")) {
      offered += rate.asDouble();
    }
    // Windows of one second: rates are counts.
    assertEquals(failed.conservation().orElseThrow().submitted(), Math.round(offered));
    assertEquals(2, json.get("latency").size());
    assertEquals("ramp", json.at("/phases/0/name").asText());
  }

  @Test
  void dataInAScriptElementCannotEndIt() {
    assertEquals(
        "\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\\u2029\"",
        PageAssets.inert("\"</script><!-- & \u2028\u2029\""));
  }

  @Test
  void consoleFitsAScreenAndNamesTheVerdictFirstAndLast() {
    String text = ConsoleSummary.text(failed, "target/gatling/run", false);
    List<String> lines = text.lines().toList();
    assertTrue(lines.size() <= 40, lines.size() + " lines");
    assertTrue(lines.get(2).startsWith("FAIL: error rate of tasks"), lines.get(2));
    assertEquals("verdict   FAIL", lines.get(lines.size() - 2));
    assertTrue(text.contains("target/gatling/run/performance.html"));
    assertFalse(text.contains("\u001b"));
    assertTrue(ConsoleSummary.text(failed, null, true).contains("\u001b[1;31mFAIL\u001b[0m"));
  }

  /** Colours change nothing of where things stand. */
  @Test
  void consoleIsAsWideAsItsRuleWithAndWithoutColours() {
    String plain = ConsoleSummary.text(failed, "target/gatling/run", false);
    for (String line : plain.lines().toList()) {
      assertTrue(line.length() <= 110, line);
    }
    assertEquals(
        plain,
        ConsoleSummary.text(failed, "target/gatling/run", true)
            .replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void whatIsTooWideGoesOnBelow() {
    assertEquals(
        List.of("load      one two", "          three", "          fourfivesixseven"),
        Wrapped.lines("load      one two three fourfivesixseven", 17, 10));
    assertEquals(List.of("  a  b"), Wrapped.lines("  a  b", 6, 2), "blanks stay within a line");
    assertEquals(List.of(""), Wrapped.lines("", 6, 2));
    String red = "\u001b[1;31mFAIL\u001b[0m";
    assertEquals(List.of(red + " xy", " z"), Wrapped.lines(red + " xy z", 7, 1));
  }

  @Test
  void consoleShowsNoControlCharactersOfStrangers() {
    CriterionResult hostile =
        CriterionResult.validity(
            "x", CriterionResult.Role.COMPLETENESS, ForeignLog.NAME, false, ForeignLog.MESSAGE);
    String text = ConsoleSummary.text(with(failed, List.of(hostile)), null, false);
    assertTrue(text.contains("onerror"), "it is shown");
    assertTrue(text.codePoints().noneMatch(c -> c != '\n' && Character.isISOControl(c)), text);
  }

  @Test
  void allFilesAreWrittenAndNoTemporaryOneStays() throws IOException {
    ReportWriter.writeAll(directory, failed);
    for (String name : ReportWriter.OTHERS) {
      assertTrue(Files.size(directory.resolve(name)) > 100, name);
    }
    assertTrue(Files.size(directory.resolve(ReportWriter.HTML)) > 50_000);
    try (var files = Files.list(directory)) {
      assertTrue(files.noneMatch(f -> f.toString().endsWith(".tmp")));
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() {
    Path missing = directory.resolve("gone");
    IOException e = assertThrows(IOException.class, () -> ReportWriter.writeAll(missing, failed));
    assertTrue(e.getMessage().contains("gone"), e.getMessage());
  }

  private static Analysis with(Analysis a, List<CriterionResult> criteria) {
    return new Analysis(
        a.name(),
        a.simulation(),
        a.timeline(),
        a.manifest(),
        a.log(),
        a.requests(),
        a.tasks(),
        a.conservation(),
        a.metrics(),
        a.injector(),
        a.diagnosis(),
        a.capacity(),
        a.kpis(),
        a.sample(),
        a.comparison(),
        a.criteriaName(),
        criteria,
        a.findings(),
        Conclusion.of(criteria));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("=", "&#x3D;")
        .replace("'", "&#39;");
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
