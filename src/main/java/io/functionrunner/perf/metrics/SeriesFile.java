package io.functionrunner.perf.metrics;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.functionrunner.perf.run.Series;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The series of a run, in one file: lines of text, compressed (gzip), so {@code zcat} shows it.
 *
 * <pre>
 * perf-series 1                                        format and version, first line
 * H {"source":"scrape of …","stepMillis":5000}         header, second line
 * S {"metric":"queue_depth","labels":{}}               declares series 0; the next one is series 1
 * T 1790000000000                                      the instant of the points that follow, epoch ms
 * 0 12                                                 series 0 has the value 12
 * T +5000                                              5 s later
 * 0 11.5
 * X {"metric":"gpu_power","reason":"…"}                a metric without series, and why
 * N {"notice":"…"}                                     as in Readings.notices
 * C {"offsetMillis":3.5,"boundMillis":2.0}             clock offset
 * </pre>
 *
 * A gap is a point that is not there. A file cut anywhere is read up to its last whole line, and
 * says so ({@link Readings#truncated}).
 */
public final class SeriesFile {

  /** Name of the file with the target's metrics in the run directory. */
  public static final String FILE = "metrics.series.gz";

  static final String MAGIC = "perf-series";
  static final int VERSION = 1;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final List<Points> series = new ArrayList<>();
  private final Map<String, MetricResult> results = new LinkedHashMap<>();
  private final List<String> notices = new ArrayList<>();
  private Optional<ClockOffset> clock = Optional.empty();
  private String source = "a file without a header";
  private Duration step = Duration.ZERO;
  private long nowMillis;

  private SeriesFile(Path file) {
    this.file = file;
  }

  /** Writes what a range query brought. */
  public static void write(Path file, Readings readings) throws IOException {
    try (SeriesWriter writer = new SeriesWriter(file, readings.source(), readings.step())) {
      List<Series> all = new ArrayList<>();
      for (MetricResult result : readings.results().values()) {
        if (result instanceof MetricResult.Collected collected) {
          all.addAll(collected.series());
        } else if (result instanceof MetricResult.NotCollected notCollected) {
          writer.notCollected(notCollected);
        }
      }
      writer.write(all);
      for (String notice : readings.notices()) {
        writer.notice(notice);
      }
      if (readings.clock().isPresent()) {
        writer.clock(readings.clock().get());
      }
    }
  }

  /**
   * Reads a file, whole or cut.
   *
   * @throws IOException when it is no series file, of another version, or damaged in its middle
   */
  public static Readings read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file)) {
      LineInput lines = new LineInput(() -> new GZIPInputStream(raw, 1 << 16));
      SeriesFile content = new SeriesFile(file);
      content.readAll(lines);
      return content.readings(lines.truncated());
    }
  }

  private void readAll(LineInput lines) throws IOException {
    String first = lines.next();
    if (first == null && lines.truncated()) {
      return; // Killed before the first byte was out.
    }
    if (first == null || !first.startsWith(MAGIC + " ")) {
      throw new IOException(file + ": not a series file");
    }
    if (!first.equals(MAGIC + " " + VERSION)) {
      throw new IOException(
          "%s: version %s of the series file. Expecting %d"
              .formatted(file, first.substring(MAGIC.length() + 1), VERSION));
    }
    int number = 1;
    for (String line = lines.next(); line != null; line = lines.next()) {
      number++;
      try {
        accept(line);
      } catch (IOException | RuntimeException e) {
        throw new IOException("%s: line %d is damaged".formatted(file, number), e);
      }
    }
  }

  private void accept(String line) throws IOException {
    char type = line.charAt(0);
    int space = line.indexOf(' ');
    String rest = line.substring(space + 1);
    if (type >= '0' && type <= '9') {
      series
          .get(Integer.parseInt(line.substring(0, space)))
          .add(nowMillis, Double.parseDouble(rest));
      return;
    }
    if (type == 'T') {
      long millis = Long.parseLong(rest);
      nowMillis = rest.charAt(0) == '+' ? nowMillis + millis : millis;
      return;
    }
    JsonNode json = JSON.readTree(rest);
    switch (type) {
      case 'H' -> {
        source = json.required("source").textValue();
        step = Duration.ofMillis(json.required("stepMillis").longValue());
      }
      case 'S' ->
          series.add(
              new Points(
                  json.required("metric").textValue(),
                  JSON.convertValue(
                      json.required("labels"), new TypeReference<Map<String, String>>() {})));
      case 'X' -> {
        String metric = json.required("metric").textValue();
        results.put(
            metric, new MetricResult.NotCollected(metric, json.required("reason").textValue()));
      }
      case 'N' -> notices.add(json.required("notice").textValue());
      case 'C' ->
          clock =
              Optional.of(
                  new ClockOffset(
                      json.required("offsetMillis").doubleValue(),
                      json.required("boundMillis").doubleValue()));
      default -> throw new IOException("unknown line");
    }
  }

  private Readings readings(boolean truncated) {
    Map<String, List<Series>> byMetric = new LinkedHashMap<>();
    for (int i = 0; i < series.size(); i++) {
      Points points = series.set(i, null); // Its arrays can go as soon as they are cut to size.
      byMetric.computeIfAbsent(points.metricId, key -> new ArrayList<>()).add(points.toSeries());
    }
    byMetric.forEach(
        (metric, collected) -> results.put(metric, new MetricResult.Collected(metric, collected)));
    return new Readings(source, step, clock, results, notices, truncated);
  }

  private static final class Points {
    final String metricId;
    final Map<String, String> labels;
    long[] millis = new long[64];
    double[] values = new double[64];
    int size;

    Points(String metricId, Map<String, String> labels) {
      this.metricId = metricId;
      this.labels = labels;
    }

    void add(long epochMillis, double value) {
      if (size == millis.length) {
        int capacity = size + size / 2;
        millis = Arrays.copyOf(millis, capacity);
        values = Arrays.copyOf(values, capacity);
      }
      millis[size] = epochMillis;
      values[size++] = value;
    }

    Series toSeries() {
      return new Series(metricId, labels, Arrays.copyOf(millis, size), Arrays.copyOf(values, size));
    }
  }
}
