package io.functionrunner.perf.metrics;

import java.util.Locale;

/**
 * How far the server's clock is ahead of ours, measured as by Cristian's algorithm: a reading of
 * its clock between two of ours is off by half the round trip at most.
 *
 * @param offsetMillis positive when the server's clock is ahead
 * @param boundMillis the true offset lies within this distance
 */
public record ClockOffset(double offsetMillis, double boundMillis) {

  static ClockOffset of(long sentMillis, double serverMillis, long receivedMillis) {
    double half = (receivedMillis - sentMillis) / 2.0;
    // Both clocks are read in whole milliseconds.
    return new ClockOffset(serverMillis - sentMillis - half, half + 1);
  }

  /** What to add to our time for the server's; 0 when the measurement cannot tell it from 0. */
  public long correctionMillis() {
    return Math.abs(offsetMillis) > boundMillis ? Math.round(offsetMillis) : 0;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%+.0f ms ± %.0f ms", offsetMillis, boundMillis);
  }
}
