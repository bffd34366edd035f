package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.ForeignLog;
import io.functionrunner.perf.analysis.RecordedSeries;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.workload.Profiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reports show of the target's metrics and of the injector, read back. */
class ResourceReportsTest {

  private static final int SECONDS = 100;

  @TempDir Path parent;

  private Path directory;
  private Analysis analysis;

  @BeforeEach
  void analyseARunWithSeries() throws IOException {
    directory = Files.createDirectory(parent.resolve("run"));
    new SimulatedRun(Profiles.spike(), 10, 1, 0.002).write(directory);
    RecordedSeries.ofTarget(SECONDS)
        .with("workers_active", Map.of(), t -> 6)
        .with("worker_pool_size", Map.of(), t -> 8)
        .with("queue_depth", Map.of(), t -> t == 35 ? 208 : 12)
        .with("gpu_utilisation", Map.of("gpu", "0"), t -> 66)
        .with("network_receive", Map.of("instance", ForeignLog.NAME), t -> 1 << 20)
        .with("gpu_memory_utilisation", Map.of("gpu", ForeignLog.MESSAGE), t -> 40)
        .write(directory);
    RecordedSeries.ofInjector(SECONDS, t -> t >= 20 && t < 30 ? .97 : .2).write(directory);
    analysis = analyze(directory);
  }

  private static Analysis analyze(Path path) throws IOException {
    return RunAnalyzer.analyze(path, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  private static byte[] json(Analysis analysis) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AnalysisJson.write(out, analysis);
    return out.toByteArray();
  }

  private JsonNode tree() throws IOException {
    return new ObjectMapper().readTree(json(analysis));
  }

  private String html() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HtmlReport.write(out, analysis);
    return out.toString(StandardCharsets.UTF_8);
  }

  private JsonNode charts() throws IOException {
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(html());
    assertTrue(data.find());
    return new ObjectMapper().readTree(data.group(1)).get("resources");
  }

  @Test
  void jsonHasTheNumbersOfTheSeries() throws IOException {
    JsonNode metrics = tree().get("metrics");
    assertEquals("scrape of http://127.0.0.1:9100/metrics", metrics.get("source").asText());
    assertEquals(500, metrics.get("stepMillis").asInt());
    JsonNode spike = metrics.at("/resources/phases/spike");
    assertEquals(208, spike.get("queueDepthPeak").asDouble());
    assertEquals((23 * 12 + 208) / 24.0, spike.get("queueDepthAverage").asDouble(), 1e-9);
    assertEquals(.75, spike.get("workerUtilisation").asDouble());
    assertEquals(.66, spike.at("/demands/gpu/utilisation").asDouble(), 1e-9);
    JsonNode gpu = metrics.at("/collected/gpu_utilisation");
    assertEquals("%", gpu.get("unit").asText());
    assertEquals("0", gpu.at("/series/0/labels/gpu").asText());
    assertEquals(66, gpu.at("/series/0/measured/average").asDouble());
    assertEquals(168, gpu.at("/series/0/measured/points").asInt());
    assertEquals(24, gpu.at("/series/0/phases/spike/points").asInt());
  }

  @Test
  void jsonHasEveryMetricThatIsMissingWithItsReason() throws IOException {
    JsonNode missing = tree().at("/metrics/missing");
    assertEquals(analysis.metrics().orElseThrow().missing().size(), missing.size());
    missing.forEach(metric -> assertFalse(metric.get("reason").asText().isEmpty()));
  }

  @Test
  void jsonHasTheInjectorsReasons() throws IOException {
    JsonNode injector = tree().get("injector");
    assertEquals("saturated", injector.get("state").asText());
    JsonNode reason = injector.at("/reasons/0");
    assertEquals("injector.cpu", reason.get("id").asText());
    assertEquals(19_500, reason.get("startMillis").asInt(), "from the point before on");
    assertEquals(29_500, reason.get("endMillis").asInt());
    assertEquals(.8, injector.at("/collected/injector_cpu_share/limit").asDouble());
  }

  @Test
  void jsonWithoutSeriesHasNone() throws IOException {
    Path bare = Files.createDirectory(parent.resolve("bare"));
    new SimulatedRun(Profiles.baseline(), 10, 1, 0).write(bare);
    JsonNode json = new ObjectMapper().readTree(json(analyze(bare)));
    assertTrue(json.get("metrics").isNull());
    assertEquals("not_measured", json.at("/injector/state").asText());
    assertEquals(0, json.at("/injector/collected").size());
  }

  /** The files alone, elsewhere and later, give the same analysis to the byte. */
  @Test
  void repeatedOfflineTheAnalysisIsTheSame() throws IOException {
    Path copy = Files.createDirectories(parent.resolve("elsewhere").resolve("run"));
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    assertArrayEquals(json(analysis), json(analyze(copy)));
  }

  /** Immutable maps have another order in each JVM. */
  @Test
  void fieldsFromMapsAreInTheOrderOfTheirNames() throws IOException {
    List<String> versions = new ArrayList<>();
    tree().at("/run/versions").fieldNames().forEachRemaining(versions::add);
    assertEquals(List.of("gatling", "java", "suite"), versions);
  }

  @Test
  void thePageDrawsWhatWasCollected() throws IOException {
    JsonNode charts = charts();
    String html = html();
    assertEquals(6, charts.size(), "queue, workers, GPU, GPU memory, and two of the injector");
    assertEquals(charts.size(), html.split("data-chart=\"resource\"", -1).length - 1);
    JsonNode queue = charts.get(0);
    assertEquals(queue.get("x").size(), queue.at("/lines/0").size());
    assertEquals(208, queue.at("/lines/0").get(70).asDouble(), "35 s at half a second a point");
    assertEquals("workers_active", charts.at("/1/labels/0").asText());
    assertEquals("worker_pool_size", charts.at("/1/labels/1").asText());
    assertEquals(90, charts.at("/2/marks/0/value").asDouble());
  }

  @Test
  void thePageMarksTheInjectorsLimitAndWhenItWasBroken() throws IOException {
    JsonNode shares = charts().get(4);
    assertEquals(80, shares.at("/marks/0/value").asDouble());
    assertEquals(19.5, shares.at("/windows/0/start").asDouble());
    assertEquals(29.5, shares.at("/windows/0/end").asDouble());
    assertEquals(97, shares.at("/lines/0/40").asDouble(), 1e-9);
    assertEquals(25, shares.at("/lines/1/40").asDouble(), 1e-9, "256 MiB of 1 GiB");
  }

  @Test
  void thePageTellsWhatWasNotCollectedAndWhy() throws IOException {
    String html = html();
    int missing = analysis.metrics().orElseThrow().missing().size();
    assertTrue(
        html.contains("<summary>Not collected: %d metrics, and why</summary>".formatted(missing)));
    assertTrue(html.contains("<th scope=\"row\">celery_queue_wait_p95</th>"));
    assertTrue(html.contains("not asked for from scrape of"));
  }

  @Test
  void labelsOfStrangersStayText() throws IOException {
    String html = html();
    assertEquals(2, html.split("<script", -1).length - 1);
    assertFalse(html.contains("<img"));
    assertTrue(html.contains("instance&#x3D;&lt;/script&gt;&lt;script&gt;alert(1)"));
    assertTrue(charts().at("/3/labels/0").asText().startsWith("<img src=x onerror=alert(2)>"));
  }

  @Test
  void theConsoleAndTheSummaryHaveALineOfEach() throws IOException {
    // What is too wide goes on below.
    String console = ConsoleSummary.text(analysis, null, false).replaceAll("\n {10}(?=\\S)", " ");
    String target = line(console, "target ");
    assertTrue(
        target.endsWith(
            "workers 75 % busy, at most 6 tasks at once, queue 13.2 on average, 208 at its peak, GPU 66 %, GPU memory up to 40 %"),
        target);
    String injector = line(console, "injector ");
    assertTrue(injector.contains("at its limit: CPU 29.2 %, at most 97 %"), injector);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MarkdownSummary.write(out, analysis);
    String markdown = out.toString(StandardCharsets.UTF_8);
    assertTrue(markdown.contains("Target: workers 75 % busy"), markdown);
    assertTrue(markdown.contains("Injector: at its limit: CPU 29.2 %"), markdown);
  }

  private static String line(String text, String start) {
    return text.lines().filter(l -> l.startsWith(start)).findFirst().orElseThrow();
  }
}
