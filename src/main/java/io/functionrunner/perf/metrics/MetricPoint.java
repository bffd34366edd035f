package io.functionrunner.perf.metrics;

import java.util.Map;

/**
 * One value of one series.
 *
 * @param metricId as in the catalog
 * @param labels what tells the series from the metric's others
 */
public record MetricPoint(String metricId, Map<String, String> labels, double value) {}
