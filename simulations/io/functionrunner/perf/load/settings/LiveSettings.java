package io.functionrunner.perf.load.settings;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the run's own metrics go while it lasts; nowhere unless somebody asks.
 *
 * @param port to serve them on, 0 for a free one; empty: they are not served
 * @param host interface to listen on
 * @param push base URL of a Pushgateway
 * @param otlp base URL of an OpenTelemetry receiver
 */
public record LiveSettings(OptionalInt port, String host, Optional<URI> push, Optional<URI> otlp) {

  /** Whether anybody asked. */
  public boolean wanted() {
    return port.isPresent() || push.isPresent() || otlp.isPresent();
  }
}
