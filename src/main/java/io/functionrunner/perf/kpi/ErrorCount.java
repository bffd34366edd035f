package io.functionrunner.perf.kpi;

/** How often a message occurred, on failed requests or as an error of its own. */
public record ErrorCount(String message, long count) {}
