package io.functionrunner.perf.merge;

import io.functionrunner.perf.metrics.ClockOffset;
import io.functionrunner.perf.metrics.MetricResult;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The target's metrics, which every injector read: one target, seen several times. So they are not
 * added up, which would make ten queues of one. Nor are the points of all put side by side: a
 * rate's point tells of the time since the same reader's point before, averages over a phase rest
 * on equal distances, and the readers' failures would weigh the phases differently. The first
 * injector's series is taken, and only where it has no points for longer than its step do those of
 * the next one fill in. Two parts are in memory at a time.
 */
final class TargetSeries {

  private record Key(String metricId, Map<String, String> labels) {}

  private final Map<Key, Series> series = new LinkedHashMap<>();
  private final Map<String, MetricResult> missing = new LinkedHashMap<>();
  private final List<String> notices = new ArrayList<>();
  private String source = "";
  private Duration step = Duration.ZERO;
  private Optional<ClockOffset> clock = Optional.empty();
  private boolean any;

  /**
   * What another injector read; in the order of their preference.
   *
   * @param clockOffsetMillis to add to its times
   */
  void add(int shard, Readings readings, long clockOffsetMillis) {
    if (!any) {
      any = true;
      source = readings.source();
      step = readings.step();
      clock =
          readings
              .clock()
              .map(c -> new ClockOffset(c.offsetMillis() - clockOffsetMillis, c.boundMillis()));
      readings.notices().forEach(n -> notices.add("shard %d: %s".formatted(shard, n)));
    }
    int filled = 0;
    for (Map.Entry<String, MetricResult> entry : readings.results().entrySet()) {
      if (entry.getValue() instanceof MetricResult.Collected collected) {
        for (Series one : collected.series()) {
          filled += add(shifted(one, clockOffsetMillis));
        }
      } else {
        missing.putIfAbsent(entry.getKey(), entry.getValue());
      }
    }
    notices.add(
        filled == 0
            ? "shard %d read the same, which is not needed".formatted(shard)
            : "%,d points are of shard %d".formatted(filled, shard));
  }

  /** All of them as one. */
  Readings toReadings() {
    Map<String, List<Series>> collected = new LinkedHashMap<>();
    series.forEach(
        (key, one) -> collected.computeIfAbsent(key.metricId(), k -> new ArrayList<>()).add(one));
    Map<String, MetricResult> results = new LinkedHashMap<>(missing);
    collected.forEach(
        (metric, all) -> results.put(metric, new MetricResult.Collected(metric, all)));
    return new Readings(source, step, clock, results, notices, false);
  }

  private int add(Series other) {
    Key key = new Key(other.metricId(), other.labels());
    Series own = series.get(key);
    Series joined = own == null ? other : joined(own, other, step.toMillis());
    series.put(key, joined);
    return joined.size() - (own == null ? 0 : own.size());
  }

  /**
   * All points of {@code own}, and those of {@code other} that are a step away from all of them.
   */
  static Series joined(Series own, Series other, long stepMillis) {
    long[] millis = new long[own.size() + other.size()];
    double[] values = new double[millis.length];
    int size = 0;
    int next = 0;
    for (int i = 0; i <= own.size(); i++) {
      long from = i == 0 ? Long.MIN_VALUE : own.epochMillis()[i - 1] + stepMillis;
      long to = i == own.size() ? Long.MAX_VALUE : own.epochMillis()[i] - stepMillis;
      for (; next < other.size() && other.epochMillis()[next] <= to; next++) {
        if (other.epochMillis()[next] >= from) {
          millis[size] = other.epochMillis()[next];
          values[size++] = other.values()[next];
        }
      }
      if (i < own.size()) {
        millis[size] = own.epochMillis()[i];
        values[size++] = own.values()[i];
      }
    }
    return new Series(
        own.metricId(), own.labels(), Arrays.copyOf(millis, size), Arrays.copyOf(values, size));
  }

  /** A series by a clock that is {@code millis} ahead. */
  static Series shifted(Series series, long millis) {
    if (millis == 0) {
      return series;
    }
    long[] shifted = series.epochMillis().clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += millis;
    }
    return new Series(series.metricId(), series.labels(), shifted, series.values());
  }
}
