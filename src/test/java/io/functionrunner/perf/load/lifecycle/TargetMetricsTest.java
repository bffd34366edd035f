package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.load.settings.Launch;
import io.functionrunner.perf.load.settings.MetricSettings;
import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.CurrentValue;
import io.functionrunner.perf.metrics.PrometheusSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetMetricsTest {

  private static final Target RUNNER =
      new Target(URI.create("http://127.0.0.1:1"), 1, Optional.empty());
  private static final URI EXPORTER = URI.create("http://127.0.0.1:2/metrics");
  private static final URI PROMETHEUS = URI.create("http://127.0.0.1:9090");

  private static final String OWN =
      """
      {"schema": 1, "metrics": [{"id": "beans", "unit": "beans", "direction": "higher",
        "meaning": "Beans.", "value": {"kind": "gauge", "metric": "beans", "aggregation": "sum"}}]}
      """;

  private static TargetMetrics of(
      List<URI> scrape, Optional<URI> prometheus, Map<String, String> environment) {
    return TargetMetrics.of(
        new MetricSettings(
            scrape.isEmpty() ? Optional.empty() : Optional.of(scrape),
            prometheus,
            Optional.empty(),
            Optional.empty()),
        new Launch(
            Path.of("results"),
            Path.of("java"),
            "",
            Optional.empty(),
            false,
            false,
            environment::get),
        RUNNER);
  }

  private static String refused(
      List<URI> scrape, Optional<URI> prometheus, Map<String, String> environment) {
    return assertThrows(Refused.class, () -> of(scrape, prometheus, environment)).getMessage();
  }

  @Test
  void aTargetWithoutASourceHasNoMetrics() {
    TargetMetrics none = of(List.of(), Optional.empty(), Map.of("PROMETHEUS_URL", ""));
    assertEquals(List.of(), none.scraped());
    assertEquals(Optional.empty(), none.prometheus());
  }

  /** A catalog of the user's may define the depth so that only a Prometheus can tell it. */
  @Test
  void aQueueThatOneScrapeCannotTellIsNotKnownAndNoReasonNotToTest(@TempDir Path folder)
      throws Exception {
    Path catalog =
        Files.writeString(
            folder.resolve("own.json"),
            """
            {"schema": 1, "metrics": [{"id": "queue_depth", "unit": "tasks", "direction": "lower",
              "meaning": "Tasks.", "value": {"kind": "raw", "promql": "sum(depth)"}}]}
            """);
    TargetMetrics metrics =
        TargetMetrics.of(
            new MetricSettings(
                Optional.of(List.of(EXPORTER)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(catalog)),
            new Launch(
                Path.of("results"),
                Path.of("java"),
                "",
                Optional.empty(),
                false,
                false,
                name -> null),
            RUNNER);
    CurrentValue depth = metrics.queueDepth().orElseThrow();
    IOException unknown = assertThrows(IOException.class, depth::ask);
    assertEquals("queue_depth: one scrape does not tell it", unknown.getMessage());
  }

  @Test
  void exportersAreReadEveryFiveSeconds() {
    TargetMetrics scraped = of(List.of(EXPORTER), Optional.empty(), Map.of());
    assertEquals(List.of(EXPORTER), scraped.scraped());
    assertEquals(Duration.ofSeconds(5), scraped.interval());
  }

  @Test
  void theEnvironmentStandsInForTheSettingAndHasTheCredentials() {
    Map<String, String> environment =
        Map.of("PROMETHEUS_URL", "http://127.0.0.1:9091", "PROMETHEUS_TOKEN", "secret");
    PrometheusSettings named =
        of(List.of(), Optional.empty(), environment).prometheus().orElseThrow();
    assertEquals(URI.create("http://127.0.0.1:9091"), named.url());
    assertTrue(named.authentication() instanceof PrometheusSettings.Authentication.Bearer);
    assertEquals(
        PROMETHEUS,
        of(List.of(), Optional.of(PROMETHEUS), environment).prometheus().orElseThrow().url());
  }

  @Test
  void theUsersDefinitionsStayWithTheRun(@TempDir Path directory) throws Exception {
    Path run = Files.createDirectory(directory.resolve("run"));
    of(List.of(EXPORTER), Optional.empty(), Map.of()).keepCatalog(run);
    assertFalse(Files.exists(run.resolve(Catalog.FILE)), "there is none");
    Path own = Files.writeString(directory.resolve("own.json"), OWN);
    TargetMetrics metrics =
        TargetMetrics.of(
            new MetricSettings(
                Optional.of(List.of(EXPORTER)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(own)),
            new Launch(
                Path.of("results"),
                Path.of("java"),
                "",
                Optional.empty(),
                false,
                false,
                name -> null),
            RUNNER);
    metrics.keepCatalog(run);
    assertEquals(metrics.catalog(), Catalog.builtIn().with(run.resolve(Catalog.FILE)));
    assertTrue(metrics.catalog().find("beans").isPresent());
  }

  @Test
  void refusalsSayWhereTheMistakeIs() {
    assertEquals(
        "-Dscrape and -Dprometheus both name a source of the same metrics. Expecting one",
        refused(List.of(EXPORTER), Optional.of(PROMETHEUS), Map.of()));
    String inTheEnvironment =
        refused(List.of(), Optional.empty(), Map.of("PROMETHEUS_URL", "not a url"));
    assertTrue(inTheEnvironment.startsWith("PROMETHEUS_URL: "), inTheEnvironment);
    String inTheSetting = refused(List.of(), Optional.of(URI.create("ftp://127.0.0.1")), Map.of());
    assertTrue(inTheSetting.startsWith("-Dprometheus: "), inTheSetting);
    String credentials =
        refused(List.of(), Optional.of(PROMETHEUS), Map.of("PROMETHEUS_USER", "me"));
    assertTrue(credentials.contains("PROMETHEUS_PASSWORD"), credentials);
  }
}
