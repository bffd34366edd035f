package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.ClassTasks.Basis;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.MillisCounts;
import io.functionrunner.perf.stats.MillisHistogram;

/**
 * Times of completed tasks on both bases: which of them counts is settled by the last task, since
 * only if all have the server's times their times can be compared on that basis.
 */
final class BasisTimes {

  private final MillisCounts observed = new MillisCounts();
  private final MillisCounts server = new MillisCounts();
  private Basis basis = Basis.SERVER;

  /** Counts a completed task's time and what came before it; false if it lacks the server's. */
  boolean add(TaskRecord task, int beforeMillis) {
    observed.add(TaskTimes.observed(task) + beforeMillis);
    boolean served = TaskTimes.servedTimes(task);
    if (served) {
      server.add(TaskTimes.completed(task) + beforeMillis);
    } else {
      basis = Basis.OBSERVED;
    }
    return served;
  }

  BasisTimes addAll(BasisTimes other) {
    observed.addAll(other.observed);
    server.addAll(other.server);
    basis = other.basis == Basis.SERVER ? basis : Basis.OBSERVED;
    return this;
  }

  /** By the server's times only if all have them: two bases would not be comparable. */
  Basis basis() {
    return basis;
  }

  MillisHistogram toHistogram(Basis basis) {
    return (basis == Basis.SERVER ? server : observed).toHistogram();
  }

  /** Bytes of heap, objects included. */
  long heapBytes() {
    return 200 + observed.heapBytes() + server.heapBytes();
  }
}
