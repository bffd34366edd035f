package io.functionrunner.perf.kpi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeCountsTest {

  /** Both ends of the longest second and of many others: a second is a product, not a quotient. */
  @Test
  void everyMillisecondIsInItsSecond() {
    int last = Integer.MAX_VALUE / 1_000;
    TimeCounts counts = new TimeCounts();
    IntStream.range(0, last)
        .forEach(
            second -> {
              counts.user(true, 1_000 * second);
              counts.user(false, 1_000 * second + 999);
            });
    counts.user(false, -1);
    counts.user(false, Integer.MAX_VALUE);
    SecondCounts seconds = counts.toSecondCounts();
    assertEquals(last + 1, seconds.seconds());
    int[] active = seconds.usersActive();
    IntStream.range(0, last).forEach(second -> assertEquals(-1, active[second]));
    assertEquals(-2, active[last]);
  }
}
