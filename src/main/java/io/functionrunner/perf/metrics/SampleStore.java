package io.functionrunner.perf.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Raw samples of the last window, series by series, with Prometheus' rules of staleness: a series
 * that its target no longer serves ends at once, one whose target stamps its own times ends five
 * minutes after its last sample.
 */
final class SampleStore implements Samples {

  static final Duration LOOK_BACK = Duration.ofMinutes(5);

  private final Map<String, Map<Map<String, String>, RawSeries>> byName = new HashMap<>();
  private final long observedSinceMillis;
  private int size;

  /**
   * @param observedSinceMillis when observing began. A window that reaches further back is cut
   *     there, otherwise the first rates of a run would be spread over time nobody watched.
   */
  SampleStore(long observedSinceMillis) {
    this.observedSinceMillis = observedSinceMillis;
  }

  /** Number of series. */
  int size() {
    return size;
  }

  /**
   * @param ownTime whether the exporter itself gave the instant
   */
  void add(
      String target,
      String name,
      Map<String, String> labels,
      double value,
      long epochMillis,
      boolean ownTime) {
    RawSeries series =
        byName
            .computeIfAbsent(name, key -> new HashMap<>())
            .computeIfAbsent(
                labels,
                key -> {
                  size++;
                  return new RawSeries(target);
                });
    series.add(epochMillis, value, ownTime);
  }

  /** Ends every series of a target that the round at this instant did not bring. */
  void endRound(String target, long roundMillis) {
    forEach(
        series -> {
          if (series.target.equals(target) && !series.ownTime && series.newest() < roundMillis) {
            series.stale = true;
          }
        });
  }

  /** Forgets samples from before an instant, and series without any later one. */
  void forget(long beforeMillis) {
    for (Map<Map<String, String>, RawSeries> named : byName.values()) {
      named.values().forEach(series -> series.forget(beforeMillis));
      int before = named.size();
      named.values().removeIf(series -> series.from == series.to);
      size -= before - named.size();
    }
  }

  @Override
  public Map<Map<String, String>, Double> instant(
      String metric, List<Matcher> matchers, long atMillis) {
    Map<Map<String, String>, Double> values = new HashMap<>();
    byName
        .getOrDefault(metric, Map.of())
        .forEach(
            (labels, series) -> {
              if (series.isLive(atMillis) && matches(matchers, labels)) {
                values.put(labels, series.values[series.to - 1]);
              }
            });
    return values;
  }

  @Override
  public Map<Map<String, String>, Double> rate(
      String metric, List<Matcher> matchers, long atMillis, Duration window) {
    long startMillis = Math.max(atMillis - window.toMillis(), observedSinceMillis);
    Map<Map<String, String>, Double> rates = new HashMap<>();
    byName
        .getOrDefault(metric, Map.of())
        .forEach(
            (labels, series) -> {
              if (matches(matchers, labels)) {
                double rate = series.rate(startMillis, atMillis);
                if (!Double.isNaN(rate)) {
                  rates.put(labels, rate);
                }
              }
            });
    return rates;
  }

  private void forEach(java.util.function.Consumer<RawSeries> action) {
    byName.values().forEach(named -> named.values().forEach(action));
  }

  private static boolean matches(List<Matcher> matchers, Map<String, String> labels) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** Samples of one series in two growing arrays; those from {@code from} to {@code to} count. */
  private static final class RawSeries {
    final String target;
    long[] millis = new long[8];
    double[] values = new double[8];
    int from;
    int to;
    boolean ownTime;
    boolean stale;

    RawSeries(String target) {
      this.target = target;
    }

    void add(long epochMillis, double value, boolean exportersTime) {
      ownTime = exportersTime;
      if (to > from && epochMillis <= newest()) {
        return; // The exporter has nothing newer than last time.
      }
      stale = false;
      if (to == millis.length) {
        int kept = to - from;
        int capacity = Math.max(8, 2 * kept);
        millis = Arrays.copyOf(Arrays.copyOfRange(millis, from, to), capacity);
        values = Arrays.copyOf(Arrays.copyOfRange(values, from, to), capacity);
        from = 0;
        to = kept;
      }
      millis[to] = epochMillis;
      values[to++] = value;
    }

    long newest() {
      return millis[to - 1];
    }

    void forget(long beforeMillis) {
      while (from < to && millis[from] < beforeMillis) {
        from++;
      }
    }

    boolean isLive(long atMillis) {
      return !stale && to > from && atMillis - newest() <= LOOK_BACK.toMillis();
    }

    double rate(long startMillis, long endMillis) {
      int first = from;
      while (first < to && millis[first] < startMillis) {
        first++;
      }
      int end = to;
      while (end > first && millis[end - 1] > endMillis) {
        end--;
      }
      return ExtrapolatedRate.of(millis, values, first, end, startMillis, endMillis);
    }
  }
}
