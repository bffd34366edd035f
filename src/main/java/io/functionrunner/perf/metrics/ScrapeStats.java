package io.functionrunner.perf.metrics;

import java.time.Duration;

/**
 * How scraping one target went.
 *
 * @param scrapes attempts, failed ones included
 * @param failed without usable samples; each leaves a gap
 * @param slow that took longer than half of the interval
 * @param lastFailure why the last failed one did; empty when none did
 */
public record ScrapeStats(String target, int scrapes, int failed, int slow, String lastFailure) {

  static ScrapeStats none(String target) {
    return new ScrapeStats(target, 0, 0, 0, "");
  }

  ScrapeStats and(Duration took, Duration interval, String failure) {
    boolean failedNow = !failure.isEmpty();
    boolean slowNow = took.multipliedBy(2).compareTo(interval) > 0;
    return new ScrapeStats(
        target,
        scrapes + 1,
        failed + (failedNow ? 1 : 0),
        slow + (slowNow ? 1 : 0),
        failedNow ? failure : lastFailure);
  }

  /** For a reader of the analysis. */
  public String describe() {
    return "%s: %d scrapes, %d failed, %d slow%s"
        .formatted(
            target,
            scrapes,
            failed,
            slow,
            failed == 0 ? "" : " (last failure: " + lastFailure + ")");
  }
}
