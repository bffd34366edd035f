package io.functionrunner.perf.load.settings;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Who may see the run while it lasts: its page, on loopback, unless somebody wants otherwise; its
 * metrics go nowhere unless somebody asks.
 *
 * @param page where it is shown; empty: nowhere
 * @param port to serve the metrics on, 0 for a free one; empty: they are not served
 * @param host interface to serve the metrics on
 * @param push base URL of a Pushgateway
 * @param otlp base URL of an OpenTelemetry receiver
 * @param grafana base URL of a Grafana that gets the run's moments as annotations
 */
public record LiveSettings(
    Optional<Address> page,
    OptionalInt port,
    String host,
    Optional<URI> push,
    Optional<URI> otlp,
    Optional<URI> grafana) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int MAX_PORT = 65_535;

  /**
   * Where to listen.
   *
   * @param host name or address of the interface
   * @param port 0 for a free one
   */
  public record Address(String host, int port) {}

  static LiveSettings of(Map<String, String> given) {
    if (given.containsKey("metrics.host") && !given.containsKey("metrics.port")) {
      throw new Refused("-Dmetrics.host says where -Dmetrics.port listens, which is not given");
    }
    Optional<Integer> port = port(given, "metrics.port");
    return new LiveSettings(
        page(given),
        port.isPresent() ? OptionalInt.of(port.get()) : OptionalInt.empty(),
        Settings.value(given, "metrics.host", Function.identity()).orElse(LOOPBACK),
        Settings.value(given, "metrics.push", Values::baseUrl),
        Settings.value(given, "metrics.otlp", Values::baseUrl),
        Settings.value(given, "grafana", Values::baseUrl));
  }

  private static Optional<Address> page(Map<String, String> given) {
    Address address =
        new Address(
            Settings.value(given, "live.host", Function.identity()).orElse(LOOPBACK),
            port(given, "live.port").orElse(0));
    boolean off =
        Settings.value(given, "live", v -> Values.choice(v, "on", "off"))
            .filter(v -> v.equals("off"))
            .isPresent();
    if (off && (given.containsKey("live.host") || given.containsKey("live.port"))) {
      throw new Refused("-Dlive=off: then -Dlive.host and -Dlive.port say nothing");
    }
    return off ? Optional.empty() : Optional.of(address);
  }

  private static Optional<Integer> port(Map<String, String> given, String name) {
    return Settings.value(given, name, v -> Values.whole(v, 0, MAX_PORT));
  }

  /** Whether anybody asked for metrics. */
  public boolean metricsWanted() {
    return port.isPresent() || push.isPresent() || otlp.isPresent();
  }
}
