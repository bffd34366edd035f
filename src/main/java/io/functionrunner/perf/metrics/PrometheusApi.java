package io.functionrunner.perf.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The part of Prometheus' HTTP API we need. A query that fails for a passing reason (no connection,
 * no answer in time, HTTP 5xx or 429) is tried again, with twice the pause each time; one the
 * server refuses (4xx) is not.
 */
final class PrometheusApi {

  /** How to wait between attempts; a test does not. */
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MAX_BODY_BYTES = 32 << 20;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private final PrometheusSettings settings;
  private final String base;
  private final Http http;
  private final Pause pause;

  /**
   * @throws IOException when the CA file is unreadable or has no certificate
   */
  PrometheusApi(PrometheusSettings settings, Pause pause) throws IOException {
    this.settings = settings;
    this.pause = pause;
    base = settings.url().toString().replaceAll("/+$", "") + "/api/v1/";
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
    if (settings.caCertificates().isPresent()) {
      client.sslContext(trusting(settings.caCertificates().get()));
    }
    http = new Http(client.build(), MAX_BODY_BYTES);
  }

  private static SSLContext trusting(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, one);
      }
      if (number == 0) {
        throw new IOException(pem + ": no certificate. Expecting a PEM file");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + ": " + e.getMessage() + ". Expecting a PEM file", e);
    }
  }

  /** Evaluates a query at the server's present. */
  QueryAnswer query(String promQl) throws IOException, InterruptedException {
    return answer("query?query=" + encode(promQl));
  }

  /** Evaluates a query from start to end, both inclusive, in steps. */
  QueryAnswer queryRange(String promQl, long startMillis, long endMillis, Duration step)
      throws IOException, InterruptedException {
    return answer(
        "query_range?query=%s&start=%s&end=%s&step=%s"
            .formatted(
                encode(promQl),
                seconds(startMillis),
                seconds(endMillis),
                seconds(step.toMillis())));
  }

  /** Scrape intervals of the active targets, one each. */
  List<Duration> scrapeIntervals() throws IOException, InterruptedException {
    Http.Answer answer = withRetries("targets?state=active");
    if (answer.status() != 200) {
      throw new IOException("HTTP " + answer.status());
    }
    List<Duration> intervals = new ArrayList<>();
    for (JsonNode target : JSON.readTree(answer.body()).path("data").path("activeTargets")) {
      PromQl.parseDuration(target.path("scrapeInterval").asText()).ifPresent(intervals::add);
    }
    return intervals;
  }

  private QueryAnswer answer(String pathAndQuery) throws IOException, InterruptedException {
    Http.Answer answer = withRetries(pathAndQuery);
    QueryAnswer read;
    try {
      read = QueryAnswer.read(answer.body());
    } catch (IOException e) {
      // Proxies, and Prometheus itself for an unknown path, answer in plain text.
      String text = answer.excerpt();
      throw new IOException(
          "HTTP %d%s".formatted(answer.status(), text.isEmpty() ? "" : ": " + text), e);
    }
    if (!read.failure().isEmpty() || answer.status() != 200) {
      throw new IOException("HTTP " + answer.status() + ": " + read.failure());
    }
    return read;
  }

  private Http.Answer withRetries(String pathAndQuery) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + pathAndQuery));
    settings.authorization().ifPresent(value -> request.setHeader("Authorization", value));
    settings.headers().forEach((name, value) -> request.setHeader(name, value.value()));
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt == settings.attempts();
      try {
        Http.Answer answer = http.get(request.build(), settings.timeout());
        if (last || !passing(answer.status())) {
          return answer;
        }
      } catch (IOException e) {
        if (last) {
          throw new IOException(
              e.getMessage() + (attempt > 1 ? " (%d attempts)".formatted(attempt) : ""), e);
        }
      }
      pause.sleep(FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
    }
  }

  private static boolean passing(int status) {
    return status >= 500 || status == 429;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Unix time or a duration as the API takes it, exact to the millisecond. */
  private static String seconds(long millis) {
    return millis / 1000 + "." + String.format(Locale.ROOT, "%03d", millis % 1000);
  }
}
