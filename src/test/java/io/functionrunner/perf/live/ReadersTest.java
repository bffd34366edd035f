package io.functionrunner.perf.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadersTest {

  private static final Duration LONGEST = Duration.ofSeconds(90);

  private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
  private final Readers readers = new Readers(now::get);

  private void readAfter(long... seconds) {
    for (long gap : seconds) {
      now.addAndGet(TimeUnit.SECONDS.toNanos(gap));
      readers.read();
    }
  }

  private Duration dueIn(long secondsLater) {
    long since = now.get() + 1;
    now.addAndGet(TimeUnit.SECONDS.toNanos(secondsLater));
    return readers.dueIn(since, LONGEST);
  }

  @Test
  void nobodyIsWaitedForWhoDoesNotReadRegularly() {
    assertEquals(Duration.ZERO, dueIn(1));
    readAfter(15);
    assertEquals(Duration.ZERO, dueIn(1));
    readAfter(15);
    assertEquals(Duration.ZERO, dueIn(1), "one gap is no interval");
    readAfter(40);
    assertEquals(Duration.ZERO, dueIn(1), "two gaps that differ");
  }

  @Test
  void aScraperIsWaitedForUntilHalfAnIntervalPastItsTime() {
    readAfter(15, 15, 15, 15);
    assertEquals(Duration.ofMillis(16_500), dueIn(6));
  }

  @Test
  void oneThatReadSinceIsNot() {
    readAfter(15, 15, 15);
    long ended = now.get() + 1;
    readAfter(15);
    assertEquals(Duration.ZERO, readers.dueIn(ended, LONGEST));
  }

  @Test
  void oneThatHasGoneIsNot() {
    readAfter(15, 15, 15);
    assertEquals(Duration.ZERO, dueIn(23));
  }

  @Test
  void oneThatReadsSeldomIsNot() {
    readAfter(120, 120, 120);
    assertEquals(Duration.ZERO, dueIn(1));
  }

  @Test
  @Timeout(60)
  void theNextReadEndsTheWait() throws InterruptedException {
    readAfter(15, 15, 15);
    long ended = now.get();
    Thread scraper =
        new Thread(
            () -> {
              now.addAndGet(TimeUnit.SECONDS.toNanos(15));
              readers.read();
            });
    scraper.start();
    readers.await(ended, Duration.ofHours(1));
    scraper.join();
    assertEquals(Duration.ZERO, readers.dueIn(ended, LONGEST));
  }
}
