package io.functionrunner.perf.binding;

import java.time.Duration;
import java.util.Optional;

/** What an answer to a submission means. */
public sealed interface Submission {

  /** The task is known to the server. */
  record Accepted(TaskRef ref, ServerTimes times) implements Submission {}

  /** Not now: too much load. Not an error of the server. */
  record Rejected(Optional<Duration> retryAfter, String reason) implements Submission {}

  /** No task came of it. */
  record Refused(ErrorKind kind, String reason) implements Submission {}
}
