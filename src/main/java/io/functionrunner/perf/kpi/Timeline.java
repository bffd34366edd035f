package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Phase;
import java.util.List;
import java.util.Optional;

/**
 * When a run was, and its phases. A run whose phases nobody wrote down has one, which is measured.
 *
 * @param startMillis epoch milliseconds of the load's start, which phases count from
 * @param phases at least one, in order
 */
public record Timeline(long startMillis, List<Phase> phases) {

  private static final String WHOLE = "whole run";

  public Timeline {
    if (phases.isEmpty()) {
      throw new IllegalArgumentException("a timeline without phases. Expecting at least one");
    }
    phases = List.copyOf(phases);
  }

  /** The timeline of a run without a manifest: all of it counts. */
  public static Timeline whole(long startMillis, long endMillis) {
    return new Timeline(
        startMillis, List.of(new Phase(WHOLE, Phase.Kind.STEADY, 0, endMillis - startMillis + 1)));
  }

  /** The same while the run, and so its end, is still being read. */
  public static Timeline open(long startMillis) {
    return new Timeline(
        startMillis, List.of(new Phase(WHOLE, Phase.Kind.STEADY, 0, Long.MAX_VALUE)));
  }

  /** Whether its end is not known yet. */
  public boolean isOpen() {
    return phases.get(phases.size() - 1).endMillis() == Long.MAX_VALUE;
  }

  /** Whether nobody wrote down its phases. */
  public boolean isWhole() {
    return phases.size() == 1 && phases.get(0).name().equals(WHOLE);
  }

  /** The phase at an instant in epoch milliseconds; none before the load and in its drain. */
  public Optional<Phase> at(long epochMillis) {
    long offset = epochMillis - startMillis;
    return phases.stream().filter(p -> p.contains(offset)).findFirst();
  }

  /** Whether a task submitted at this instant counts for the run's statistics. */
  public boolean measured(long epochMillis) {
    return at(epochMillis).filter(p -> p.kind().measured()).isPresent();
  }

  /** The phases whose tasks count. */
  public List<Phase> measuredPhases() {
    return phases.stream().filter(p -> p.kind().measured()).toList();
  }

  /** The phases as far as a run came that ended at this instant: the last one may be cut. */
  public List<Phase> until(long epochMillis) {
    long end = epochMillis - startMillis;
    return phases.stream()
        .filter(p -> p.startMillis() < end)
        .map(p -> p.at(p.startMillis(), Math.min(p.endMillis(), end)))
        .toList();
  }

  /** Length of the measured phases together. */
  public long measuredMillis() {
    return measuredPhases().stream().mapToLong(p -> p.endMillis() - p.startMillis()).sum();
  }
}
