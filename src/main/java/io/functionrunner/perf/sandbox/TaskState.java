package io.functionrunner.perf.sandbox;

import java.time.Instant;
import java.util.Locale;

/**
 * A task as its submitter may see it.
 *
 * @param startedAt when a worker took it; null before
 * @param completedAt when it became terminal; null before
 * @param error why it failed; null unless it did
 */
record TaskState(
    Status status, Instant createdAt, Instant startedAt, Instant completedAt, String error) {

  enum Status {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** As the API carries it: {@code queued}. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean terminal() {
      return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
  }

  static TaskState queued(Instant at) {
    return new TaskState(Status.QUEUED, at, null, null, null);
  }

  TaskState running(Instant at) {
    return new TaskState(Status.RUNNING, createdAt, at, null, null);
  }

  TaskState ended(Status status, Instant at, String error) {
    return new TaskState(status, createdAt, startedAt, at, error);
  }
}
