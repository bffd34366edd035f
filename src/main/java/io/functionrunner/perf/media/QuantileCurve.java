package io.functionrunner.perf.media;

import java.util.random.RandomGenerator;

/**
 * Numbers whose quantiles are the given ones, by inversion of the distribution function.
 *
 * <ul>
 *   <li>{@code LINEAR}: the quantile function is linear between the given points, which reach from
 *       p0 to p100.
 *   <li>{@code LOGNORMAL}: ln x is linear in the normal score z = Φ⁻¹(p) between the given points,
 *       and goes on with the slope of the nearest segment outside. Two points make this a lognormal
 *       distribution. More make it one whose σ changes from segment to segment: published quantiles
 *       seldom lie on one lognormal, and all of them are met.
 * </ul>
 */
final class QuantileCurve implements Draw<Number> {

  /** What is linear between two quantiles. */
  enum Shape {
    LINEAR,
    LOGNORMAL
  }

  private final Shape shape;
  private final double[] position;
  private final double[] height;
  private final double min;
  private final double max;
  private final double scale;

  /**
   * @param probabilities strictly increasing, in (0, 1), or from 0 to 1 if linear; at least two
   * @param values non-decreasing, positive if lognormal
   * @param min what lies below is drawn as {@code min}, likewise {@code max}
   * @param decimals 0 draws an Integer, more a Double rounded to so many digits
   */
  QuantileCurve(
      Shape shape, double[] probabilities, double[] values, double min, double max, int decimals) {
    this.shape = shape;
    this.position = new double[probabilities.length];
    this.height = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      position[i] = position(probabilities[i]);
      height[i] = shape == Shape.LINEAR ? values[i] : StrictMath.log(values[i]);
    }
    this.min = min;
    this.max = max;
    this.scale = decimals == 0 ? 0 : Math.pow(10, decimals);
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  @Override
  public Number draw(RandomGenerator random) {
    // The middle of one of 2^52 equal cells: never 0 or 1, whose normal scores are infinite.
    double probability = ((random.nextLong() >>> 12) + 0.5) * 0x1p-52;
    double value = Math.max(min, Math.min(max, quantile(probability)));
    if (scale == 0) {
      return (int) Math.round(value);
    }
    return Math.round(value * scale) / scale;
  }

  /** Inverse of the distribution function, before limits and rounding. */
  double quantile(double probability) {
    double at = position(probability);
    int i = 0;
    while (i < position.length - 2 && at >= position[i + 1]) {
      i++;
    }
    double slope = (height[i + 1] - height[i]) / (position[i + 1] - position[i]);
    double drawn = height[i] + slope * (at - position[i]);
    return shape == Shape.LINEAR ? drawn : StrictMath.exp(drawn);
  }

  private double position(double probability) {
    return shape == Shape.LINEAR ? probability : NormalScore.of(probability);
  }
}
