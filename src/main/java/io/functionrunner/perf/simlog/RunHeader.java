package io.functionrunner.perf.simlog;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The first record of a simulation.log.
 *
 * @param startEpochMillis the instant all other times of the log are counted from
 * @param assertions Gatling's own encoding (boopickle) of each assertion: opaque here, kept so that
 *     a merged log has them too
 */
public record RunHeader(
    String gatlingVersion,
    String simulationClass,
    long startEpochMillis,
    String description,
    List<String> scenarios,
    List<ByteBuffer> assertions) {

  public RunHeader {
    scenarios = List.copyOf(scenarios);
    assertions = assertions.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
  }

  /**
   * The end that Gatling writes for an inbound message that no request waited for: {@link
   * Long#MIN_VALUE}, less the run's start, cut to 32 bits. Its own reader does not know it again.
   */
  public int unmatchedEndMillis() {
    return (int) (Long.MIN_VALUE - startEpochMillis);
  }
}
