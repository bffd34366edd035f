package io.functionrunner.perf.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScrapersTest {

  private static final Duration LONGEST = Duration.ofSeconds(90);

  private final AtomicLong now = new AtomicLong(1_000_000_000_000L);

  /** From then on each look at the clock is a minute later, so that no test waits. */
  private boolean waits;

  private final Scrapers scrapers =
      new Scrapers(() -> waits ? now.addAndGet(TimeUnit.MINUTES.toNanos(1)) : now.get());

  private void after(long seconds, String connection) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    scrapers.read(connection);
  }

  /** How long would be waited, at most. */
  private List<Duration> awaited(long sinceNanos) throws InterruptedException {
    List<Duration> told = new ArrayList<>();
    scrapers.await(
        sinceNanos,
        LONGEST,
        due -> {
          told.add(due);
          waits = true;
        });
    return told;
  }

  @Test
  @Timeout(60)
  void ofTwoThatReadInTurnsTheOtherIsWaitedFor() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      after(10, "a");
      after(5, "b");
    }
    long ended = now.get() + 1;
    after(10, "a");
    // The last read of b was 10 s ago, its next is due in 5 s, and may be half an interval late.
    assertEquals(List.of(Duration.ofMillis(12_500)), awaited(ended));
  }

  @Test
  @Timeout(60)
  void nobodyIsWaitedForWhenBothHaveRead() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      after(10, "a");
      after(5, "b");
    }
    long ended = now.get() + 1;
    after(10, "a");
    after(5, "b");
    assertEquals(List.of(), awaited(ended));
  }

  @Test
  @Timeout(60)
  void oneThatConnectsAnewEachTimeIsWaitedForAsWell() throws InterruptedException {
    for (int i = 0; i < 40; i++) {
      after(15, "connection " + i);
    }
    assertEquals(List.of(Duration.ofMillis(22_500)), awaited(now.get() + 1));
  }
}
