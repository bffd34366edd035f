package io.functionrunner.perf.workload;

/**
 * When somebody submits which tasks, as far as it is decided. Times are milliseconds since the
 * load's start. Used by one thread.
 */
public interface Schedule {

  /** Whether another task may come. */
  boolean hasNext();

  /** When to look again whether a task is due, as seen at {@code nowMillis}. */
  long wakeMillis(long nowMillis);

  /** Whether {@link #next()} is to be submitted, as seen at {@code nowMillis}. */
  boolean due(long nowMillis);

  /** The task that is due. */
  PlannedTask next();

  /** When its last submission is over. */
  long endMillis();
}
