package io.functionrunner.perf.metrics;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A direct scrape whose rounds come when the caller says so, into a series file. */
public final class VirtualScrape implements Closeable {

  private static final URI TARGET = URI.create("http://127.0.0.1:9100/metrics");

  private final SeriesWriter writer;
  private final Scraper scraper;

  public VirtualScrape(Path file, Duration interval, long startMillis) throws IOException {
    writer = new SeriesWriter(file, "scrape of " + TARGET, interval);
    scraper = new Scraper(List.of(TARGET), interval, Catalog.builtIn(), writer, startMillis);
  }

  /** A round that found this exposition. */
  public void round(long atMillis, byte[] body) throws IOException {
    ByteArrayOutputStream buffer = new ByteArrayOutputStream(body.length);
    buffer.write(body);
    Http.Answer answer = new Http.Answer(200, "text/plain; version=0.0.4", buffer);
    scraper.round(atMillis, List.of(new Scrape.Answered(TARGET, Duration.ofMillis(2), answer)));
  }

  @Override
  public void close() throws IOException {
    try (writer) {
      for (MetricResult.NotCollected missing : scraper.notCollected()) {
        writer.notCollected(missing);
      }
    }
  }
}
