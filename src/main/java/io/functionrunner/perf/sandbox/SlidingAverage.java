package io.functionrunner.perf.sandbox;

import java.util.Arrays;

/**
 * Time average of a level over about the last window, in constant memory: the integral of each of
 * the last {@value #SLICES} slices, and of the current one.
 */
final class SlidingAverage {
  private static final int SLICES = 10;

  private final long sliceNanos;
  private final double[] integrals = new double[SLICES];
  private int fullSlices;
  private int next;
  private long sliceStartNanos;
  private long sinceNanos;
  private double partialIntegral;
  private double level;

  SlidingAverage(long windowNanos, long nowNanos) {
    sliceNanos = Math.max(1, windowNanos / SLICES);
    sliceStartNanos = nowNanos;
    sinceNanos = nowNanos;
  }

  void add(long nowNanos, double change) {
    advance(nowNanos);
    level += change;
  }

  double average(long nowNanos) {
    advance(nowNanos);
    long spanNanos = fullSlices * sliceNanos + (sinceNanos - sliceStartNanos);
    if (spanNanos == 0) {
      return level;
    }
    return (Arrays.stream(integrals).sum() + partialIntegral) / spanNanos;
  }

  private void advance(long nowNanos) {
    if (nowNanos - sliceStartNanos > (SLICES + 1) * sliceNanos) {
      // The level has not changed for longer than the window.
      Arrays.fill(integrals, level * sliceNanos);
      fullSlices = SLICES;
      sliceStartNanos = nowNanos;
      sinceNanos = nowNanos;
      partialIntegral = 0;
    }
    while (nowNanos - sliceStartNanos >= sliceNanos) {
      long endNanos = sliceStartNanos + sliceNanos;
      integrals[next] = partialIntegral + level * (endNanos - sinceNanos);
      next = (next + 1) % SLICES;
      fullSlices = Math.min(SLICES, fullSlices + 1);
      sliceStartNanos = endNanos;
      sinceNanos = endNanos;
      partialIntegral = 0;
    }
    if (nowNanos > sinceNanos) {
      partialIntegral += level * (nowNanos - sinceNanos);
      sinceNanos = nowNanos;
    }
  }
}
