package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.injector.Lateness;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventLoopProbeTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final AtomicLong nanos = new AtomicLong();
  private final Lateness delays = new Lateness();

  /** Netty's clock of the loop and the probe's own, both in our hands. */
  private void advance(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private EventLoopProbe probe() {
    channel.freezeTime();
    return new EventLoopProbe(List.of((EventExecutor) channel.eventLoop()), delays, nanos::get);
  }

  @Test
  void aLoopOnTimeHasTenProbesASecondAndNoDelay() {
    EventLoopProbe probe = probe();
    for (int i = 0; i < 10; i++) {
      advance(100);
      channel.runScheduledPendingTasks();
    }
    assertEquals(new Lateness.Taken(10, 0, 0), delays.take());
    probe.close();
  }

  /** Due at 100, 200 … 1000 ms; all run at 1000 ms: 900, 800 … 0 ms late, 8 of them over 100 ms. */
  @Test
  void aBlockedLoopCountsAsLongAsItWasBlocked() {
    EventLoopProbe probe = probe();
    advance(1_000);
    channel.runScheduledPendingTasks();
    assertEquals(new Lateness.Taken(10, 8, 900), delays.take());
    advance(100);
    channel.runScheduledPendingTasks();
    assertEquals(new Lateness.Taken(1, 0, 0), delays.take());
    probe.close();
  }

  @Test
  void closedItIsQuiet() {
    probe().close();
    advance(1_000);
    channel.runScheduledPendingTasks();
    assertEquals(new Lateness.Taken(0, 0, -1), delays.take());
  }

  /** A real loop that a task holds for 150 ms: a probe that came due is 50 ms late at least. */
  @Test
  void aRealLoopThatIsHeldIsLate() throws InterruptedException {
    DefaultEventExecutorGroup loops = new DefaultEventExecutorGroup(1);
    EventExecutor loop = loops.next();
    EventLoopProbe probe = new EventLoopProbe(loops, delays);
    try {
      // Scheduled on the loop itself, so that it comes after the probe that is due by then.
      CountDownLatch next = new CountDownLatch(1);
      loop.execute(
          () -> {
            spin();
            var unused = loop.schedule(next::countDown, 0, TimeUnit.MILLISECONDS);
          });
      next.await();
      assertTrue(delays.take().maxMillis() >= 49);
    } finally {
      probe.close();
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).await();
    }
  }

  private static void spin() {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(150);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}
