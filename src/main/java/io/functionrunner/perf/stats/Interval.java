package io.functionrunner.perf.stats;

/**
 * Where a true value lies with {@code confidence}. An infinite bound is one that the sample cannot
 * give.
 *
 * @param confidence of both bounds together, above 0 and below 1
 */
public record Interval(double low, double high, double confidence) {

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "interval from %s to %s. Expecting low <= high".formatted(low, high));
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          confidence + ": not a confidence. Expecting more than 0 and less than 1");
    }
  }

  /** Both bounds multiplied by {@code factor}, which is above 0: another unit. */
  public Interval times(double factor) {
    return new Interval(low * factor, high * factor, confidence);
  }
}
