package io.functionrunner.perf.media;

import java.util.List;
import java.util.random.RandomGenerator;

/** One of {@code values}, each with probability proportional to its weight. */
final class Choice<T> implements Draw<T> {
  private final List<T> values;
  private final double[] cumulative;

  /**
   * @param weights one a value, finite and positive
   */
  Choice(List<T> values, double[] weights) {
    this.values = List.copyOf(values);
    this.cumulative = new double[weights.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      cumulative[i] = sum;
    }
  }

  List<T> values() {
    return values;
  }

  @Override
  public T draw(RandomGenerator random) {
    if (cumulative.length == 1) {
      return values.get(0);
    }
    int last = cumulative.length - 1;
    double at = random.nextDouble() * cumulative[last];
    int i = 0;
    while (i < last && at >= cumulative[i]) {
      i++;
    }
    return values.get(i);
  }
}
