package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Cuts the measured phases into about {@value #TOTAL} stretches of about equal length, none across
 * the border of two phases. What varies between the batches of one phase is noise, and tells how
 * far the values of a run depend on each other.
 *
 * <p>A phase whose end is not known yet begins with batches of a millisecond; pairs become one
 * whenever there would be twice as many as wanted.
 *
 * @param <A> what collects the values of one batch
 */
final class Batches<A> {

  /** Few enough to have many values each, enough to see a variance. */
  private static final int TOTAL = 20;

  private static final int FEWEST_PER_PHASE = 2;

  /** The batches of one phase. */
  private static final class Cut<A> {
    private final Phase phase;
    private final boolean open;
    private final long count;
    private final List<A> batches = new ArrayList<>();

    /** How often pairs became one. */
    private int level;

    private Cut(Phase phase, boolean open, long count) {
      this.phase = phase;
      this.open = open;
      this.count = count;
    }

    private int index(long offset) {
      long into = offset - phase.startMillis();
      long cut = open ? into : into * count / (phase.endMillis() - phase.startMillis());
      return (int) Math.min(Integer.MAX_VALUE, cut >> level);
    }
  }

  private final long startMillis;
  private final Supplier<A> collector;
  private final BinaryOperator<A> sum;
  private final List<Cut<A>> cuts = new ArrayList<>();

  /** Of the instant before: nearly always that of the next one. */
  private Cut<A> last;

  /**
   * @param sum adds its second argument to its first and returns it
   */
  Batches(Timeline timeline, Supplier<A> collector, BinaryOperator<A> sum) {
    this.startMillis = timeline.startMillis();
    this.collector = collector;
    this.sum = sum;
    long all = Math.max(1, timeline.measuredMillis());
    for (Phase phase : timeline.measuredPhases()) {
      long length = phase.endMillis() - phase.startMillis();
      long count = Math.max(FEWEST_PER_PHASE, Math.round((double) TOTAL * length / all));
      Cut<A> cut = new Cut<>(phase, timeline.isOpen(), count);
      cuts.add(cut);
      if (!cut.open) {
        extend(cut, (int) count);
      }
    }
  }

  /** The batch of an instant, in epoch milliseconds, that lies in a measured phase. */
  A at(long epochMillis) {
    long offset = epochMillis - startMillis;
    if (last == null || !last.phase.contains(offset)) {
      last = cut(offset);
    }
    int index = last.index(offset);
    while (index >= 2 * TOTAL && last.open) {
      halve(last);
      index = last.index(offset);
    }
    extend(last, index + 1);
    return last.batches.get(index);
  }

  private Cut<A> cut(long offset) {
    for (Cut<A> cut : cuts) {
      if (cut.phase.contains(offset)) {
        return cut;
      }
    }
    throw new IllegalArgumentException(offset + " ms: in no measured phase");
  }

  /** Makes one of each two batches; false if no phase has enough of them. */
  boolean halve() {
    List<Cut<A>> enough =
        cuts.stream().filter(c -> c.batches.size() >= 2 * FEWEST_PER_PHASE).toList();
    enough.forEach(this::halve);
    return !enough.isEmpty();
  }

  void forEach(Consumer<A> action) {
    cuts.forEach(cut -> cut.batches.forEach(action));
  }

  /** What was collected, by phase and batch. */
  <B> List<List<B>> map(Function<A, B> finish) {
    return cuts.stream().map(cut -> cut.batches.stream().map(finish).toList()).toList();
  }

  private void extend(Cut<A> cut, int size) {
    while (cut.batches.size() < size) {
      cut.batches.add(collector.get());
    }
  }

  private void halve(Cut<A> cut) {
    List<A> pairs = new ArrayList<>();
    for (int i = 0; i < cut.batches.size(); i++) {
      if (i % 2 == 0) {
        pairs.add(cut.batches.get(i));
      } else {
        pairs.set(i / 2, sum.apply(pairs.get(i / 2), cut.batches.get(i)));
      }
    }
    cut.batches.clear();
    cut.batches.addAll(pairs);
    cut.level++;
  }
}
