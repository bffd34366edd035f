package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a new user runs first against their own Prometheus: each metric of the catalog, there or
 * not, and its value now.
 */
public final class MetricsCheck {

  /** One metric: its value now, or why it has none. */
  public sealed interface Line {
    MetricDefinition metric();

    /**
     * There.
     *
     * @param series how many the query gives
     * @param min and {@code max} of their values; NaN when none is a number
     */
    record Found(MetricDefinition metric, int series, double min, double max) implements Line {}

    /** Nothing has such series: another exporter, another name, other labels. */
    record NotFound(MetricDefinition metric, String promQl) implements Line {}

    /** The server refused the query. */
    record Failed(MetricDefinition metric, String reason) implements Line {}
  }

  private MetricsCheck() {}

  /**
   * Asks for every metric once.
   *
   * @throws IOException when the server cannot be reached or is no Prometheus
   */
  public static List<Line> run(PrometheusSettings settings, Catalog catalog)
      throws IOException, InterruptedException {
    PrometheusApi api = new PrometheusApi(settings, duration -> Thread.sleep(duration.toMillis()));
    api.query("time()");
    Duration interval = Targets.ask(api, settings.scrapeInterval()).interval();
    List<Line> lines = new ArrayList<>();
    for (MetricDefinition metric : catalog.metrics()) {
      lines.add(check(api, metric, interval));
    }
    return lines;
  }

  private static Line check(PrometheusApi api, MetricDefinition metric, Duration interval)
      throws InterruptedException {
    String promQl = metric.promQl(interval);
    QueryAnswer answer;
    try {
      answer = api.query(promQl);
    } catch (IOException e) {
      return new Line.Failed(metric, e.getMessage());
    }
    if (answer.series.isEmpty()) {
      return new Line.NotFound(metric, promQl);
    }
    double min = Double.NaN;
    double max = Double.NaN;
    for (QueryAnswer.Points points : answer.series) {
      if (points.size > 0) {
        min = Double.isNaN(min) ? points.values[0] : Math.min(min, points.values[0]);
        max = Double.isNaN(max) ? points.values[0] : Math.max(max, points.values[0]);
      }
    }
    return new Line.Found(metric, answer.series.size(), min, max);
  }

  /** The check as a table of text, ending with how many were found. */
  public static void write(Appendable out, List<Line> lines) throws IOException {
    int found = 0;
    for (Line line : lines) {
      MetricDefinition metric = line.metric();
      String state;
      String detail;
      if (line instanceof Line.Found there) {
        found++;
        state = "found";
        detail = value(there);
      } else if (line instanceof Line.NotFound absent) {
        state = metric.required() ? "MISSING" : "not found";
        detail = absent.promQl();
      } else {
        state = "failed";
        detail = ((Line.Failed) line).reason();
      }
      out.append(
          String.format(
              Locale.ROOT,
              "%-9s  %-28s %-16s %s%n",
              state,
              metric.id(),
              metric.exporter(),
              detail));
    }
    out.append(String.format(Locale.ROOT, "%d of %d metrics found%n", found, lines.size()));
  }

  private static String value(Line.Found found) {
    String unit = found.metric().unit();
    if (Double.isNaN(found.min())) {
      return "no number now (NaN)";
    }
    return found.series() == 1
        ? String.format(Locale.ROOT, "%.4g %s", found.min(), unit)
        : String.format(
            Locale.ROOT,
            "%.4g to %.4g %s in %d series",
            found.min(),
            found.max(),
            unit,
            found.series());
  }
}
