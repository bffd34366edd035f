package io.functionrunner.perf.metrics;

import java.net.URI;
import java.time.Duration;

/** One attempt to read one target. */
sealed interface Scrape {

  URI target();

  Duration took();

  record Answered(URI target, Duration took, Http.Answer answer) implements Scrape {}

  record Failed(URI target, Duration took, String reason) implements Scrape {}
}
