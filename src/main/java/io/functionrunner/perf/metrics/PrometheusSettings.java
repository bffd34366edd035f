package io.functionrunner.perf.metrics;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a Prometheus or a back end that speaks its HTTP API (Mimir, Thanos, Cortex).
 *
 * @param url up to where {@code /api/v1} follows, without credentials
 * @param caCertificates PEM file of the authorities to trust instead of the JDK's
 * @param headers sent with every request, for instance {@code X-Scope-OrgID}
 * @param scrapeInterval of the exporters; asked from the server when not given
 * @param timeout for one whole answer; above the server's own, which is two minutes by default
 * @param parallel queries at once
 * @param attempts for one query, the first included
 */
public record PrometheusSettings(
    URI url,
    Authentication authentication,
    Optional<Path> caCertificates,
    Map<String, Secret> headers,
    Optional<Duration> scrapeInterval,
    Duration timeout,
    int parallel,
    int attempts) {

  /** Who we are to the server. */
  public sealed interface Authentication {
    record None() implements Authentication {}

    record Bearer(Secret token) implements Authentication {}

    record Basic(String user, Secret password) implements Authentication {}
  }

  public PrometheusSettings {
    Http.requireHttp(url);
    headers = Map.copyOf(headers);
    for (String name : headers.keySet()) {
      if (!name.matches("[A-Za-z0-9-]+") || name.equalsIgnoreCase("Authorization")) {
        throw new IllegalArgumentException(
            Http.printable(name) + ": not a header to add. Expecting a name like X-Scope-OrgID");
      }
    }
    if (parallel < 1 || parallel > 32 || attempts < 1 || attempts > 10) {
      throw new IllegalArgumentException(
          "%d queries in parallel, %d attempts. Expecting 1 to 32, and 1 to 10"
              .formatted(parallel, attempts));
    }
  }

  /** No credentials, four queries at once, four attempts. */
  public static PrometheusSettings of(URI url) {
    return new PrometheusSettings(
        url,
        new Authentication.None(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Duration.ofSeconds(130),
        4,
        4);
  }

  Optional<String> authorization() {
    if (authentication instanceof Authentication.Bearer bearer) {
      return Optional.of("Bearer " + bearer.token().value());
    }
    if (authentication instanceof Authentication.Basic basic) {
      String pair = basic.user() + ":" + basic.password().value();
      return Optional.of(
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    return Optional.empty();
  }
}
