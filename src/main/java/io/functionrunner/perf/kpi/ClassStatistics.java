package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.ClassTasks.Basis;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.OutcomeCounts;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.MillisCounts;

/**
 * Accumulates {@link ClassTasks}: the tasks of one class that were submitted in measured phases.
 */
final class ClassStatistics {

  private final OutcomeCounts outcomes = new OutcomeCounts();
  private final Batches<BasisTimes> times;
  private final BasisTimes intended = new BasisTimes();
  private final MillisCounts queue = new MillisCounts();
  private final MillisCounts run = new MillisCounts();
  private final MillisCounts detection = new MillisCounts();
  private final MillisCounts detectionBound = new MillisCounts();

  ClassStatistics(Timeline timeline) {
    times = new Batches<>(timeline, BasisTimes::new, BasisTimes::addAll);
  }

  void add(TaskRecord task) {
    outcomes.add(task.outcome());
    if (task.outcome() != Outcome.COMPLETED) {
      return;
    }
    if (task.intendedMillis() != TaskRecord.ABSENT) {
      intended.add(task, TaskTimes.lag(task));
    }
    if (TaskTimes.bounded(task)) {
      detectionBound.add(TaskTimes.detectionBound(task));
    }
    if (!times.at(task.submitMillis()).add(task, 0)) {
      return;
    }
    detection.add(TaskTimes.detection(task));
    if (TaskTimes.split(task)) {
      queue.add(TaskTimes.queue(task));
      run.add(TaskTimes.run(task));
    }
  }

  /** Makes the batches longer, so that they take less memory; false if they are few already. */
  boolean widen() {
    return times.halve();
  }

  /** Bytes of heap that the batches' histograms take. */
  long heapBytes() {
    long[] sum = new long[1];
    times.forEach(batch -> sum[0] += batch.heapBytes());
    return sum[0];
  }

  ClassTasks toClassTasks(TaskClass taskClass) {
    BasisTimes all = new BasisTimes();
    times.forEach(all::addAll);
    Basis basis = all.basis();
    return new ClassTasks(
        taskClass,
        outcomes.conservation(),
        basis,
        new BatchedTimes(all.toHistogram(basis), times.map(batch -> batch.toHistogram(basis))),
        intended.toHistogram(basis),
        all.toHistogram(Basis.OBSERVED),
        queue.toHistogram(),
        run.toHistogram(),
        detection.toHistogram(),
        detectionBound.toHistogram());
  }
}
