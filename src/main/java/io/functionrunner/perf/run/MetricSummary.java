package io.functionrunner.perf.run;

import java.util.Map;

/**
 * One series over one phase.
 *
 * @param points number of points in the phase, at least 1: without any there is no summary
 * @param average of the points; they are equally spaced, so this is the average over time
 * @param coverage share of the phase that has points, 0 to 1; below 1 there are gaps
 */
public record MetricSummary(
    String metricId,
    Map<String, String> labels,
    String phase,
    int points,
    double average,
    double min,
    double max,
    double last,
    double coverage) {}
