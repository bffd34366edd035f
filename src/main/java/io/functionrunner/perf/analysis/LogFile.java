package io.functionrunner.perf.analysis;

import io.functionrunner.perf.simlog.Decoded;
import io.functionrunner.perf.simlog.Truncation;
import java.util.Optional;

/**
 * How a simulation.log was read.
 *
 * @param startMillis epoch milliseconds of the run's start, as Gatling has it
 * @param records read, the run record not counted
 * @param truncation where and why it stops; empty when it is complete
 */
public record LogFile(
    String gatlingVersion,
    String simulationClass,
    long startMillis,
    long records,
    Optional<String> truncation) {

  static LogFile of(Decoded log) {
    return new LogFile(
        log.header().gatlingVersion(),
        log.header().simulationClass(),
        log.header().startEpochMillis(),
        log.records(),
        log.truncation().map(Truncation::text));
  }
}
