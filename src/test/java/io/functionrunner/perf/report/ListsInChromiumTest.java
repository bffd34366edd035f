package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of many runs in a real browser: trend and index. */
@Tag("full")
class ListsInChromiumTest {

  @TempDir Path directory;

  private Path page(String name, String html) throws IOException {
    return Files.writeString(directory.resolve(name), html);
  }

  @Test
  void everyTrendIsDrawnAndNothingComplains() throws Exception {
    Chromium.Page page =
        new Chromium(directory)
            .load(page("trend.html", TrendPageTest.page(TrendPageTest.slower())));
    assertEquals(List.of(), page.console());
    assertEquals(2, page.dom().split("<canvas", -1).length - 1);
  }

  @Test
  void hostileNamesAreInertInATrend() throws Exception {
    Chromium.Page page =
        new Chromium(directory)
            .load(page("trend.html", TrendPageTest.page(TrendPageTest.hostile())));
    assertEquals(List.of(), page.console());
    assertEquals(2, page.dom().split("<script", -1).length - 1);
  }

  @Test
  void theIndexLinksToReportsThatAreThere() throws Exception {
    Path results = Files.createDirectory(directory.resolve("results"));
    RunIndexTest.fill(results);
    RunIndex.write(results);
    Chromium.Page page = new Chromium(directory).load(results.resolve(RunIndex.FILE));
    assertEquals(List.of(), page.console());
    assertFalse(page.dom().contains("<img"));
    assertFalse(page.dom().contains("<script"));
    assertTrue(page.dom().contains("./spiketest-1/performance.html"));
  }

  @Test
  void theSuitePageIsInertToo() throws Exception {
    String hostile = "<img src=x onerror=alert(1)>";
    new SuiteResult(
            "standard",
            1_790_000_000_000L,
            List.of(
                new SuiteResult.Run(
                    "BaselineTest",
                    "1-BaselineTest",
                    Optional.of(
                        new RunOutline(
                            hostile,
                            hostile,
                            Optional.of(Verdict.FAIL),
                            hostile,
                            1,
                            Map.of("throughput", hostile),
                            true,
                            true)),
                    "",
                    0,
                    60_000),
                new SuiteResult.Run("SpikeTest", "2-SpikeTest", Optional.empty(), hostile, 0, 0)))
        .write(directory);
    Chromium.Page page = new Chromium(directory).load(directory.resolve(SuiteResult.HTML));
    assertEquals(List.of(), page.console());
    assertFalse(page.dom().contains("<img"));
    assertEquals(2, page.dom().split("<tr>", -1).length - 2);
  }

  @Test
  void lightAndDarkFollowTheReader() throws Exception {
    Path results = Files.createDirectory(directory.resolve("results"));
    RunIndexTest.fill(results);
    RunIndex.write(results);
    Chromium chromium = new Chromium(directory);
    for (Path page :
        List.of(
            results.resolve(RunIndex.FILE),
            page("trend.html", TrendPageTest.page(TrendPageTest.slower())))) {
      double light = Chromium.brightness(chromium.screenshot(page, false));
      double dark = Chromium.brightness(chromium.screenshot(page, true));
      assertTrue(light > 200 && dark < 60, "brightness %.0f and %.0f".formatted(light, dark));
    }
  }
}
