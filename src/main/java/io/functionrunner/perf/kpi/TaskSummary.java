package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.stats.Dispersion;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks of a run. {@code conservation}, {@code phases}, {@code windows}, {@code errors} and
 * {@code checks} tell of every task; the others of those submitted in measured phases.
 *
 * @param phases in order; tasks belong to the phase they were submitted in
 * @param measured where the tasks of the measured phases went
 * @param outcomes of the tasks of measured phases that ended
 * @param classes by modality and quality, sorted
 * @param lag actual minus intended submission; empty when the schedule is not known
 * @param completions tasks that completed, whenever submitted, while a measured phase went on
 * @param maxInFlight at one time, in measured phases
 * @param averageInFlight in measured phases
 * @param drainMillis from the last submission, which an early end moves, to the end of the last
 *     task; empty when one never ended
 * @param failed batches of tasks that failed or timed out, by measured phase
 * @param missed batches of tasks that did not complete, by measured phase
 * @param errors most frequent first
 * @param checks status requests
 * @param refusals submissions refused for load, also those that were accepted later
 * @param clock of the server, where it tells times
 */
public record TaskSummary(
    Timeline timeline,
    Conservation conservation,
    List<PhaseTasks> phases,
    Conservation measured,
    Map<Outcome, Long> outcomes,
    List<ClassTasks> classes,
    MillisHistogram lag,
    long completions,
    int maxInFlight,
    double averageInFlight,
    Optional<Long> drainMillis,
    List<List<Dispersion.Batch>> failed,
    List<List<Dispersion.Batch>> missed,
    List<ErrorKind> errors,
    long checks,
    long refusals,
    Optional<ClockInterval> clock,
    List<TaskWindow> windows) {

  /**
   * The tasks of one phase.
   *
   * @param counts where the tasks submitted in it went
   * @param completions tasks that completed while it went on, whenever submitted
   */
  public record PhaseTasks(Phase phase, Conservation counts, long completions) {}

  /**
   * Tasks that ended badly in one way.
   *
   * @param reason as the client put it; empty when the outcome says all
   * @param firstMillis end of the first, and {@code lastMillis} of the last, since the load's start
   */
  public record ErrorKind(
      Outcome outcome, String reason, long count, long firstMillis, long lastMillis) {}

  public TaskSummary {
    phases = List.copyOf(phases);
    outcomes = Map.copyOf(outcomes);
    classes = List.copyOf(classes);
    failed = failed.stream().map(List::copyOf).toList();
    missed = missed.stream().map(List::copyOf).toList();
    errors = List.copyOf(errors);
    windows = List.copyOf(windows);
  }

  /** Tasks of measured phases that failed or timed out. */
  public long failures() {
    return measured.failed() + measured.timedOut();
  }

  /** Tasks of measured phases that had one outcome. */
  public long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }
}
