package io.functionrunner.perf.metrics;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.run.Series;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a series file, point by point. The format is described at {@link SeriesFile}. After each
 * {@link #flush} everything so far can be read, also when the process is killed in the next moment.
 */
public final class SeriesWriter implements SeriesSink, Closeable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Key(String metricId, Map<String, String> labels) {}

  private final Writer out;
  private final Map<Key, Integer> indices = new HashMap<>();
  private long nowMillis = Long.MIN_VALUE;

  /**
   * Makes the file anew.
   *
   * @param source as in {@link Readings#source}
   * @param step as in {@link Readings#step}
   */
  public SeriesWriter(Path file, String source, Duration step) throws IOException {
    // Not a channel: an interrupt of the writing thread would close it.
    this(new FileOutputStream(file.toFile()), source, step);
  }

  SeriesWriter(OutputStream raw, String source, Duration step) throws IOException {
    out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(new UntilFailure(raw), 1 << 13, true),
                StandardCharsets.UTF_8));
    ObjectNode header = JSON.createObjectNode();
    header.put("source", source).put("stepMillis", step.toMillis());
    out.write(SeriesFile.MAGIC + " " + SeriesFile.VERSION + "\n");
    record('H', header);
    flush();
  }

  @Override
  public void point(String metricId, Map<String, String> labels, long epochMillis, double value)
      throws IOException {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          metricId + labels + ": " + value + ". Expecting a finite value, or no point");
    }
    Key key = new Key(metricId, labels);
    Integer index = indices.get(key);
    if (index == null) {
      index = indices.size();
      indices.put(key, index);
      ObjectNode declaration = JSON.createObjectNode();
      declaration.put("metric", metricId).set("labels", JSON.valueToTree(labels));
      record('S', declaration);
    }
    if (epochMillis != nowMillis) {
      if (epochMillis < nowMillis) {
        throw new IllegalArgumentException(epochMillis + " after " + nowMillis);
      }
      out.write(
          nowMillis == Long.MIN_VALUE
              ? "T " + epochMillis + "\n"
              : "T +" + (epochMillis - nowMillis) + "\n");
      nowMillis = epochMillis;
    }
    out.write(index + " " + PromQl.number(value) + "\n");
  }

  /** Writes whole series side by side: what came from a range query, or from several files. */
  public void write(List<Series> series) throws IOException {
    PriorityQueue<Cursor> queue = new PriorityQueue<>();
    for (int i = 0; i < series.size(); i++) {
      if (series.get(i).size() > 0) {
        queue.add(new Cursor(series.get(i), i, 0));
      }
    }
    while (!queue.isEmpty()) {
      Cursor next = queue.poll();
      Series one = next.series;
      point(one.metricId(), one.labels(), next.millis(), one.values()[next.at]);
      if (next.at + 1 < one.size()) {
        queue.add(new Cursor(one, next.order, next.at + 1));
      }
    }
  }

  /** A place in a series; the earliest point is first, and of several the first series'. */
  private record Cursor(Series series, int order, int at) implements Comparable<Cursor> {
    long millis() {
      return series.epochMillis()[at];
    }

    @Override
    public int compareTo(Cursor other) {
      int byTime = Long.compare(millis(), other.millis());
      return byTime != 0 ? byTime : Integer.compare(order, other.order);
    }
  }

  /** Why a metric has no series. */
  public void notCollected(MetricResult.NotCollected result) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    record('X', json.put("metric", result.metricId()).put("reason", result.reason()));
  }

  public void notice(String text) throws IOException {
    record('N', JSON.createObjectNode().put("notice", text));
  }

  public void clock(ClockOffset clock) throws IOException {
    record(
        'C',
        JSON.createObjectNode()
            .put("offsetMillis", clock.offsetMillis())
            .put("boundMillis", clock.boundMillis()));
  }

  private void record(char type, ObjectNode json) throws IOException {
    out.write(type + " " + JSON.writeValueAsString(json) + "\n");
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
