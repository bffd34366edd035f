package io.functionrunner.perf.load.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the target's own metrics are to be had.
 *
 * @param scrape exporters to read through the run; an empty list: none, also of the sandbox; empty:
 *     nothing was said
 * @param prometheus to be asked after the run; {@code PROMETHEUS_URL} in the environment stands in
 *     for it
 * @param prometheusCa authorities to trust there
 * @param catalog the user's own metric definitions, over the built-in ones
 */
public record MetricSettings(
    Optional<List<URI>> scrape,
    Optional<URI> prometheus,
    Optional<Path> prometheusCa,
    Optional<Path> catalog) {}
