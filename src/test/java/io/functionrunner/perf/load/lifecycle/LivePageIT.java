package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.functionrunner.perf.report.Chromium;
import io.functionrunner.perf.report.ChromiumTab;
import io.functionrunner.perf.sandbox.Sandbox;
import io.functionrunner.perf.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real run watched by a real browser. With {@code -Dupdate=true} it takes the picture anew. */
@Tag("full")
class LivePageIT {

  private static final Pattern URL = Pattern.compile("Live: (http://\\S+)");
  private static final Path PICTURE = Path.of("docs/images/live.png");

  @TempDir Path directory;

  private static Sandbox sandbox() throws IOException {
    return Sandbox.start(
        SandboxOptions.parse(
            Map.of("port", "0", "speed", "10", "errorRate", "0.1", "workers", "4")));
  }

  /** Every chart has as many lines of numbers as there are seconds, and at least a pixel of ink. */
  private static void assertDrawn(ChromiumTab tab) {
    JsonNode charts =
        tab.value(
            """
            [...document.querySelectorAll('[data-chart]')].map(chart => {
              const canvas = chart.querySelector('canvas'), context = canvas.getContext('2d');
              const ink = context.getImageData(0, 0, canvas.width, canvas.height).data.some(v => v);
              return [chart.dataset.chart, ink, chart.querySelectorAll('.u-series').length];
            })
            """);
    assertTrue(charts.size() >= 10, charts::toString);
    for (JsonNode chart : charts) {
      assertTrue(chart.get(1).asBoolean() && chart.get(2).asInt() >= 2, charts::toString);
    }
  }

  private static String text(ChromiumTab tab, String id) {
    return tab.value("document.getElementById('" + id + "').innerText").asText();
  }

  @Test
  @Timeout(240)
  void aBrowserSeesTheRunAndItsEnd() throws Exception {
    Path results = Files.createDirectory(directory.resolve("results"));
    Path limits =
        Files.writeString(
            directory.resolve("limits.json"),
            """
            {"schemaVersion": 1, "default": {"errorRate": 0.01, "submitP95Millis": 500,
              "scheduleLagP99Millis": 5000, "taskP95Seconds": {"image": 600, "text": 600}}}
            """);
    try (Sandbox sandbox = sandbox();
        GatlingProcess run =
            GatlingProcess.start(
                results,
                "SpikeTest",
                "target=" + sandbox.baseUrl(),
                "scrape=" + sandbox.baseUrl() + "/metrics",
                "duration=40s",
                "criteria=" + limits,
                "gate=off");
        ChromiumTab tab = new Chromium(directory).tab()) {
      run.awaitLine(URL.pattern());
      Matcher url = URL.matcher(run.output());
      assertTrue(url.find());
      tab.size(1100, 1500);
      tab.open(URI.create(url.group(1)));
      tab.await("document.querySelectorAll('#criteria-rows .FAIL').length");
      assertEquals("running", text(tab, "status"));
      assertTrue(
          text(tab, "criteria-rows").contains("error rate of tasks"),
          () -> text(tab, "criteria-rows"));
      assertTrue(text(tab, "error-rows").startsWith("failed"), () -> text(tab, "error-rows"));
      tab.await("document.getElementById('phase').innerText === 'recovery'");
      tab.await("document.querySelectorAll('#target-charts [data-chart]').length >= 4");
      assertDrawn(tab);

      double light = tab.brightness();
      tab.dark(true);
      double dark = tab.brightness();
      assertTrue(
          light > 200 && dark < 60, "brightness %.0f and %.0f of 255".formatted(light, dark));
      tab.dark(false);
      if (Boolean.getBoolean("update")) {
        Files.createDirectories(PICTURE.getParent());
        Files.write(PICTURE, tab.screenshot());
      }
      tab.await("document.getElementById('verdict').innerText === 'FAIL'");
      assertTrue(text(tab, "sentence").contains("error rate"), () -> text(tab, "sentence"));
      assertTrue(text(tab, "report").contains(results.toString()), () -> text(tab, "report"));
      assertEquals(List.of(), tab.complaints());
      assertEquals(0, run.end(), run::output);
    }
  }
}
