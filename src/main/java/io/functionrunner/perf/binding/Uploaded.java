package io.functionrunner.perf.binding;

import java.time.Duration;
import java.util.Optional;

/** What an answer to an upload means. */
public sealed interface Uploaded {

  /** Go on with this preparation. */
  record Done(Preparation preparation) implements Uploaded {}

  /** Not now: too much load. */
  record Rejected(Optional<Duration> retryAfter, String reason) implements Uploaded {}

  /** The upload came to nothing, so the task cannot be submitted. */
  record Refused(ErrorKind kind, String reason) implements Uploaded {}
}
