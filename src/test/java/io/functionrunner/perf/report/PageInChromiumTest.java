package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.ForeignLog;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
