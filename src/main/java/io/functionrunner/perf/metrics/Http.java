package io.functionrunner.perf.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** GET requests whose whole exchange, body included, has a limit in time and in size. */
final class Http {

  /** An answer of any status. */
  record Answer(int status, String contentType, ByteArrayOutputStream buffer) {
    byte[] body() {
      return buffer.toByteArray();
    }

    /** The body's start, fit for a message: one line, printable, short. */
    String excerpt() {
      return printable(buffer.toString(StandardCharsets.UTF_8));
    }
  }

  private static final int EXCERPT_CHARS = 200;

  private final HttpClient client;
  private final int maxBytes;

  Http(HttpClient client, int maxBytes) {
    this.client = client;
    this.maxBytes = maxBytes;
  }

  /**
   * Sends a request and waits for its whole answer.
   *
   * @throws IOException when there is none; the message says why and holds no header
   */
  Answer get(HttpRequest request, Duration timeout) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<ByteArrayOutputStream>> exchange =
        client.sendAsync(request, info -> new Limited(maxBytes));
    try {
      HttpResponse<ByteArrayOutputStream> response =
          exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e.getCause());
    } finally {
      exchange.cancel(true);
    }
  }

  private static String reason(Throwable cause) {
    if (cause instanceof ConnectException) {
      return "connection refused";
    }
    if (cause instanceof HttpTimeoutException) {
      return "connection timed out";
    }
    String message = cause.getMessage();
    return printable(
        message == null ? cause.getClass().getSimpleName().toLowerCase(Locale.ROOT) : message);
  }

  static String printable(String text) {
    String start = text.substring(0, Math.min(text.length(), EXCERPT_CHARS));
    return start.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
  }

  /** Refuses an address that would put a password into messages and files, or is none. */
  static URI requireHttp(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
      throw new IllegalArgumentException("not a server's address. Expecting http(s)://host:port");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          url.getHost() + ": an address with a password. Expecting credentials apart from it");
    }
    return url;
  }

  private static final class Limited implements BodySubscriber<ByteArrayOutputStream> {
    private final CompletableFuture<ByteArrayOutputStream> body = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 13);
    private final int maxBytes;
    private Flow.Subscription subscription;

    Limited(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<ByteArrayOutputStream> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (bytes.size() + buffer.remaining() > maxBytes) {
          subscription.cancel();
          body.completeExceptionally(
              new IOException("an answer over " + (maxBytes >> 20) + " MiB"));
          return;
        }
        byte[] chunk = new byte[buffer.remaining()];
        buffer.get(chunk);
        bytes.write(chunk, 0, chunk.length);
      }
    }

    @Override
    public void onError(Throwable error) {
      body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      body.complete(bytes);
    }
  }
}
