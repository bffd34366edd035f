package io.functionrunner.perf.analysis;

import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.metrics.ClockOffset;
import io.functionrunner.perf.metrics.MetricResult;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.metrics.SeriesFile;
import io.functionrunner.perf.run.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;

/** A series file whose values a test knows: a point every half second from the load's start on. */
public final class RecordedSeries {

  static final int STEP_MILLIS = 500;

  private final String source;
  private final int seconds;
  private final Map<String, MetricResult> results = new LinkedHashMap<>();
  private final List<String> notices = new ArrayList<>();
  private Optional<ClockOffset> clock = Optional.empty();

  private RecordedSeries(String source, int seconds) {
    this.source = source;
    this.seconds = seconds;
  }

  /** Of the target, as long as that. */
  public static RecordedSeries ofTarget(int seconds) {
    return new RecordedSeries("scrape of http://127.0.0.1:9100/metrics", seconds);
  }

  /** Of an injector with a share of its CPU in use, and all else at ease. */
  public static RecordedSeries ofInjector(int seconds, DoubleUnaryOperator cpuShare) {
    return new RecordedSeries("injector", seconds)
        .with("injector_cpu_share", Map.of(), cpuShare)
        .with("injector_cpu_allowance", Map.of(), t -> 2)
        .with("injector_heap_used_bytes", Map.of(), t -> 256 << 20)
        .with("injector_heap_max_bytes", Map.of(), t -> 1 << 30)
        .with("injector_gc_pause_share", Map.of(), t -> .01)
        .with("injector_event_loop_delay_millis", Map.of(), t -> t == 20 ? 12 : 3)
        .with("injector_event_loop_probes", Map.of(), t -> 20)
        .with("injector_event_loop_late", Map.of(), t -> 0);
  }

  /**
   * One more series.
   *
   * @param value at a time in seconds since the load's start; NaN for no point
   */
  public RecordedSeries with(String metric, Map<String, String> labels, DoubleUnaryOperator value) {
    long[] offsets =
        LongStream.range(0, seconds * 1000L / STEP_MILLIS)
            .map(i -> i * STEP_MILLIS)
            .filter(millis -> !Double.isNaN(value.applyAsDouble(millis / 1000.0)))
            .toArray();
    List<Series> all = new ArrayList<>();
    if (results.get(metric) instanceof MetricResult.Collected before) {
      all.addAll(before.series());
    }
    all.add(
        new Series(
            metric,
            labels,
            LongStream.of(offsets).map(millis -> SimulatedRun.START + millis).toArray(),
            LongStream.of(offsets)
                .mapToDouble(millis -> value.applyAsDouble(millis / 1000.0))
                .toArray()));
    results.put(metric, new MetricResult.Collected(metric, all));
    return this;
  }

  RecordedSeries without(String metric, String reason) {
    results.put(metric, new MetricResult.NotCollected(metric, reason));
    return this;
  }

  RecordedSeries notice(String text) {
    notices.add(text);
    return this;
  }

  RecordedSeries clock(double offsetMillis, double boundMillis) {
    clock = Optional.of(new ClockOffset(offsetMillis, boundMillis));
    return this;
  }

  /** Writes it under the name that belongs to its source. */
  public void write(Path directory) throws IOException {
    String name = source.equals("injector") ? InjectorSampler.FILE : SeriesFile.FILE;
    SeriesFile.write(
        directory.resolve(name),
        new Readings(source, Duration.ofMillis(STEP_MILLIS), clock, results, notices, false));
  }
}
