package io.functionrunner.perf.run;

import java.util.Map;

/**
 * Where every submitted task went: submitted = completed + failed + rejected + timedOut + inFlight.
 * A set of counts that does not add up is a defect of whoever counted, so it cannot be made.
 *
 * @param inFlight submitted, and not terminal when the run ended
 */
public record Conservation(
    long submitted, long completed, long failed, long rejected, long timedOut, long inFlight) {

  public Conservation {
    long sum = completed + failed + rejected + timedOut + inFlight;
    if (submitted != sum) {
      throw new IllegalArgumentException(
          "%d submitted, but %d completed + %d failed + %d rejected + %d timed out + %d in flight = %d"
              .formatted(submitted, completed, failed, rejected, timedOut, inFlight, sum));
    }
  }

  /** From the tasks submitted and how those that ended did end; the rest is in flight. */
  public static Conservation of(long submitted, Map<Outcome, Long> ended) {
    long completed = 0;
    long failed = 0;
    long rejected = 0;
    long timedOut = 0;
    for (Map.Entry<Outcome, Long> entry : ended.entrySet()) {
      long count = entry.getValue();
      switch (entry.getKey()) {
        case COMPLETED -> completed += count;
        case REJECTED -> rejected += count;
        case TIMED_OUT -> timedOut += count;
        case FAILED, CANCELLED, LOST, ERROR -> failed += count;
      }
    }
    long inFlight = submitted - completed - failed - rejected - timedOut;
    return new Conservation(submitted, completed, failed, rejected, timedOut, inFlight);
  }
}
