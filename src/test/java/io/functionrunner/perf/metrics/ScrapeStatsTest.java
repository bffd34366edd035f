package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScrapeStatsTest {

  @Test
  void slowIsOverHalfOfTheIntervalWhetherItFailedOrNot() {
    Duration interval = Duration.ofSeconds(5);
    ScrapeStats stats =
        ScrapeStats.none("exporter")
            .and(Duration.ofMillis(2_500), interval, "")
            .and(Duration.ofMillis(2_501), interval, "")
            .and(Duration.ofSeconds(5), interval, "no answer within 5 s")
            .and(Duration.ofMillis(3), interval, "");
    assertEquals(
        "exporter: 4 scrapes, 1 failed, 2 slow (last failure: no answer within 5 s)",
        stats.describe());
  }
}
