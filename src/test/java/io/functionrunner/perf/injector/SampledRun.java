package io.functionrunner.perf.injector;

import io.functionrunner.perf.metrics.MetricResult;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.Series;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Samples of a run as a test wants them; the one of second t is taken at the end of it. */
final class SampledRun {

  static final long START_MILLIS = 1_790_000_000_000L;

  private final int seconds;
  private final Map<InjectorMetric, double[]> values = new EnumMap<>(InjectorMetric.class);

  /** Samples at 1 s, 2 s … since the load's start. */
  SampledRun(int seconds) {
    this.seconds = seconds;
  }

  /** The value at each second; NaN is no point. */
  SampledRun set(InjectorMetric metric, IntToDoubleFunction atSecond) {
    double[] all = values.computeIfAbsent(metric, m -> new double[seconds + 1]);
    for (int second = 1; second <= seconds; second++) {
      all[second] = atSecond.applyAsDouble(second);
    }
    return this;
  }

  /** The value from one second to before another. */
  SampledRun set(InjectorMetric metric, int from, int to, double value) {
    for (int second = from; second < to; second++) {
      values.get(metric)[second] = value;
    }
    return this;
  }

  /** No sample at all from one second to before another. */
  SampledRun drop(int from, int to) {
    values.keySet().forEach(metric -> set(metric, from, to, Double.NaN));
    return this;
  }

  Readings readings() {
    Map<String, MetricResult> results = new LinkedHashMap<>();
    values.forEach(
        (metric, all) -> {
          int[] there =
              IntStream.rangeClosed(1, seconds)
                  .filter(second -> !Double.isNaN(all[second]))
                  .toArray();
          long[] millis = new long[there.length];
          double[] kept = new double[there.length];
          for (int i = 0; i < there.length; i++) {
            millis[i] = START_MILLIS + 1_000L * there[i];
            kept[i] = all[there[i]];
          }
          results.put(
              metric.id(),
              new MetricResult.Collected(
                  metric.id(), List.of(new Series(metric.id(), Map.of(), millis, kept))));
        });
    return new Readings(
        "a test", Duration.ofSeconds(1), Optional.empty(), results, List.of(), false);
  }
}
