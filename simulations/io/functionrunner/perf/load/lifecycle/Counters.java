package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.load.journey.TaskEvents;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.MillisCounts;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.workload.PlannedTask;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The run's tasks so far, for the progress line. Called by all event loops at once. */
final class Counters implements TaskEvents {

  private final LongAdder submitted = new LongAdder();
  private final LongAdder onTheWire = new LongAdder();
  private final Map<Outcome, LongAdder> ended = new EnumMap<>(Outcome.class);
  private MillisCounts recent = new MillisCounts();

  Counters() {
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, new LongAdder());
    }
  }

  @Override
  public void submitted(PlannedTask task, long intendedMillis, long nowMillis) {
    submitted.increment();
  }

  @Override
  public void submissionSent() {
    onTheWire.increment();
  }

  @Override
  public void submissionOver() {
    onTheWire.decrement();
  }

  @Override
  public void ended(TaskRecord task) {
    ended.get(task.outcome()).increment();
    synchronized (this) {
      recent.add((int) Math.max(0, task.endMillis() - task.submitMillis()));
    }
  }

  /** Submissions without an answer so far. */
  long submissionsOnTheWire() {
    return onTheWire.sum();
  }

  /** Where the tasks are at this moment. */
  Conservation soFar() {
    // The ended ones first: read later, they could outnumber those submitted.
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    ended.forEach((outcome, count) -> counts.put(outcome, count.sum()));
    return Conservation.of(submitted.sum(), counts);
  }

  /** Times of the tasks that ended since the last call. */
  synchronized MillisHistogram takeRecent() {
    MillisHistogram taken = recent.toHistogram();
    recent = new MillisCounts();
    return taken;
  }
}
