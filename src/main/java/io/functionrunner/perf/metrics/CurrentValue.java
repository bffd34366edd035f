package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Value of one metric at the moment of asking: of several series their sum. */
public interface CurrentValue {

  /**
   * Asks.
   *
   * @throws IOException when there is no value; the message says why
   */
  double ask() throws IOException, InterruptedException;

  /**
   * From exporters themselves.
   *
   * @param targets addresses of their expositions
   * @throws IllegalArgumentException when one look does not tell it (a rate, raw PromQL), or an
   *     address is none
   */
  static CurrentValue scraped(List<URI> targets, MetricDefinition metric) {
    return new ScrapedValue(targets, metric);
  }

  /**
   * From a Prometheus, where it is as old as the last scrape.
   *
   * @throws IOException when its certificates cannot be read
   */
  static CurrentValue queried(PrometheusSettings settings, MetricDefinition metric)
      throws IOException {
    PrometheusApi api = new PrometheusApi(settings, pause -> Thread.sleep(pause.toMillis()));
    Duration interval = settings.scrapeInterval().orElse(PrometheusSource.DEFAULT_SCRAPE_INTERVAL);
    String promQl = metric.promQl(interval);
    return () -> {
      double[] values =
          api.query(promQl).series.stream()
              .filter(points -> points.size > 0)
              .mapToDouble(points -> points.values[0])
              .toArray();
      if (values.length == 0) {
        throw new IOException("no data for " + promQl);
      }
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum;
    };
  }
}
