package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.run.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * Values over time.
 *
 * @param millis since the load's start, rising strictly; taken over, not copied
 * @param values as many; taken over, not copied
 */
@SuppressWarnings("ArrayRecordComponent")
record Points(long[] millis, double[] values) {

  static final Points NONE = new Points(new long[0], new double[0]);

  int size() {
    return values.length;
  }

  boolean isEmpty() {
    return values.length == 0;
  }

  /** Those from the one instant up to, and without, the other. */
  Points between(long fromMillis, long toMillis) {
    int from = firstAt(fromMillis);
    int to = firstAt(toMillis);
    return new Points(
        Arrays.copyOfRange(millis, from, Math.max(from, to)),
        Arrays.copyOfRange(values, from, Math.max(from, to)));
  }

  Points in(Phase phase) {
    return between(phase.startMillis(), phase.endMillis());
  }

  private int firstAt(long atMillis) {
    int index = Arrays.binarySearch(millis, atMillis);
    return index >= 0 ? index : -index - 1;
  }

  OptionalDouble mean() {
    return Arrays.stream(values).average();
  }

  OptionalDouble max() {
    return Arrays.stream(values).max();
  }

  /** The mean of those in all these phases. */
  OptionalDouble mean(List<Phase> phases) {
    return phases.stream()
        .map(this::in)
        .flatMapToDouble(part -> Arrays.stream(part.values))
        .average();
  }

  /** Both at the instants that both have. */
  Points with(Points other, DoubleBinaryOperator combined) {
    int[] own = IntStream.range(0, size()).filter(i -> other.at(millis[i]) >= 0).toArray();
    return new Points(
        Arrays.stream(own).mapToLong(i -> millis[i]).toArray(),
        Arrays.stream(own)
            .mapToDouble(i -> combined.applyAsDouble(values[i], other.values[other.at(millis[i])]))
            .toArray());
  }

  private int at(long atMillis) {
    return Arrays.binarySearch(millis, atMillis);
  }

  /** At each instant that any has, the sum of those that have it. */
  static Points sum(List<Points> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    TreeMap<Long, Double> sums = new TreeMap<>();
    for (Points part : parts) {
      for (int i = 0; i < part.size(); i++) {
        sums.merge(part.millis[i], part.values[i], Double::sum);
      }
    }
    return new Points(
        sums.keySet().stream().mapToLong(Long::longValue).toArray(),
        sums.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Means of so many stretches of equal length; one without points is left out. */
  Points batches(long fromMillis, long toMillis, int count) {
    List<Long> at = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long from = fromMillis + (toMillis - fromMillis) * i / count;
      long to = fromMillis + (toMillis - fromMillis) * (i + 1) / count;
      Points part = between(from, to);
      if (!part.isEmpty()) {
        at.add((from + to) / 2);
        means.add(part.mean().getAsDouble());
      }
    }
    return new Points(
        at.stream().mapToLong(Long::longValue).toArray(),
        means.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
