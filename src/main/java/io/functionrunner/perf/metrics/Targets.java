package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * At which intervals a server scrapes.
 *
 * @param interval of most of its targets, or what the settings say
 * @param longest of any of them
 * @param unknown why {@code interval} is only an assumption; empty when it is not
 */
record Targets(Duration interval, Duration longest, String unknown) {

  /** Asks the server; one that does not say (Mimir, Thanos) leaves the default. */
  static Targets ask(PrometheusApi api, Optional<Duration> told) throws InterruptedException {
    try {
      return of(api.scrapeIntervals(), told);
    } catch (IOException e) {
      Targets assumed = of(List.of(), told);
      return new Targets(assumed.interval, assumed.longest, told.isPresent() ? "" : e.getMessage());
    }
  }

  static Targets of(List<Duration> intervals, Optional<Duration> told) {
    Map<Duration, Integer> counts = new TreeMap<>();
    intervals.forEach(interval -> counts.merge(interval, 1, Integer::sum));
    Duration interval = told.orElse(PrometheusSource.DEFAULT_SCRAPE_INTERVAL);
    Duration longest = interval;
    int most = 0;
    for (Map.Entry<Duration, Integer> one : counts.entrySet()) {
      longest = longest.compareTo(one.getKey()) < 0 ? one.getKey() : longest;
      if (told.isEmpty() && one.getValue() > most) {
        most = one.getValue();
        interval = one.getKey();
      }
    }
    return new Targets(
        interval, longest, told.isEmpty() && intervals.isEmpty() ? "it has no active target" : "");
  }
}
