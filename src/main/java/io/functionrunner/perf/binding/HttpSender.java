package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes single calls with the JDK's client; the load itself is not its business. */
final class HttpSender {
  private final HttpClient client;
  private final Duration timeout;

  /** A call that brought no answer. */
  static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorKind kind;

    NoAnswerException(ErrorKind kind, String message) {
      super(message);
      this.kind = kind;
    }

    ErrorKind kind() {
      return kind;
    }
  }

  /**
   * @param timeout of a whole call, from connecting to the body's end
   */
  HttpSender(Optional<ClientTls> tls, Duration timeout) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout);
    tls.ifPresent(given -> builder.sslContext(given.context()));
    this.client = builder.build();
    this.timeout = timeout;
  }

  Answer send(HttpCall call) throws NoAnswerException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request(call), response -> new HeadOfBody());
    try {
      return answer(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw timedOut();
    } catch (ExecutionException e) {
      throw noAnswer(e.getCause());
    }
  }

  private static HttpRequest request(HttpCall call) {
    Map<String, String> headers = new LinkedHashMap<>();
    Optional<Body.Encoded> body = call.body().encoded();
    body.ifPresent(encoded -> headers.put("Content-Type", encoded.contentType()));
    headers.putAll(call.headersWithSecrets());
    BodyPublisher publisher =
        body.map(encoded -> BodyPublishers.ofByteArray(encoded.octets().toArray()))
            .orElseGet(BodyPublishers::noBody);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(call.url())).method(call.method(), publisher);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      try {
        builder.setHeader(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        throw new BindingException(
            "header %s: not one that a binding can set".formatted(header.getKey()));
      }
    }
    return builder.build();
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    Map<String, String> headers = new LinkedHashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    return new Answer(response.statusCode(), headers, new String(response.body(), UTF_8));
  }

  private NoAnswerException noAnswer(Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      return timedOut();
    }
    String message =
        cause instanceof IOException && cause.getMessage() != null ? ": " + cause.getMessage() : "";
    return new NoAnswerException(
        ErrorKind.CONNECTION, cause.getClass().getSimpleName() + Excerpt.of(message));
  }

  private NoAnswerException timedOut() {
    return new NoAnswerException(
        ErrorKind.TIMEOUT, "no full answer within %d ms".formatted(timeout.toMillis()));
  }
}
