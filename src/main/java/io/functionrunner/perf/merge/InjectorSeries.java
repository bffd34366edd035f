package io.functionrunner.perf.merge;

import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.metrics.SeriesWriter;
import io.functionrunner.perf.run.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every injector's own health: their series side by side, each with the shard as its label. */
final class InjectorSeries {

  private final List<Series> series = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private Duration step = InjectorSampler.EVERY;

  /**
   * What one injector sampled of itself.
   *
   * @param clockOffsetMillis to add to its times
   */
  void add(int shard, Readings readings, long clockOffsetMillis) {
    step = readings.step();
    readings.notices().forEach(n -> notices.add("shard %d: %s".formatted(shard, n)));
    if (readings.truncated()) {
      notices.add("shard %d: its recording broke off".formatted(shard));
    }
    Map<String, String> label = Map.of(InjectorSampler.SHARD, Integer.toString(shard));
    for (String metric : readings.results().keySet()) {
      for (Series one : readings.series(metric)) {
        Series shifted = TargetSeries.shifted(one, clockOffsetMillis);
        series.add(new Series(metric, label, shifted.epochMillis(), shifted.values()));
      }
    }
  }

  void write(Path file) throws IOException {
    try (SeriesWriter writer = new SeriesWriter(file, "the injectors", step)) {
      writer.write(series);
      for (String notice : notices) {
        writer.notice(notice);
      }
    }
  }
}
