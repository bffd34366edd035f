package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose pool has a hostile name, is full, and has a queue that grows to the end. */
class ExplanationTest {

  private static final String POOL = "<b>|evil|</b>\u001b[31m";

  @TempDir Path directory;

  private Analysis analysis;

  @BeforeEach
  void analyseARunWithAFullPool() throws IOException {
    new SimulatedRun(Profiles.baseline(), 10, 1, 0).write(directory);
    RecordedSeries.ofTarget(60)
        .with("workers_active_by_pool", Map.of("pool", POOL), t -> 40)
        .with("worker_pool_size_by_pool", Map.of("pool", POOL), t -> 40)
        .with("queue_depth_by_queue", Map.of("queue_name", POOL), t -> 10 * t)
        .write(directory);
    analysis = RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  @Test
  void explainsWithCauseFindingsResourcesAndWhatToChange() {
    String text = Explanation.text(analysis, List.of());
    assertTrue(text.contains("cause: <b>|evil|</b>"), text);
    assertTrue(text.contains("CRITICAL  Bottleneck: "), text);
    assertTrue(text.contains("100 % of 40 workers busy"), text);
    // 10 more a second.
    assertTrue(text.matches("(?s).*grew by (9\\.9\\d|10|10\\.0) tasks/s.*"), text);
    assertTrue(text.contains("1. have "), text);
    assertFalse(text.contains("\u001b"), "no escape of a server reaches the terminal");
  }

  /** The same tasks at the same speed: no slower, class by class. */
  @Test
  void aRunAgainstItselfIsNoSlower() {
    String text = Explanation.text(analysis, List.of(analysis));
    assertTrue(text.contains("(image, text; here image, text)"), text);
    assertFalse(text.contains(": slower:"), text);
    assertTrue(text.contains("1.00 times as long"), text);
  }

  @Test
  void everyReportHasIt() throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    AnalysisJson.write(json, analysis);
    JsonNode diagnosis = new ObjectMapper().readTree(json.toByteArray()).path("diagnosis");
    assertEquals("bottleneck", diagnosis.path("resources").path(0).path("role").asText());
    assertEquals(10, diagnosis.path("resources").path(0).path("growthPerSecond").asDouble(), .01);
    assertEquals("critical", diagnosis.path("bottlenecks").path(0).path("severity").asText());
    assertEquals("workers", diagnosis.path("recommendations").path(0).path("rule").asText());
    ByteArrayOutputStream markdown = new ByteArrayOutputStream();
    MarkdownSummary.write(markdown, analysis);
    String summary = markdown.toString(StandardCharsets.UTF_8);
    assertTrue(summary.contains("What to change:"), summary);
    assertFalse(summary.contains("<b>") || summary.contains("|evil|"), summary);
    ByteArrayOutputStream html = new ByteArrayOutputStream();
    HtmlReport.write(html, analysis);
    String page = html.toString(StandardCharsets.UTF_8);
    assertTrue(page.contains("What limits</h2>") && page.contains("What to change</h2>"));
    assertFalse(page.contains("<b>|evil|"), "escaped");
    String console = ConsoleSummary.text(analysis, "run", false);
    assertTrue(console.contains("\ncause     "), console);
    assertTrue(console.contains("FAIL"), console);
  }
}
