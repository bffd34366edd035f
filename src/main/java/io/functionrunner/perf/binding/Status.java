package io.functionrunner.perf.binding;

import io.functionrunner.perf.run.Outcome;
import java.time.Duration;
import java.util.Optional;

/** What an answer to a status or result call means. */
public sealed interface Status {

  /**
   * Not ended yet.
   *
   * @param hint when the server wants to be asked again
   */
  record Pending(ServerTimes times, Optional<Duration> hint) implements Status {}

  /**
   * Ended for good.
   *
   * @param ref for the result call: it may know more than the one that was asked with
   * @param reason empty for success
   */
  record Ended(TaskRef ref, Outcome outcome, ServerTimes times, String reason) implements Status {}

  /** The poll was too much, the task is none the worse for it. */
  record Throttled(Optional<Duration> retryAfter) implements Status {}

  /** The answer is of no use; asking again may help, until the deadline. */
  record Broken(ErrorKind kind, String reason) implements Status {}
}
