package io.functionrunner.perf.metrics;

import io.functionrunner.perf.run.MetricSummary;
import io.functionrunner.perf.run.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A day of a hundred series every 5 s, written and analysed; {@link SeriesFileSizeTest} gives it
 * 256 MiB of heap. Arguments: the file, and {@code random} for values without any pattern (nothing
 * compresses worse) or {@code gauges} for what exporters mostly say.
 */
final class DayOfSeries {

  static final int SERIES = 100;
  static final Duration STEP = Duration.ofSeconds(5);
  static final int POINTS = (int) (Duration.ofDays(1).toSeconds() / STEP.toSeconds());

  private DayOfSeries() {}

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    write(file, arguments[1].equals("random"));
    Readings readings = SeriesFile.read(file);
    int points =
        new MetricKpis(readings, 0)
                .summaries(
                    List.of(new Phase("day", Phase.Kind.STEADY, 0, Duration.ofDays(1).toMillis())))
                .stream()
                .mapToInt(MetricSummary::points)
                .sum();
    System.out.println(points + " points analysed");
  }

  private static void write(Path file, boolean random) throws IOException {
    Random values = new Random(5);
    try (SeriesWriter writer = new SeriesWriter(file, "a day", STEP)) {
      for (int i = 0; i < POINTS; i++) {
        for (int s = 0; s < SERIES; s++) {
          double value =
              random
                  ? values.nextDouble()
                  : s % 2 == 0 ? values.nextInt(50) : values.nextInt(1000) / 20.0;
          writer.point("metric_" + s, Map.of("instance", "host-" + s), i * STEP.toMillis(), value);
        }
        writer.flush();
      }
    }
  }
}
