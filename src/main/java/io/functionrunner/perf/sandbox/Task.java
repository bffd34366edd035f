package io.functionrunner.perf.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A task inside the runner. Only {@link #state} may be read without the runner's lock. */
final class Task {
  /** A place on a resource that this task occupies. */
  record Hold(Resource resource, int device) {}

  final String id = UUID.randomUUID().toString();
  final Submission submission;
  final long createdNanos;

  /** Places taken, in the order they were. */
  final List<Hold> holds = new ArrayList<>(2);

  volatile TaskState state;

  /** What it waits for, or null. */
  Resource waitingFor;

  long startedNanos;

  /** Work left of the current stage, at rate 1. */
  double remainingNanos;

  /** Share of full speed at which it now makes progress, since {@link #resumedNanos}. */
  double rate;

  long resumedNanos;

  /** End of the current stage, or null while there is no progress. */
  Timeline.Timer completion;

  Task(Submission submission, long createdNanos, TaskState state) {
    this.submission = submission;
    this.createdNanos = createdNanos;
    this.state = state;
  }

  boolean holds(Resource resource) {
    return holds.stream().anyMatch(hold -> hold.resource() == resource);
  }
}
