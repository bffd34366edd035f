package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
