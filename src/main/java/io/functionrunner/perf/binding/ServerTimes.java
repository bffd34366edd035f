package io.functionrunner.perf.binding;

import java.util.OptionalLong;

/**
 * What the server says of a task's times, by the server's clock. Any may be missing.
 *
 * @param createdMillis epoch
 * @param startedMillis epoch
 * @param completedMillis epoch
 * @param queueMillis duration, as stated by the server
 * @param runMillis duration, as stated by the server
 */
public record ServerTimes(
    OptionalLong createdMillis,
    OptionalLong startedMillis,
    OptionalLong completedMillis,
    OptionalLong queueMillis,
    OptionalLong runMillis) {

  /** The server said nothing. */
  public static final ServerTimes NONE =
      new ServerTimes(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());

  /** Milliseconds in the queue: as stated, else started − created. */
  public OptionalLong queue() {
    return queueMillis.isPresent() ? queueMillis : difference(createdMillis, startedMillis);
  }

  /** Milliseconds of work: as stated, else completed − started. */
  public OptionalLong run() {
    return runMillis.isPresent() ? runMillis : difference(startedMillis, completedMillis);
  }

  private static OptionalLong difference(OptionalLong from, OptionalLong to) {
    return from.isPresent() && to.isPresent()
        ? OptionalLong.of(to.getAsLong() - from.getAsLong())
        : OptionalLong.empty();
  }
}
