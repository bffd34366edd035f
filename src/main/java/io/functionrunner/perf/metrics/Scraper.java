package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is made of the scrapes: round by round it reads the bodies, evaluates the catalog, and hands
 * the points on. Whatever a target does, a round ends well: a failing one is a gap, and is counted.
 */
final class Scraper {

  /** Samples of one scrape that the catalog needs; a target with more is refused. */
  private static final int MAX_SAMPLES = 50_000;

  private static final int MAX_SERIES = 200_000;

  private record Sample(String name, Map<String, String> labels, double value, long epochMillis) {}

  private final Catalog catalog;
  private final Duration interval;
  private final SeriesSink sink;
  private final SampleStore store;
  private final long keepMillis;
  private final Set<String> wanted = new HashSet<>();
  private final Set<String> served = new HashSet<>();
  private final Set<String> measured = new HashSet<>();
  private final Map<URI, ScrapeStats> stats = new LinkedHashMap<>();

  /**
   * @param startMillis the first round's instant
   */
  Scraper(
      List<URI> targets, Duration interval, Catalog catalog, SeriesSink sink, long startMillis) {
    this.catalog = catalog;
    this.interval = interval;
    this.sink = sink;
    store = new SampleStore(startMillis);
    long longest = SampleStore.LOOK_BACK.toMillis();
    for (MetricDefinition metric : catalog.metrics()) {
      wanted.addAll(metric.value().sampleNames());
      longest = Math.max(longest, metric.value().reach(interval).toMillis());
    }
    keepMillis = longest;
    targets.forEach(target -> stats.put(target, ScrapeStats.none(target.toString())));
  }

  /**
   * One round. All its samples carry the round's instant, as if taken at once.
   *
   * @throws IOException only when the sink does
   */
  void round(long atMillis, List<Scrape> scrapes) throws IOException {
    for (Scrape scrape : scrapes) {
      String failure = accept(scrape, atMillis);
      store.endRound(scrape.target().toString(), atMillis);
      stats.computeIfPresent(
          scrape.target(), (target, before) -> before.and(scrape.took(), interval, failure));
    }
    evaluate(atMillis);
    store.forget(atMillis - keepMillis);
  }

  /** Takes a scrape's samples, all or none; says why none, or nothing. */
  private String accept(Scrape scrape, long atMillis) {
    if (scrape instanceof Scrape.Answered answered) {
      try {
        samples(answered.answer()).forEach(sample -> store(scrape.target(), sample, atMillis));
        return "";
      } catch (IOException e) {
        return e.getMessage();
      }
    }
    return ((Scrape.Failed) scrape).reason();
  }

  private List<Sample> samples(Http.Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException("HTTP " + answer.status());
    }
    List<Sample> samples = new ArrayList<>();
    Exposition.read(
        answer.body(),
        answer.contentType(),
        wanted::contains,
        (name, labels, value, epochMillis) ->
            samples.add(new Sample(name, labels, value, epochMillis)));
    if (samples.size() > MAX_SAMPLES || store.size() > MAX_SERIES) {
      throw new IOException(samples.size() + " samples of catalog metrics: too many");
    }
    return samples;
  }

  private void store(URI target, Sample sample, long atMillis) {
    served.add(sample.name());
    boolean ownTime = sample.epochMillis() != Exposition.NO_TIMESTAMP;
    store.add(
        target.toString(),
        sample.name(),
        withTarget(sample.labels(), target.getAuthority()),
        sample.value(),
        ownTime ? sample.epochMillis() : atMillis,
        ownTime);
  }

  /** As Prometheus does: the target's label holds, an exporter's own of that name is renamed. */
  private static Map<String, String> withTarget(Map<String, String> labels, String instance) {
    Map<String, String> all = new TreeMap<>(labels);
    String own = all.put("instance", instance);
    if (own != null) {
      all.put("exported_instance", own);
    }
    return all;
  }

  private void evaluate(long atMillis) throws IOException {
    for (MetricDefinition metric : catalog.metrics()) {
      if (metric.scrapable()) {
        for (Map.Entry<Map<String, String>, Double> point :
            metric.value().evaluate(store, atMillis, interval).entrySet()) {
          if (Double.isFinite(point.getValue())) {
            sink.point(metric.id(), point.getKey(), atMillis, point.getValue());
            measured.add(metric.id());
          }
        }
      }
    }
    sink.flush();
  }

  List<ScrapeStats> stats() {
    return List.copyOf(stats.values());
  }

  /** The metrics that no round had a value for, and why. */
  List<MetricResult.NotCollected> notCollected() {
    List<MetricResult.NotCollected> missing = new ArrayList<>();
    for (MetricDefinition metric : catalog.metrics()) {
      if (!measured.contains(metric.id())) {
        missing.add(new MetricResult.NotCollected(metric.id(), reason(metric)));
      }
    }
    return missing;
  }

  private String reason(MetricDefinition metric) {
    if (!metric.scrapable()) {
      return "raw PromQL needs a Prometheus";
    }
    if (stats.values().stream().allMatch(target -> target.scrapes() == target.failed())) {
      return "no target answered";
    }
    Set<String> absent = new TreeSet<>(metric.value().sampleNames());
    absent.removeAll(served);
    return absent.isEmpty()
        ? "served, but never with a value: NaN, or too few samples for a rate"
        : "no target serves " + String.join(", ", absent);
  }
}
