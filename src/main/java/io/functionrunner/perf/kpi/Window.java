package io.functionrunner.perf.kpi;

/**
 * What one request key did in one of the equal windows of a run.
 *
 * @param startMillis since the load's start
 * @param started the requests that started in the window: response times, exact
 * @param ended how many requests ended in the window, whatever the status
 */
public record Window(long startMillis, ResponseTimes started, long ended) {}
