package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.injector.InjectorMetric;
import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.injector.Lateness;
import io.functionrunner.perf.load.settings.LiveSettings;
import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.SeriesFile;
import io.functionrunner.perf.sandbox.Exposition;
import io.functionrunner.perf.workload.Profiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InstrumentsTest {

  private static final TargetMetrics NONE =
      new TargetMetrics(
          Catalog.builtIn(), Optional.empty(), List.of(), Duration.ofSeconds(5), Optional.empty());

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);

  private Exposition scrape() throws Exception {
    String url =
        console.toString(StandardCharsets.UTF_8).replaceFirst("(?s).*Live metrics: (\\S+).*", "$1");
    return Exposition.parse(
        http.send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }

  private static boolean has(Exposition scrape, String name) {
    return scrape.samples().stream().anyMatch(sample -> sample.name().equals(name));
  }

  private static double gauge(Instruments instruments, String label) {
    return instruments.gauges().stream()
        .filter(gauge -> gauge.label().equals(label))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /**
   * What is shown live is what stands in the file, in base units; what is not known is not shown.
   */
  @Test
  @Timeout(60)
  void theInjectorsHealthIsShownWhileItIsSampled() throws Exception {
    Lateness lag = new Lateness();
    LiveSettings live =
        new LiveSettings(
            Optional.empty(),
            OptionalInt.of(0),
            "127.0.0.1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    PageFeed page = LiveFeedTest.pageFeed();
    try (LiveFeed feed = LiveFeed.start(Profiles.baseline(), live, page, name -> null, out)) {
      Instruments instruments = Instruments.start(directory, NONE, List.of(), lag, out);
      instruments.showTo(feed);
      assertFalse(has(scrape(), "loadtest_injector_schedule_lag_seconds"));
      lag.record(1_250);
      while (!has(scrape(), "loadtest_injector_schedule_lag_seconds")) {
        Thread.onSpinWait();
      }
      assertEquals(1_250, gauge(instruments, "schedule"));
      instruments.close();
      Exposition scrape = scrape();
      assertEquals(1.25, scrape.value("loadtest_injector_schedule_lag_seconds"), 1e-12);
      var recorded = SeriesFile.read(directory.resolve(InjectorSampler.FILE));
      double[] used = recorded.series(InjectorMetric.HEAP_USED.id()).get(0).values();
      assertEquals(used[used.length - 1], scrape.value("loadtest_injector_heap_used_bytes"));
      assertFalse(has(scrape, "loadtest_injector_event_loop_probes"), "there is no event loop");
    }
  }

  @Test
  void everyGaugeIsDocumentedByItsName() throws Exception {
    String docs = Files.readString(Path.of("docs/metrics.md"));
    for (InjectorMetric metric : InjectorMetric.values()) {
      InjectorGauge gauge = InjectorGauge.of(metric);
      assertTrue(docs.contains("`" + gauge.name() + "`"), gauge.name());
      assertFalse(gauge.name().matches(".*_(millis|share)"), gauge.name() + ": not a base unit");
    }
  }
}
