package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.injector.Lateness;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets a task that does nothing come due on each of Gatling's event loops at a fixed rate, and
 * records how long it waited for its loop: so long also waits an answer before its time is taken. A
 * blocked loop makes up for all that came due meanwhile, so that a stall counts as long as it was.
 */
final class EventLoopProbe implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(100);

  private final List<ScheduledFuture<?>> scheduled = new ArrayList<>();

  /**
   * Starts at once.
   *
   * @param loops Gatling's {@code EventLoopGroup}
   */
  EventLoopProbe(Iterable<EventExecutor> loops, Lateness delays) {
    this(loops, delays, System::nanoTime);
  }

  /**
   * @param nanoTime only differences count
   */
  EventLoopProbe(Iterable<EventExecutor> loops, Lateness delays, LongSupplier nanoTime) {
    for (EventExecutor loop : loops) {
      Runnable probe = probe(delays, nanoTime);
      scheduled.add(
          loop.scheduleAtFixedRate(probe, EVERY.toNanos(), EVERY.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  private static Runnable probe(Lateness delays, LongSupplier nanoTime) {
    long[] due = {nanoTime.getAsLong() + EVERY.toNanos()};
    return () -> {
      delays.record(TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - due[0]));
      due[0] += EVERY.toNanos();
    };
  }

  @Override
  public void close() {
    scheduled.forEach(probe -> probe.cancel(false));
  }
}
