package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Cuts the measured phases into about {@value #TOTAL} stretches of about equal length, none across
 * the border of two phases. What varies between the batches of one phase is noise, and tells how
 * far the values of a run depend on each other.
 *
 * @param <A> what collects the values of one batch
 */
final class Batches<A> {

  /** Few enough to have many values each, enough to see a variance. */
  private static final int TOTAL = 20;

  private static final int FEWEST_PER_PHASE = 2;

  private final Timeline timeline;
  private final List<Phase> phases;
  private final List<List<A>> batches = new ArrayList<>();

  Batches(Timeline timeline, Supplier<A> collector) {
    this.timeline = timeline;
    this.phases = timeline.measuredPhases();
    long all = Math.max(1, timeline.measuredMillis());
    for (Phase phase : phases) {
      long length = phase.endMillis() - phase.startMillis();
      long count = Math.max(FEWEST_PER_PHASE, Math.round((double) TOTAL * length / all));
      List<A> own = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        own.add(collector.get());
      }
      batches.add(own);
    }
  }

  /** The batch of an instant, in epoch milliseconds, that lies in a measured phase. */
  A at(long epochMillis) {
    long offset = epochMillis - timeline.startMillis();
    for (int i = 0; i < phases.size(); i++) {
      Phase phase = phases.get(i);
      if (phase.contains(offset)) {
        List<A> own = batches.get(i);
        long length = phase.endMillis() - phase.startMillis();
        return own.get((int) ((offset - phase.startMillis()) * own.size() / length));
      }
    }
    throw new IllegalArgumentException(offset + " ms: in no measured phase");
  }

  /** What was collected, by phase and batch. */
  <B> List<List<B>> map(Function<A, B> finish) {
    return batches.stream().map(own -> own.stream().map(finish).toList()).toList();
  }
}
