package io.functionrunner.perf.metrics;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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

  /**
   * As {@link #of(URI)}, with the credentials that the environment holds: {@code PROMETHEUS_TOKEN}
   * (bearer), or {@code PROMETHEUS_USER} and {@code PROMETHEUS_PASSWORD} (basic), and {@code
   * PROMETHEUS_HEADERS}, lines of {@code Name: value} such as {@code X-Scope-OrgID: team-a}.
   *
   * @param environment value of a variable, or null
   */
  public static PrometheusSettings of(
      URI url, Optional<Path> caCertificates, Function<String, String> environment) {
    PrometheusSettings plain = of(url);
    return new PrometheusSettings(
        url,
        authentication(environment),
        caCertificates,
        headers(environment),
        plain.scrapeInterval,
        plain.timeout,
        plain.parallel,
        plain.attempts);
  }

  private static Authentication authentication(Function<String, String> environment) {
    String token = environment.apply("PROMETHEUS_TOKEN");
    String user = environment.apply("PROMETHEUS_USER");
    String password = environment.apply("PROMETHEUS_PASSWORD");
    if (token != null && user != null) {
      throw new IllegalArgumentException(
          "PROMETHEUS_TOKEN and PROMETHEUS_USER are both set. Expecting one of them");
    }
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException(
          "PROMETHEUS_USER and PROMETHEUS_PASSWORD go together, and only one is set");
    }
    if (token != null) {
      return new Authentication.Bearer(new Secret(token));
    }
    return user == null
        ? new Authentication.None()
        : new Authentication.Basic(user, new Secret(password));
  }

  private static Map<String, Secret> headers(Function<String, String> environment) {
    Map<String, Secret> headers = new HashMap<>();
    String lines = environment.apply("PROMETHEUS_HEADERS");
    if (lines != null) {
      for (String line : lines.lines().filter(l -> !l.isBlank()).toList()) {
        int colon = line.indexOf(':');
        if (colon < 0) {
          throw new IllegalArgumentException(
              "PROMETHEUS_HEADERS has a line without a colon. Expecting lines of Name: value");
        }
        headers.put(
            line.substring(0, colon).strip(), new Secret(line.substring(colon + 1).strip()));
      }
    }
    return headers;
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
