package io.functionrunner.perf.metrics;

import io.functionrunner.perf.run.Series;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Queries over one run: its window in chunks the server takes, put together again, in our clock.
 *
 * @param step also the scrape interval
 * @param correctionMillis what the server's clock is ahead of ours
 */
record RangeQuery(
    PrometheusApi api, long startMillis, long endMillis, Duration step, long correctionMillis) {

  /** A query range may have 11,001 points; one more is refused as bad_data. */
  private static final int MAX_POINTS = 11_000;

  /** One metric's series, and what is to be told about them. */
  record Answer(MetricResult result, List<String> notices) {}

  /** A metric's series; a chunk that fails is a gap with a notice, unless all do. */
  Answer collect(MetricDefinition metric, long[] scraped) throws InterruptedException {
    String promQl = metric.promQl(step);
    Chunks chunks = ask(metric.id(), promQl);
    if (chunks.failed == chunks.asked) {
      return new Answer(new MetricResult.NotCollected(metric.id(), chunks.failure), List.of());
    }
    List<String> notices = chunks.notices;
    List<Series> series = new ArrayList<>();
    int notFinite = 0;
    boolean histograms = false;
    for (Map.Entry<Map<String, String>, Merged> one : chunks.byLabels.entrySet()) {
      Merged merged = one.getValue();
      notFinite += merged.notFinite;
      histograms |= merged.nativeHistogram;
      merged.keep(scraped);
      if (merged.size > 0) {
        series.add(merged.toSeries(metric.id(), one.getKey()));
      }
    }
    if (series.isEmpty()) {
      String reason =
          histograms
              ? "the query gives native histograms. Expecting numbers: histogram_quantile(…)"
              : notFinite > 0 ? "all values are NaN or infinite" : "no data for " + promQl;
      return new Answer(new MetricResult.NotCollected(metric.id(), reason), notices);
    }
    if (notFinite > 0) {
      notices.add("%s: %d values NaN or infinite, left out".formatted(metric.id(), notFinite));
    }
    return new Answer(new MetricResult.Collected(metric.id(), series), notices);
  }

  /**
   * The instants at which the server had scraped anything of late; empty when it does not say. A
   * gauge's last value stands for five minutes when Prometheus itself is away: those points are
   * nobody's measurement.
   *
   * @param longestInterval of any target
   */
  long[] whenScraped(Duration longestInterval, List<String> notices) throws InterruptedException {
    Duration window = longestInterval.multipliedBy(2);
    Chunks chunks = ask("up", "max(count_over_time(up[" + PromQl.duration(window) + "]))");
    Merged merged = chunks.byLabels.get(Map.of());
    if (merged == null || chunks.failed > 0) {
      return new long[0];
    }
    long steps = (endMillis - startMillis) / step.toMillis() + 1;
    if (merged.size < steps) {
      notices.add(
          "the Prometheus scraped nothing for %d s of the run"
              .formatted((steps - merged.size) * step.toMillis() / 1000));
    }
    return Arrays.copyOf(merged.millis, merged.size);
  }

  private Chunks ask(String metricId, String promQl) throws InterruptedException {
    Chunks chunks = new Chunks();
    long stepMillis = step.toMillis();
    for (long from = startMillis; from <= endMillis; from += MAX_POINTS * stepMillis) {
      long to = Math.min(endMillis, from + (MAX_POINTS - 1) * stepMillis);
      chunks.asked++;
      try {
        QueryAnswer answer =
            api.queryRange(promQl, from + correctionMillis, to + correctionMillis, step);
        for (String notice : answer.notices) {
          chunks.tell(metricId + ": " + notice);
        }
        for (QueryAnswer.Points points : answer.series) {
          chunks
              .byLabels
              .computeIfAbsent(points.labels, key -> new Merged())
              .add(points, correctionMillis);
        }
      } catch (IOException e) {
        chunks.failed++;
        chunks.failure = e.getMessage();
        chunks.tell(
            "%s: %d s from second %d of the run on are missing: %s"
                .formatted(
                    metricId, (to - from) / 1000, (from - startMillis) / 1000, e.getMessage()));
      }
    }
    return chunks;
  }

  private static final class Chunks {
    final Map<Map<String, String>, Merged> byLabels = new LinkedHashMap<>();
    final List<String> notices = new ArrayList<>();
    int asked;
    int failed;
    String failure = "";

    void tell(String notice) {
      if (!notices.contains(notice)) {
        notices.add(notice);
      }
    }
  }

  /** One series over all chunks. */
  private static final class Merged {
    long[] millis = new long[0];
    double[] values = new double[0];
    int size;
    int notFinite;
    boolean nativeHistogram;

    void add(QueryAnswer.Points points, long correctionMillis) {
      millis = Arrays.copyOf(millis, size + points.size);
      values = Arrays.copyOf(values, size + points.size);
      for (int i = 0; i < points.size; i++) {
        long at = points.millis[i] - correctionMillis;
        if (size == 0 || at > millis[size - 1]) { // A server may say anything.
          millis[size] = at;
          values[size++] = points.values[i];
        }
      }
      notFinite += points.notFinite;
      nativeHistogram |= points.nativeHistogram;
    }

    /** Drops the points of other instants; none when there are no instants to go by. */
    void keep(long[] instants) {
      if (instants.length == 0) {
        return;
      }
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (Arrays.binarySearch(instants, millis[i]) >= 0) {
          millis[kept] = millis[i];
          values[kept++] = values[i];
        }
      }
      size = kept;
    }

    Series toSeries(String metricId, Map<String, String> labels) {
      return new Series(metricId, labels, Arrays.copyOf(millis, size), Arrays.copyOf(values, size));
    }
  }
}
