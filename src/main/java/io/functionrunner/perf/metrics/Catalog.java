package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The metrics a run collects: those built in ({@code catalog.json} beside this class), then the
 * user's, which add to them or replace the one of the same id.
 *
 * @param metrics by id, in reading order
 */
public record Catalog(List<MetricDefinition> metrics) {

  /**
   * Name of the user's file in the run directory: what was collected can be read later only by the
   * definitions it was collected by.
   */
  public static final String FILE = "metrics.catalog.json";

  private static final int MAX_FILE_BYTES = 1 << 20;

  public Catalog {
    Map<String, MetricDefinition> byId = new LinkedHashMap<>();
    for (MetricDefinition metric : metrics) {
      if (byId.put(metric.id(), metric) != null) {
        throw new IllegalArgumentException("metric " + metric.id() + " is defined twice");
      }
    }
    metrics = List.copyOf(metrics);
  }

  /** Function runner, celery-exporter, dcgm-exporter, node_exporter, cAdvisor. */
  public static Catalog builtIn() {
    try (InputStream in = Catalog.class.getResourceAsStream("catalog.json")) {
      return new Catalog(CatalogReader.read("catalog.json", in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * This catalog with a user's file on top.
   *
   * @throws IllegalArgumentException when the file is wrong; the message names file, field, rule
   * @throws IOException when it cannot be read
   */
  public Catalog with(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IllegalArgumentException(file + ": over 1 MiB. Expecting a metric catalog");
    }
    return with(CatalogReader.read(file.toString(), Files.readAllBytes(file)));
  }

  /** This catalog with others on top: of two metrics with one id the later one holds. */
  public Catalog with(List<MetricDefinition> others) {
    Map<String, MetricDefinition> byId = new LinkedHashMap<>();
    metrics.forEach(metric -> byId.put(metric.id(), metric));
    new Catalog(others).metrics().forEach(metric -> byId.put(metric.id(), metric));
    return new Catalog(new ArrayList<>(byId.values()));
  }

  public Optional<MetricDefinition> find(String id) {
    return metrics.stream().filter(metric -> metric.id().equals(id)).findFirst();
  }
}
