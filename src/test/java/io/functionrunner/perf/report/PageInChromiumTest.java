package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.ForeignLog;
import io.functionrunner.perf.analysis.RecordedSeries;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code performance.html} in a real browser. */
@Tag("full")
class PageInChromiumTest {

  @TempDir Path directory;

  private Path page(Path run) throws IOException {
    Analysis analysis = RunAnalyzer.analyze(run, AnalysisOptions.with(CriteriaFile.shipped()));
    Path page = directory.resolve("page.html");
    try (OutputStream out = Files.newOutputStream(page)) {
      HtmlReport.write(out, analysis);
    }
    return page;
  }

  private Path failedRun() throws IOException {
    Path run = Files.createDirectory(directory.resolve("run"));
    new SimulatedRun(Profiles.spike(), 10, 1, 0.05).write(run);
    return run;
  }

  private static long count(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  @Test
  void everyChartIsDrawnAndNothingComplains() throws Exception {
    Chromium.Page page = new Chromium(directory).load(page(failedRun()));
    assertEquals(List.of(), page.console());
    long charts = count(page.dom(), "data-chart=");
    assertTrue(charts >= 4, charts + " charts");
    assertEquals(charts, count(page.dom(), "<canvas"));
    assertTrue(page.dom().contains(">FAIL<"));
  }

  @Test
  void hostileNamesAreInert() throws Exception {
    Path run = Files.createDirectory(directory.resolve("foreign"));
    ForeignLog.write(run.resolve("simulation.log"));
    Chromium.Page page = new Chromium(directory).load(page(run));
    assertEquals(List.of(), page.console());
    assertEquals(2, count(page.dom(), "<script"));
    assertFalse(page.dom().contains("<img"));
  }

  /** With every kind of chart there is, a finding beside it, and labels that are markup. */
  private Path fullRun() throws IOException {
    Path run = failedRun();
    RecordedSeries.ofTarget(100)
        .with("queue_depth", Map.of(), t -> t > 30 && t < 45 ? 300 : 5)
        .with("gpu_utilisation", Map.of("gpu", ForeignLog.MESSAGE), t -> 66)
        .with("memory_utilisation", Map.of("instance", ForeignLog.NAME), t -> 40)
        .write(run);
    RecordedSeries.ofInjector(100, t -> .2).write(run);
    return run;
  }

  @Test
  void everyKindOfChartHasInkItsNumbersAndTheKeyboard() throws Exception {
    try (ChromiumTab tab = new Chromium(directory).tab()) {
      tab.size(1100, 1500);
      tab.open(page(fullRun()).toUri());
      tab.await(
          "document.querySelectorAll('canvas').length === document.querySelectorAll('[data-chart]').length");
      JsonNode charts =
          tab.value(
              """
              [...document.querySelectorAll('[data-chart]')].map(chart => {
                const canvas = chart.querySelector('canvas'), details = chart.parentElement.querySelector('details');
                const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                const colours = new Set();
                for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] > 50) colours.add(pixels.slice(i, i + 3).join());
                return [chart.dataset.chart, colours.size, chart.tabIndex, details.querySelector('summary').textContent];
              })
              """);
      Set<String> kinds = new TreeSet<>();
      for (JsonNode chart : charts) {
        kinds.add(chart.get(0).asText());
        assertTrue(chart.get(1).asInt() > 20, charts::toString);
        assertEquals(0, chart.get(2).asInt(), charts::toString);
      }
      assertEquals(
          Set.of("load", "flight", "latency", "heat", "curve", "errors", "resource", "http"),
          kinds);
      // All tasks of the heatmap stand in its table, and those of one modality after a choice.
      long completed = numbers(tab, "heat");
      assertEquals(
          tab.value(
                  "JSON.parse(document.getElementById('data').textContent).completed.reduce((a, b) => a + b)")
              .asLong(),
          completed);
      tab.value(
          "(c => { c.value = '1'; c.dispatchEvent(new Event('change')); })(document.getElementById('heat-modality'))");
      long text = numbers(tab, "heat");
      assertTrue(text > 0 && text < completed, text + " of " + completed);
      // The third point of the load, by keyboard, is the one that the legend tells.
      tab.value(
          """
          (chart => ['Home', 'ArrowRight', 'ArrowRight'].forEach(
            key => chart.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))))(document.querySelector('[data-chart=load]'))
          """);
      tab.await("document.querySelector('[data-chart=load] .u-value').textContent === '0:03'");
      assertEquals(0, tab.value("document.querySelectorAll('img, script[src]').length").asInt());
      assertTrue(
          tab.value("document.body.innerText").asText().contains(ForeignLog.NAME.substring(0, 20)));
      assertEquals(List.of(), tab.complaints());
    }
  }

  @Test
  void aSteppedLoadHasItsThroughputAgainstConcurrency() throws Exception {
    Path run = Files.createDirectory(directory.resolve("stepped"));
    // Twice the service time and three times the users: the fourth level is not carried.
    new SimulatedRun(Profiles.capacity().withUsers(75).stretched(2), 10, 1, 0, 2).write(run);
    try (ChromiumTab tab = new Chromium(directory).tab()) {
      tab.size(1100, 1500);
      tab.open(page(run).toUri());
      tab.await("document.querySelector('[data-chart=capacity] canvas')");
      JsonNode drawn =
          tab.value(
              """
              (chart => {
                const canvas = chart.querySelector('canvas');
                const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                const colours = new Set();
                for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] > 50) colours.add(pixels.slice(i, i + 3).join());
                const of = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
                const rgb = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16)).join();
                return ['s1', 's3', 's4', 'pass'].map(name => colours.has(rgb(of(name))));
              })(document.querySelector('[data-chart=capacity]'))
              """);
      drawn.forEach(present -> assertTrue(present.asBoolean(), drawn::toString));
      assertEquals(6, numbers(tab, "capacity", "tr").size());
      JsonNode cells = numbers(tab, "capacity", "tr:nth-child(4) > *");
      assertEquals("level 4", cells.get(0).asText());
      assertEquals("no", cells.get(5).asText());
      assertEquals(List.of(), tab.complaints());
    }
  }

  /** Opens the numbers of a chart anew; the texts of some elements of its table's body. */
  private static JsonNode numbers(ChromiumTab tab, String chart, String selector) throws Exception {
    numbers(tab, chart);
    return tab.value(
        "[...document.querySelector('[data-chart=%s]').parentElement.querySelectorAll('details tbody %s')].map(e => e.textContent)"
            .formatted(chart, selector));
  }

  /** Opens the numbers of a chart anew and adds all of them up. */
  private static long numbers(ChromiumTab tab, String chart) throws Exception {
    String details =
        "document.querySelector('[data-chart="
            + chart
            + "]').parentElement.querySelector('details')";
    tab.value(details + ".open = false");
    tab.await("!" + details + ".querySelector('table')");
    tab.value(details + ".open = true");
    tab.await(details + ".querySelector('tbody td')");
    return tab.value(
            "[..."
                + details
                + ".querySelectorAll('td')].reduce((sum, td) => sum + Number(td.textContent), 0)")
        .asLong();
  }

  /** The console of a page that does complain is seen: so the tests above can fail. */
  @Test
  void complaintsWouldBeSeen() throws Exception {
    Path bad = Files.writeString(directory.resolve("bad.html"), "<script>nonsense()</script>");
    assertEquals(1, new Chromium(directory).load(bad).console().size());
  }

  @Test
  void lightAndDarkFollowTheReader() throws Exception {
    Path page = page(failedRun());
    Chromium chromium = new Chromium(directory);
    double light = Chromium.brightness(chromium.screenshot(page, false));
    double dark = Chromium.brightness(chromium.screenshot(page, true));
    assertTrue(light > 200 && dark < 60, "brightness %.0f and %.0f of 255".formatted(light, dark));
  }
}
