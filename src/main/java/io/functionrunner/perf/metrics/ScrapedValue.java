package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One look at exporters: a round of the {@link Scraper} for a single metric. */
final class ScrapedValue implements CurrentValue {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final List<URI> targets;
  private final MetricDefinition metric;
  private final Http http;

  ScrapedValue(List<URI> targets, MetricDefinition metric) {
    if (!metric.scrapable() || !metric.value().reach(TIMEOUT).isZero()) {
      throw new IllegalArgumentException(metric.id() + ": one scrape does not tell it");
    }
    targets.forEach(Http::requireHttp);
    this.targets = List.copyOf(targets);
    this.metric = metric;
    http =
        new Http(
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build(), ScrapeSource.MAX_BODY_BYTES);
  }

  @Override
  public double ask() throws IOException, InterruptedException {
    long now = System.currentTimeMillis();
    Sum sum = new Sum();
    Scraper round = new Scraper(targets, TIMEOUT, new Catalog(List.of(metric)), sum, now);
    List<Scrape> scrapes = new ArrayList<>();
    for (URI target : targets) {
      scrapes.add(look(target));
    }
    round.round(now, scrapes);
    for (MetricResult.NotCollected missing : round.notCollected()) {
      throw new IOException(missing.reason());
    }
    return sum.value;
  }

  private Scrape look(URI target) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(target).header("Accept", ScrapeSource.ACCEPT).build();
    try {
      return new Scrape.Answered(target, Duration.ZERO, http.get(request, TIMEOUT));
    } catch (IOException e) {
      return new Scrape.Failed(target, Duration.ZERO, e.getMessage());
    }
  }

  private static final class Sum implements SeriesSink {
    private double value;

    @Override
    public void point(
        String metricId, Map<String, String> labels, long epochMillis, double pointValue) {
      value += pointValue;
    }

    @Override
    public void flush() {
      // nothing is held back
    }
  }
}
