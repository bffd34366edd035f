package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.sandbox.TaskState.Status;

/** The mutable side of {@link SandboxCounters}. Guarded by the runner's lock. */
final class Tally {
  long received;
  long accepted;
  long rejected;
  long invalid;
  long lost;
  private long succeeded;
  private long failed;
  private long cancelled;

  void ended(Status status) {
    switch (status) {
      case SUCCEEDED -> succeeded++;
      case FAILED -> failed++;
      case CANCELLED -> cancelled++;
      case QUEUED, RUNNING -> throw new IllegalArgumentException(status + ": not an end");
    }
  }

  SandboxCounters counters() {
    long inFlight = accepted - succeeded - failed - cancelled - lost;
    return new SandboxCounters(
        received, accepted, rejected, invalid, succeeded, failed, cancelled, lost, inFlight);
  }
}
