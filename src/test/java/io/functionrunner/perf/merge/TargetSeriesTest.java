package io.functionrunner.perf.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.metrics.ClockOffset;
import io.functionrunner.perf.metrics.MetricResult;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.Series;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One target that several injectors scraped, every 5 s. */
class TargetSeriesTest {

  private static final Duration STEP = Duration.ofSeconds(5);

  private static Series series(String metric, double... timesAndValues) {
    int points = timesAndValues.length / 2;
    long[] seconds = new long[points];
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      seconds[i] = Math.round(1000 * timesAndValues[2 * i]);
      values[i] = timesAndValues[2 * i + 1];
    }
    return new Series(metric, Map.of("queue", "text"), seconds, values);
  }

  private static Readings readings(Optional<ClockOffset> clock, Series... all) {
    Map<String, MetricResult> results = new LinkedHashMap<>();
    for (Series one : all) {
      results.put(one.metricId(), new MetricResult.Collected(one.metricId(), List.of(one)));
    }
    results.computeIfAbsent(
        "gpu_power", id -> new MetricResult.NotCollected(id, "nobody serves it"));
    return new Readings("scrape of x", STEP, clock, results, List.of("a notice"), false);
  }

  @Test
  void oneQueueSeenByTwoIsOneQueue() {
    TargetSeries joined = new TargetSeries();
    Series seen = series("queue_depth", 0, 10, 5, 12, 10, 14);
    joined.add(1, readings(Optional.empty(), seen), 0);
    joined.add(2, readings(Optional.empty(), series("queue_depth", 2, 11, 7, 13)), 0);
    assertEquals(List.of(seen), joined.toReadings().series("queue_depth"));
    assertEquals("scrape of x", joined.toReadings().source());
    assertTrue(joined.toReadings().result("gpu_power") instanceof MetricResult.NotCollected);
  }

  @Test
  void whereOneHasNothingTheOthersFillIn() {
    TargetSeries joined = new TargetSeries();
    joined.add(1, readings(Optional.empty(), series("queue_depth", 10, 1, 15, 2, 40, 3)), 0);
    joined.add(
        2,
        readings(
            Optional.empty(),
            series("queue_depth", 2, 90, 7, 91, 12, 92, 17, 93, 22, 94, 27, 95, 37, 96, 46, 97),
            series("gpu_power", 2, 300)),
        0);
    // 7 s is but 3 s before a point that is there, as 12 s, 17 s and 37 s are near one.
    assertEquals(
        List.of(series("queue_depth", 2, 90, 10, 1, 15, 2, 22, 94, 27, 95, 40, 3, 46, 97)),
        joined.toReadings().series("queue_depth"));
    assertEquals(List.of(series("gpu_power", 2, 300)), joined.toReadings().series("gpu_power"));
    assertEquals(
        List.of("shard 1: a notice", "3 points are of shard 1", "5 points are of shard 2"),
        joined.toReadings().notices());
  }

  @Test
  void timesAreBroughtToTheCommonClock() {
    TargetSeries joined = new TargetSeries();
    joined.add(
        3, readings(Optional.of(new ClockOffset(250, 4)), series("queue_depth", 5, 1)), -2000);
    assertEquals(List.of(series("queue_depth", 3, 1)), joined.toReadings().series("queue_depth"));
    // The target's clock was 250 ms ahead of one that was itself 2 s ahead.
    assertEquals(Optional.of(new ClockOffset(2250, 4)), joined.toReadings().clock());
  }

  @Test
  void nothingOfAnotherReaderIsNearerThanAStep() {
    Series own = series("queue_depth", 10, 1, 20, 2);
    Series other = series("queue_depth", 4.9, 0, 5, 3, 15, 4, 15.1, 5, 25, 6);
    Series joined = TargetSeries.joined(own, other, 5_000);
    assertEquals("[4900, 5000, 10000, 15000, 20000, 25000]", Arrays.toString(joined.epochMillis()));
  }
}
