package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Series;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeSourceTest {

  private static final long START = 1_790_000_000_000L;

  @TempDir Path directory;

  /** A clock that stands still but for what a test says a round took. */
  private static final class FakePace implements ScrapeSource.Pace {
    final List<Long> waits = new ArrayList<>();
    private final List<Long> roundMillis;
    private long now = START;
    private int round;

    FakePace(Long... roundMillis) {
      this.roundMillis = List.of(roundMillis);
    }

    @Override
    public long nowMillis() {
      return now;
    }

    @Override
    public boolean waitUntil(long epochMillis) {
      waits.add(epochMillis - START);
      now = epochMillis;
      return waits.size() < roundMillis.size();
    }

    /** Called by the server while a round is under way. */
    void pass() {
      now += roundMillis.get(round++);
    }
  }

  private Path file() {
    return directory.resolve("metrics.series.gz");
  }

  private ScrapeSource source(URI target, FakePace pace) throws IOException {
    return new ScrapeSource(
        List.of(target),
        Duration.ofSeconds(5),
        Catalog.builtIn(),
        Files.newOutputStream(file()),
        pace,
        new CountDownLatch(1));
  }

  @Test
  void scrapesOnAGridAndSkipsWhatARoundOverran() throws Exception {
    FakePace pace = new FakePace(100L, 12_000L, 100L);
    try (LocalServer server =
        LocalServer.start(
            request -> {
              pace.pass();
              return LocalServer.Reply.text(200, "worker_pool_size 4\n");
            })) {
      ScrapeSource source = source(server.uri("/metrics"), pace);
      source.run();
      source.close();
      // The second round took 12 s: the grid's 10 s has passed, and so on at 20 s.
      assertEquals(List.of(5_000L, 20_000L, 25_000L), pace.waits);
      Readings readings = SeriesFile.read(file());
      Series size = readings.series("worker_pool_size").get(0);
      assertArrayEquals(new long[] {START, START + 5_000, START + 20_000}, size.epochMillis());
      assertTrue(
          readings.notices().contains("2 rounds missed: the round before took too long"),
          readings.notices().toString());
      MetricResult.NotCollected missing =
          assertInstanceOf(MetricResult.NotCollected.class, readings.result("queue_depth"));
      assertEquals("no target serves celery_queue_length", missing.reason());
    }
  }

  @Test
  void aServerThatDiesIsAGapAndANotice() throws Exception {
    FakePace pace = new FakePace(0L, 0L, 0L);
    int[] calls = {0};
    try (LocalServer server =
        LocalServer.start(
            request ->
                calls[0]++ == 1
                    ? LocalServer.Reply.text(500, "oops")
                    : LocalServer.Reply.text(200, "worker_pool_size 4\n"))) {
      ScrapeSource source = source(server.uri("/metrics"), pace);
      source.run();
      source.close();
      Readings readings = SeriesFile.read(file());
      assertEquals(2, readings.series("worker_pool_size").get(0).size());
      assertEquals(
          server.uri("/metrics") + ": 3 scrapes, 1 failed, 0 slow (last failure: HTTP 500)",
          readings.notices().get(0));
    }
  }

  /** A disk that fills up: the recording ends, the run does not notice, and the reason is kept. */
  @Test
  void aFullDiskEndsTheRecordingAndNothingElse() throws Exception {
    FakePace pace = new FakePace(0L, 0L, 0L);
    OutputStream full =
        new FilterOutputStream(Files.newOutputStream(file())) {
          private int room = 300;

          @Override
          public void write(int b) throws IOException {
            if (room-- == 0) {
              throw new IOException("No space left on device");
            }
            super.write(b);
          }
        };
    try (LocalServer server =
        LocalServer.start(
            request ->
                LocalServer.Reply.text(200, "worker_pool_size " + System.nanoTime() + "\n"))) {
      ScrapeSource source =
          new ScrapeSource(
              List.of(server.uri("/metrics")),
              Duration.ofSeconds(5),
              Catalog.builtIn(),
              full,
              pace,
              new CountDownLatch(1));
      source.run();
      source.close();
      assertEquals("series file: No space left on device", source.broken());
      assertTrue(SeriesFile.read(file()).truncated());
    }
  }

  /** The real thread and the real clock: it starts at once, and ends when told. */
  @Test
  void runsBesideTheRunAndEndsWithIt() throws Exception {
    CountDownLatch threeRounds = new CountDownLatch(3);
    try (LocalServer server =
        LocalServer.start(
            request -> {
              threeRounds.countDown();
              return LocalServer.Reply.text(200, "worker_pool_size 4\n");
            })) {
      ScrapeSource source =
          ScrapeSource.start(
              List.of(server.uri("/metrics")), Duration.ofMillis(100), Catalog.builtIn(), file());
      threeRounds.await();
      source.close();
      assertEquals("", source.broken());
      ScrapeStats stats = source.stats().get(0);
      assertTrue(stats.scrapes() >= 3, stats.describe());
      // On a busy machine an answer may come too late; whatever came in time is there.
      assertEquals(
          stats.scrapes() - stats.failed(),
          SeriesFile.read(file()).series("worker_pool_size").get(0).size());
    }
  }

  @Test
  void refusesWhatItCannotScrape() {
    assertThrows(IllegalArgumentException.class, () -> start(Duration.ofSeconds(5)));
    assertThrows(IllegalArgumentException.class, () -> start(Duration.ofMillis(99), "http://h:1/"));
    assertThrows(IllegalArgumentException.class, () -> start(Duration.ofSeconds(5), "file:///etc"));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> start(Duration.ofSeconds(5), "http://user:secret@host:1/metrics"))
            .getMessage();
    assertEquals("host: an address with a password. Expecting credentials apart from it", message);
  }

  private void start(Duration interval, String... targets) throws IOException {
    List<URI> uris = new ArrayList<>();
    for (String target : targets) {
      uris.add(URI.create(target));
    }
    ScrapeSource.start(uris, interval, Catalog.builtIn(), file()).close();
  }
}
