package io.functionrunner.perf.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.live.LiveRun.Chart;
import io.functionrunner.perf.live.LiveRun.Gauge;
import io.functionrunner.perf.live.LiveRun.Moment;
import io.functionrunner.perf.report.Chromium;
import io.functionrunner.perf.report.ChromiumTab;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hostile target could write into the page, in a real browser. */
@Tag("full")
@Timeout(120)
class LivePageInChromiumTest {

  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\u202e\u0007";
  private static final String SHOWN = "</script><img src=x onerror=alert(1)>";

  @TempDir Path directory;

  private static String text(ChromiumTab tab, String selector) {
    return tab.value("document.querySelector('" + selector + "').textContent").asText();
  }

  @Test
  void hostileNamesAreInert() throws Exception {
    LiveStatistics statistics = new LiveStatistics(List.of("image"));
    LivePage page = new LivePage(statistics);
    try (LiveServer server = new LiveServer();
        ChromiumTab tab = new Chromium(directory).tab()) {
      URI url = server.page(page, LiveServer.LOOPBACK, 0, Optional.empty());
      server.start();
      statistics.ended(
          new TaskRecord(
              0, 0, "image", "draft", 0, 0, 5, Outcome.FAILED, 9, -1, -1, -1, -1, 1, 0, HOSTILE));
      page.watchByHand(
          new LiveRun(
              HOSTILE,
              HOSTILE,
              HOSTILE,
              List.of(new Phase(HOSTILE, Phase.Kind.STEADY, 0, 60_000)),
              () ->
                  new Moment(
                      1_000,
                      HOSTILE,
                      1,
                      new Conservation(2, 1, 1, 0, 0, 0),
                      List.of(new Gauge(new Chart("c", HOSTILE, true), HOSTILE, 1)))));
      page.tick();
      tab.open(url);
      tab.await("document.querySelectorAll('#error-rows tr').length");
      for (String where :
          List.of("#simulation", "#run", "#target", "#phase", "#error-rows td.text")) {
        assertEquals(SHOWN, text(tab, where).strip(), where);
      }
      assertEquals(SHOWN, text(tab, "#target-charts figcaption").strip());
      assertTrue(text(tab, "#target-charts .u-legend").contains(SHOWN));
      page.failed(HOSTILE);
      tab.await("document.getElementById('sentence').textContent");
      assertEquals(SHOWN, text(tab, "#sentence").strip());
      assertEquals(0, tab.value("document.images.length").asInt());
      assertEquals(1, tab.value("document.scripts.length").asInt());
      assertEquals(List.of(), tab.complaints());
    } finally {
      page.close();
    }
  }

  /** A page that does complain is heard: so the test above can fail. */
  @Test
  void complaintsWouldBeSeen() throws Exception {
    try (ChromiumTab tab = new Chromium(directory).tab()) {
      tab.open(URI.create("data:text/html,%3Cscript%3Enonsense()%3C/script%3E"));
      tab.await("document.scripts.length");
      while (tab.complaints().isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aRunThatIsGoneIsSaidToBe() throws Exception {
    LivePage page = new LivePage(new LiveStatistics(List.of("image")));
    try (ChromiumTab tab = new Chromium(directory).tab()) {
      LiveServer server = new LiveServer();
      URI url = server.page(page, LiveServer.LOOPBACK, 0, Optional.empty());
      server.start();
      tab.open(url);
      tab.await("document.readyState === 'complete'");
      while (page.viewers() == 0) {
        Thread.onSpinWait();
      }
      server.close();
      tab.await("document.getElementById('status').className === 'lost'");
    }
  }
}
