package io.functionrunner.perf.analysis;

/**
 * A metric of the catalog that a run does not have.
 *
 * @param required whether the run is invalid without it
 * @param reason why; from a server, perhaps
 */
public record MissingMetric(String id, String exporter, boolean required, String reason) {}
