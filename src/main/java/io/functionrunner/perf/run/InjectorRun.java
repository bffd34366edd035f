package io.functionrunner.perf.run;

import io.functionrunner.perf.run.RunManifest.Environment;
import io.functionrunner.perf.run.RunManifest.Status;

/**
 * What one of several injectors did of a run, in the manifest of all of them together. Times are
 * epoch milliseconds by the clock that all were brought to.
 *
 * @param shard its number, from 1
 * @param run name of the directory that it left
 * @param status how far it came; {@code RUNNING} of one that was killed
 * @param statusReason why it was aborted; null otherwise
 * @param problem what its files lack; null when nothing
 * @param startMillis its load's start
 * @param endMillis when its last task had ended; of a killed one, the last thing its journal tells;
 *     null when that is nothing
 * @param clock what its times were corrected by; null where nothing tells how its clock went, and
 *     they were taken as they are
 * @param tasks where those that it submitted went
 */
public record InjectorRun(
    int shard,
    String run,
    Status status,
    String statusReason,
    String problem,
    long startMillis,
    Long endMillis,
    ClockCorrection clock,
    Conservation tasks,
    Environment environment) {

  /**
   * From an injector's clock to the one that all were brought to.
   *
   * @param offsetMillis was added to its times
   * @param uncertaintyMillis either way; null when the offset was given and not estimated
   */
  public record ClockCorrection(long offsetMillis, Double uncertaintyMillis) {}

  /** The same by a clock that is {@code offsetMillis} ahead. */
  public InjectorRun corrected(ClockCorrection correction) {
    long offset = correction == null ? 0 : correction.offsetMillis();
    return new InjectorRun(
        shard,
        run,
        status,
        statusReason,
        problem,
        startMillis + offset,
        endMillis == null ? null : Long.valueOf(endMillis + offset),
        correction,
        tasks,
        environment);
  }
}
