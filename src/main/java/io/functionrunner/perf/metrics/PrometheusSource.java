package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * Metrics of a run from a Prometheus, asked after the run. Nothing that goes wrong is an exception:
 * a metric that cannot be had is {@link MetricResult.NotCollected} and says why, a stretch that
 * cannot be had is a gap and a notice.
 *
 * <p>The step is the exporters' scrape interval.
 */
public final class PrometheusSource {

  /** The scrape interval when neither the settings nor the server tell it. */
  public static final Duration DEFAULT_SCRAPE_INTERVAL = Duration.ofSeconds(15);

  private static final int CLOCK_READINGS = 5;

  private final PrometheusSettings settings;
  private final PrometheusApi.Pause pause;
  private final LongSupplier nowMillis;

  public PrometheusSource(PrometheusSettings settings) {
    this(settings, duration -> Thread.sleep(duration.toMillis()), System::currentTimeMillis);
  }

  PrometheusSource(PrometheusSettings settings, PrometheusApi.Pause pause, LongSupplier nowMillis) {
    this.settings = settings;
    this.pause = pause;
    this.nowMillis = nowMillis;
  }

  /**
   * To be called between a run's end and {@link #collect}: lets one scrape interval pass, before
   * which the server does not have the run's last samples.
   */
  public void awaitLastSamples() throws InterruptedException {
    PrometheusApi api;
    try {
      api = new PrometheusApi(settings, pause);
    } catch (IOException e) {
      return; // There is nothing to wait for; collecting says why.
    }
    pause.sleep(Targets.ask(api, settings.scrapeInterval()).interval());
  }

  /**
   * Collects a catalog over a run.
   *
   * @param startMillis the run's start, epoch milliseconds of our clock
   * @param endMillis its end, inclusive
   */
  public Readings collect(Catalog catalog, long startMillis, long endMillis) {
    List<String> notices = new ArrayList<>();
    try {
      PrometheusApi api = new PrometheusApi(settings, pause);
      ClockOffset clock = clock(api);
      Targets targets = Targets.ask(api, settings.scrapeInterval());
      if (!targets.unknown().isEmpty()) {
        notices.add(
            "scrape interval not known (%s): taken for %d s"
                .formatted(targets.unknown(), targets.interval().toSeconds()));
      }
      RangeQuery range =
          new RangeQuery(api, startMillis, endMillis, targets.interval(), clock.correctionMillis());
      long[] scraped = range.whenScraped(targets.longest(), notices);
      Map<String, MetricResult> results = new LinkedHashMap<>();
      for (RangeQuery.Answer answer : inParallel(catalog, range, scraped)) {
        results.put(answer.result().metricId(), answer.result());
        notices.addAll(answer.notices());
      }
      return new Readings(
          source(), targets.interval(), Optional.of(clock), results, notices, false);
    } catch (IOException e) {
      return nothing(catalog, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return nothing(catalog, "interrupted");
    }
  }

  private String source() {
    return "Prometheus at " + settings.url();
  }

  private Readings nothing(Catalog catalog, String reason) {
    Map<String, MetricResult> results = new LinkedHashMap<>();
    for (MetricDefinition metric : catalog.metrics()) {
      results.put(metric.id(), new MetricResult.NotCollected(metric.id(), reason));
    }
    return new Readings(
        source(),
        settings.scrapeInterval().orElse(DEFAULT_SCRAPE_INTERVAL),
        Optional.empty(),
        results,
        List.of(source() + ": " + reason),
        false);
  }

  /** The reading with the shortest round trip is the most exact one. */
  private ClockOffset clock(PrometheusApi api) throws IOException, InterruptedException {
    ClockOffset best = null;
    for (int i = 0; i < CLOCK_READINGS; i++) {
      long sent = nowMillis.getAsLong();
      QueryAnswer answer = api.query("time()");
      long received = nowMillis.getAsLong();
      if (answer.series.size() != 1 || answer.series.get(0).size != 1) {
        throw new IOException("time() has no value: not a Prometheus");
      }
      ClockOffset offset = ClockOffset.of(sent, answer.series.get(0).values[0] * 1000, received);
      if (best == null || offset.boundMillis() < best.boundMillis()) {
        best = offset;
      }
    }
    return best;
  }

  private List<RangeQuery.Answer> inParallel(Catalog catalog, RangeQuery range, long[] scraped)
      throws InterruptedException {
    ExecutorService executor =
        Executors.newFixedThreadPool(
            settings.parallel(),
            task -> {
              Thread thread = new Thread(task, "prometheus-query");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Callable<RangeQuery.Answer>> tasks = new ArrayList<>();
      for (MetricDefinition metric : catalog.metrics()) {
        tasks.add(() -> range.collect(metric, scraped));
      }
      List<Future<RangeQuery.Answer>> futures = executor.invokeAll(tasks);
      List<RangeQuery.Answer> answers = new ArrayList<>();
      for (int i = 0; i < futures.size(); i++) {
        answers.add(outcome(catalog.metrics().get(i), futures.get(i)));
      }
      return answers;
    } finally {
      executor.shutdownNow();
    }
  }

  /** A defect of ours costs one metric, and says so; it does not cost the run. */
  private static RangeQuery.Answer outcome(
      MetricDefinition metric, Future<RangeQuery.Answer> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      String reason = "defect while collecting: " + Http.printable(String.valueOf(e.getCause()));
      return new RangeQuery.Answer(new MetricResult.NotCollected(metric.id(), reason), List.of());
    }
  }
}
