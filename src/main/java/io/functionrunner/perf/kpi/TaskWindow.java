package io.functionrunner.perf.kpi;

import io.functionrunner.perf.stats.LogBuckets;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.Map;

/**
 * What tasks did in a short stretch of time.
 *
 * @param startMillis since the load's start; {@code endMillis} is exclusive
 * @param offered tasks submitted in it
 * @param completed tasks seen to complete in it, like {@code failed} (with those timed out) and
 *     {@code rejected}
 * @param maxInFlight the most at one time
 * @param errors tasks seen to end in it without success, rejected ones too, by category: {@code
 *     lost}, {@code error: http_5xx}; none for a category without any
 * @param latency of the tasks completed in it, by modality; none for a modality without any
 * @param buckets the same tasks by modality, counted by the {@link LogBuckets} of their latency
 */
public record TaskWindow(
    long startMillis,
    long endMillis,
    long offered,
    long completed,
    long failed,
    long rejected,
    int maxInFlight,
    Map<String, Long> errors,
    Map<String, Latency> latency,
    Map<String, Map<Integer, Long>> buckets) {

  /** Submission to completion, in milliseconds. */
  public record Latency(int p50, int p95, int p99) {

    static Latency of(MillisHistogram times) {
      return new Latency(times.quantile(.5), times.quantile(.95), times.quantile(.99));
    }
  }

  public TaskWindow {
    errors = Map.copyOf(errors);
    latency = Map.copyOf(latency);
    buckets = Map.copyOf(buckets);
  }
}
