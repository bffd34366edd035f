package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.report.Chromium;
import io.functionrunner.perf.report.ChromiumTab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The report of a real run in a real browser. With {@code -Dupdate=true} it takes its picture. */
@Tag("full")
class ReportPageIT {

  private static final Path PICTURE = Path.of("docs/images/performance.png");

  @TempDir Path directory;

  @Test
  @Timeout(240)
  void theReportOfARunSaysInABrowserWhatItsAnalysisSays() throws Exception {
    Path results = Files.createDirectory(directory.resolve("results"));
    try (GatlingProcess run =
        GatlingProcess.start(
            results,
            "SpikeTest",
            // The picture shows a spike as people see one; every chart is there of a shorter run.
            Boolean.getBoolean("update") ? "duration=5m" : "duration=2m",
            "history=off",
            "baseline=off",
            "gate=off",
            "sandbox.errorRate=0.03",
            "sandbox.workers=image=20,text=8")) {
      run.end();
      Path folder = run.left().directory();
      JsonNode json = new ObjectMapper().readTree(folder.resolve("analysis.json").toFile());
      try (ChromiumTab tab = new Chromium(directory).tab()) {
        tab.size(1000, 1600);
        tab.open(folder.resolve("performance.html").toUri());
        tab.await(
            "document.querySelectorAll('canvas').length === document.querySelectorAll('[data-chart]').length");
        assertEquals(
            json.get("verdict").asText(),
            tab.value("document.querySelector('.verdict strong').textContent").asText());
        JsonNode empty =
            tab.value(
                """
                [...document.querySelectorAll('[data-chart]')].filter(chart => {
                  const canvas = chart.querySelector('canvas'), context = canvas.getContext('2d');
                  return !context.getImageData(0, 0, canvas.width, canvas.height).data.some(v => v);
                }).map(chart => chart.dataset.chart)
                """);
        assertEquals(0, empty.size(), empty::toString);
        assertTrue(tab.value("document.querySelectorAll('canvas').length").asInt() >= 15);
        assertTrue(Files.exists(folder.resolve("index.html")), "what the page links to");
        if (Boolean.getBoolean("update")) {
          tab.value("document.getElementById('load').scrollIntoView()");
          Files.createDirectories(PICTURE.getParent());
          Files.write(PICTURE, tab.screenshot());
        }
        assertEquals(List.of(), tab.complaints());
      }
    }
  }
}
