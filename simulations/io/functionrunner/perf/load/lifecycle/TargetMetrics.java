package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.load.settings.Launch;
import io.functionrunner.perf.load.settings.MetricSettings;
import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.CurrentValue;
import io.functionrunner.perf.metrics.MetricDefinition;
import io.functionrunner.perf.metrics.PrometheusSettings;
import io.functionrunner.perf.metrics.PrometheusSource;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.metrics.ScrapeSource;
import io.functionrunner.perf.metrics.SeriesFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the target's metrics come from, decided before the load.
 *
 * @param catalogFile the user's part of the catalog
 * @param scraped exporters to read through the run; none when Prometheus has them
 * @param interval between two reads, at the run's own pace
 */
record TargetMetrics(
    Catalog catalog,
    Optional<Path> catalogFile,
    List<URI> scraped,
    Duration interval,
    Optional<PrometheusSettings> prometheus) {

  /** A faster scrape costs the target more than it tells. */
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(500);

  private static final String URL_VARIABLE = "PROMETHEUS_URL";

  static TargetMetrics of(MetricSettings settings, Launch launch, Target target) {
    Optional<PrometheusSettings> prometheus = prometheus(settings, launch);
    if (prometheus.isPresent() && settings.scrape().filter(s -> !s.isEmpty()).isPresent()) {
      throw new Refused(
          "-Dscrape and -Dprometheus both name a source of the same metrics. Expecting one");
    }
    List<URI> scraped =
        prometheus.isPresent() ? List.of() : settings.scrape().orElseGet(() -> ofSandbox(target));
    Duration compressed =
        Duration.ofMillis(
            Math.round(ScrapeSource.DEFAULT_INTERVAL.toMillis() / Math.max(1, target.speed())));
    Duration interval =
        compressed.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : compressed;
    return new TargetMetrics(catalog(settings), settings.catalog(), scraped, interval, prometheus);
  }

  /** Leaves the user's definitions with the run: its series mean what these say. */
  void keepCatalog(Path directory) throws IOException {
    if (catalogFile.isPresent()) {
      Files.copy(
          catalogFile.get(), directory.resolve(Catalog.FILE), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<URI> ofSandbox(Target target) {
    return target.sandbox().isPresent()
        ? List.of(URI.create(target.baseUrl() + "/metrics"))
        : List.of();
  }

  private static Optional<PrometheusSettings> prometheus(MetricSettings settings, Launch launch) {
    Optional<URI> setting = settings.prometheus();
    Optional<String> variable = Optional.ofNullable(launch.environment().apply(URL_VARIABLE));
    try {
      return setting
          .or(() -> variable.filter(url -> !url.isBlank()).map(URI::create))
          .map(u -> PrometheusSettings.of(u, settings.prometheusCa(), launch.environment()));
    } catch (IllegalArgumentException e) {
      String where = setting.isPresent() ? "-Dprometheus: " : URL_VARIABLE + ": ";
      throw new Refused(where + e.getMessage());
    }
  }

  private static Catalog catalog(MetricSettings settings) {
    try {
      return settings.catalog().isPresent()
          ? Catalog.builtIn().with(settings.catalog().get())
          : Catalog.builtIn();
    } catch (IOException | IllegalArgumentException e) {
      throw new Refused("-Dmetrics.catalog: " + e.getMessage());
    }
  }

  /**
   * The depth of the target's queue, asked now; empty where nobody serves the target's metrics. A
   * definition of it that one look cannot tell says so whenever it is asked.
   */
  Optional<CurrentValue> queueDepth() {
    Optional<MetricDefinition> depth = catalog.find(EmptyQueue.METRIC);
    if (depth.isEmpty() || (prometheus.isEmpty() && scraped.isEmpty())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          prometheus.isPresent()
              ? CurrentValue.queried(prometheus.get(), depth.get())
              : CurrentValue.scraped(scraped, depth.get()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(
          () -> {
            throw new IOException(e.getMessage(), e);
          });
    }
  }

  /** Asks Prometheus for the run, if there is one, and keeps the answer in the run directory. */
  void collect(Path directory, long startMillis, long endMillis)
      throws IOException, InterruptedException {
    if (prometheus.isPresent()) {
      PrometheusSource source = new PrometheusSource(prometheus.get());
      source.awaitLastSamples();
      Readings readings = source.collect(catalog, startMillis, endMillis);
      SeriesFile.write(directory.resolve(SeriesFile.FILE), readings);
    }
  }
}
