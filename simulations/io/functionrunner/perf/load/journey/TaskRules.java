package io.functionrunner.perf.load.journey;

import io.functionrunner.perf.binding.Polling;
import java.time.Duration;

/**
 * How a client deals with its tasks, at the run's own pace.
 *
 * @param polling at full scale, as the binding has it
 * @param speed by which time is compressed: polls come that much sooner
 * @param timeoutMillis from the submission until the client gives up, compressed
 * @param retries of a submission after an answer that says "too much load"
 */
public record TaskRules(Polling polling, double speed, long timeoutMillis, int retries) {

  /** The client's own pause before it submits again, when the server does not say. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  long delayBeforeCheck(int check, double uniform) {
    return Math.round(polling.delayBefore(check, uniform).toMillis() / speed);
  }

  long delayBeforeRetry(int rejections) {
    return Math.round(RETRY_DELAY.toMillis() * Math.pow(2, rejections - 1.0) / speed);
  }
}
