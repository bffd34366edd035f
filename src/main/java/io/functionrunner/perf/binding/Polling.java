package io.functionrunner.perf.binding;

import java.time.Duration;

/**
 * When to ask for a task's status. Durations at real scale: a sped-up sandbox needs them divided.
 *
 * @param firstDelay from the submission's answer to the first poll
 * @param interval from the first poll to the second
 * @param backOff factor from one interval to the next, at least 1
 * @param maxInterval bound of the interval before jitter
 * @param jitter fraction of an interval, 0 to 1: an interval is drawn from ±jitter around itself,
 *     so that users who started together do not poll together
 * @param deadline from the submission: a task that has not ended by then timed out
 */
public record Polling(
    Duration firstDelay,
    Duration interval,
    double backOff,
    Duration maxInterval,
    double jitter,
    Duration deadline) {

  /**
   * The wait before a poll.
   *
   * @param poll 0 for the first
   * @param uniform random, in [0, 1)
   */
  public Duration delayBefore(int poll, double uniform) {
    double grown = interval.toNanos() * Math.pow(backOff, poll - 1);
    double nanos = poll == 0 ? firstDelay.toNanos() : Math.min(grown, maxInterval.toNanos() * 1.0);
    return Duration.ofNanos(Math.round(nanos * (1 + jitter * (2 * uniform - 1))));
  }

  static final Polling DEFAULT =
      new Polling(
          Duration.ofSeconds(1),
          Duration.ofMillis(1500),
          1.5,
          Duration.ofSeconds(5),
          0.1,
          Duration.ofMinutes(10));

  /** What the file says, and the rest from {@code other}. */
  static Polling of(Element polling, Polling other) {
    return new Polling(
        polling.at("firstDelay").duration(other.firstDelay()),
        polling.at("interval").duration(other.interval()),
        polling.at("backOff").node().asDouble(other.backOff()),
        polling.at("maxInterval").duration(other.maxInterval()),
        polling.at("jitter").node().asDouble(other.jitter()),
        polling.at("deadline").duration(other.deadline()));
  }
}
