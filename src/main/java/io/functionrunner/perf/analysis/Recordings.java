package io.functionrunner.perf.analysis;

import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.MetricDefinition;
import io.functionrunner.perf.metrics.MetricResult;
import io.functionrunner.perf.metrics.SeriesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was measured beside the tasks.
 *
 * @param target the target's own metrics
 * @param injector samples of the injector
 * @param catalog what the target's metrics mean: the built-in definitions, and those that the user
 *     gave the run
 */
record Recordings(Recording target, Recording injector, Catalog catalog) {

  /** Reads what is there; an {@link IOException} names a catalog that is none. */
  static Recordings read(RunFiles files) throws IOException {
    return new Recordings(
        Recording.read(files.metrics(), SeriesFile.FILE),
        Recording.read(files.injector(), InjectorSampler.FILE),
        catalog(files.catalog()));
  }

  private static Catalog catalog(Optional<Path> own) throws IOException {
    try {
      return own.isPresent() ? Catalog.builtIn().with(own.get()) : Catalog.builtIn();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Metrics of the catalog without a series, and why; all of them when nothing was recorded. */
  List<MissingMetric> missing() {
    return catalog.metrics().stream().flatMap(metric -> missing(metric).stream()).toList();
  }

  private Optional<MissingMetric> missing(MetricDefinition metric) {
    String reason = target.problem();
    if (target.readings().isPresent()) {
      if (!(target.readings().get().result(metric.id())
          instanceof MetricResult.NotCollected notCollected)) {
        return Optional.empty();
      }
      reason = notCollected.reason();
    }
    return Optional.of(
        new MissingMetric(metric.id(), metric.exporter(), metric.required(), reason));
  }
}
