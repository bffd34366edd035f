package io.functionrunner.perf.metrics;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Metrics without a Prometheus: reads exporters' {@code /metrics} through a run, on its own daemon
 * thread, and writes the catalog's series to a file as it goes. Nothing that happens to it touches
 * the run: a target that fails is a gap, a full disk ends the recording and is told.
 */
public final class ScrapeSource implements AutoCloseable {

  /** The interval unless told otherwise. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

  /** Time as the scraping thread sees it; a test brings its own. */
  interface Pace {
    long nowMillis();

    /** Waits until an instant; false when it is time to stop. */
    boolean waitUntil(long epochMillis) throws InterruptedException;
  }

  static final int MAX_BODY_BYTES = 32 << 20;
  private static final int MAX_PARALLEL = 8;
  private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(10);
  static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  private final List<URI> targets;
  private final Duration interval;
  private final Http http;
  private final ExecutorService fetchers;
  private final SeriesWriter writer;
  private final LatestPoints points;
  private final Scraper scraper;
  private final Pace pace;
  private final long startMillis;
  private final CountDownLatch stop;
  private final Thread thread;
  private volatile String broken = "";
  private int missedRounds;

  /**
   * Starts scraping at once.
   *
   * @param targets addresses of expositions, for instance {@code http://worker:9100/metrics}
   * @param interval from one round to the next, at least 100 ms
   * @param file where the series go; made anew
   * @throws IllegalArgumentException when there is no target, one is no HTTP address, or the
   *     interval is too short
   * @throws IOException when the file cannot be written
   */
  public static ScrapeSource start(List<URI> targets, Duration interval, Catalog catalog, Path file)
      throws IOException {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("no target to scrape");
    }
    if (interval.toMillis() < 100) {
      throw new IllegalArgumentException(
          interval.toMillis() + " ms between scrapes. Expecting 100 ms or more");
    }
    targets.forEach(Http::requireHttp);
    CountDownLatch stop = new CountDownLatch(1);
    Pace wallClock =
        new Pace() {
          @Override
          public long nowMillis() {
            return System.currentTimeMillis();
          }

          @Override
          public boolean waitUntil(long epochMillis) throws InterruptedException {
            return !stop.await(epochMillis - nowMillis(), TimeUnit.MILLISECONDS);
          }
        };
    ScrapeSource source =
        new ScrapeSource(
            targets, interval, catalog, new FileOutputStream(file.toFile()), wallClock, stop);
    source.thread.start();
    return source;
  }

  ScrapeSource(
      List<URI> targets,
      Duration interval,
      Catalog catalog,
      OutputStream file,
      Pace pace,
      CountDownLatch stop)
      throws IOException {
    this.targets = targets.stream().distinct().toList();
    this.interval = interval;
    this.pace = pace;
    this.stop = stop;
    Duration timeout = timeout();
    http = new Http(HttpClient.newBuilder().connectTimeout(timeout).build(), MAX_BODY_BYTES);
    fetchers =
        Executors.newFixedThreadPool(
            Math.min(MAX_PARALLEL, this.targets.size()), task -> daemon(task, "scrape-target"));
    String names = this.targets.stream().map(URI::toString).collect(Collectors.joining(", "));
    writer = new SeriesWriter(file, "scrape of " + names, interval);
    startMillis = pace.nowMillis();
    points = new LatestPoints(writer);
    scraper = new Scraper(this.targets, interval, catalog, points, startMillis);
    thread = daemon(this::run, "scrape");
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private Duration timeout() {
    Duration longest = interval.compareTo(MAX_TIMEOUT) < 0 ? interval : MAX_TIMEOUT;
    return longest.compareTo(MIN_TIMEOUT) < 0 ? MIN_TIMEOUT : longest;
  }

  /** Rounds on a fixed grid; one that overruns costs the rounds it overran, not their grid. */
  void run() {
    try {
      long due = startMillis;
      do {
        scraper.round(due, fetchAll());
        long next = due + interval.toMillis();
        while (next <= pace.nowMillis()) {
          next += interval.toMillis();
          missedRounds++;
        }
        due = next;
      } while (pace.waitUntil(due));
    } catch (IOException e) {
      broken = "series file: " + Http.printable(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken = "interrupted";
    } catch (RuntimeException e) {
      // The run goes on, and its analysis has to say that this part did not.
      broken = "stopped by " + e;
    }
  }

  private List<Scrape> fetchAll() throws InterruptedException {
    List<Future<Scrape>> pending = new ArrayList<>();
    for (URI target : targets) {
      pending.add(fetchers.submit(() -> fetch(target)));
    }
    List<Scrape> scrapes = new ArrayList<>();
    for (Future<Scrape> one : pending) {
      try {
        scrapes.add(one.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return scrapes;
  }

  private Scrape fetch(URI target) throws InterruptedException {
    long started = System.nanoTime();
    try {
      HttpRequest request = HttpRequest.newBuilder(target).header("Accept", ACCEPT).build();
      Http.Answer answer = http.get(request, timeout());
      return new Scrape.Answered(target, Duration.ofNanos(System.nanoTime() - started), answer);
    } catch (IOException e) {
      return new Scrape.Failed(
          target, Duration.ofNanos(System.nanoTime() - started), e.getMessage());
    }
  }

  /** The points of the last round, for any thread; none of a target that did not answer. */
  public List<MetricPoint> latest() {
    return points.latest();
  }

  /** How each target did; complete after {@link #close}. */
  public List<ScrapeStats> stats() {
    return scraper.stats();
  }

  /** Stops, and completes the file with what was not collected and why. Never throws for a run. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(timeout().toMillis() + 5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fetchers.shutdownNow();
    if (thread.isAlive()) {
      return; // Its file is whole up to the last round all the same.
    }
    try {
      finish();
    } catch (IOException e) {
      broken = "series file: " + Http.printable(String.valueOf(e.getMessage()));
    }
  }

  /** Why recording ended before its time; empty when it did not. */
  public String broken() {
    return broken;
  }

  private void finish() throws IOException {
    try (writer) {
      for (MetricResult.NotCollected missing : scraper.notCollected()) {
        writer.notCollected(missing);
      }
      for (ScrapeStats target : scraper.stats()) {
        writer.notice(target.describe());
      }
      if (missedRounds > 0) {
        writer.notice(missedRounds + " rounds missed: the round before took too long");
      }
      if (!broken.isEmpty()) {
        writer.notice("scraping ended early: " + broken);
      }
    }
  }
}
