package io.functionrunner.perf.sandbox;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * Routes requests, reads bodies and writes replies without ever blocking a thread; a response that
 * a planted stall holds costs a timer. The stall holds the task API alone: {@code /metrics} must
 * show it while it lasts, and {@code /health} answers for the process, not for its service.
 */
final class HttpFront extends Handler.Abstract.NonBlocking {
  /** Room for a base64 image, sound or short video. */
  static final int MAX_BODY_BYTES = 16 << 20;

  private static final String TASKS = "/v1/tasks";

  private final TaskApi api;
  private final Faults faults;
  private final Timeline timeline;
  private final TaskMetrics metrics;
  private final PrometheusRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();

  HttpFront(
      TaskApi api,
      Faults faults,
      Timeline timeline,
      TaskMetrics metrics,
      PrometheusRegistry registry) {
    this.api = api;
    this.faults = faults;
    this.timeline = timeline;
    this.metrics = metrics;
    this.registry = registry;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = Request.getPathInContext(request);
    if (path.equals("/health")) {
      send(method(request, "GET", api::health), response, callback);
    } else if (path.equals("/metrics")) {
      String accept = request.getHeaders().get(HttpHeader.ACCEPT);
      send(method(request, "GET", () -> scrape(accept)), response, callback);
    } else if (path.equals(TASKS)) {
      submit(request, response, callback);
    } else if (path.startsWith(TASKS + "/")) {
      answer(task(request, path.substring(TASKS.length() + 1)), response, callback, () -> {});
    } else {
      send(Reply.error(404, "no such resource"), response, callback);
    }
    return true;
  }

  private Reply task(Request request, String rest) throws IOException {
    if (rest.endsWith("/result")) {
      String id = rest.substring(0, rest.length() - "/result".length());
      return method(request, "GET", () -> api.result(id));
    }
    return switch (request.getMethod()) {
      case "GET" -> api.status(rest);
      case "DELETE" -> api.cancel(rest);
      default -> notAllowed("GET, DELETE");
    };
  }

  private interface Operation {
    Reply reply() throws IOException;
  }

  private static Reply method(Request request, String method, Operation operation)
      throws IOException {
    return request.getMethod().equals(method) ? operation.reply() : notAllowed(method);
  }

  private static Reply notAllowed(String legal) {
    return Reply.error(405, "expecting " + legal).with("Allow", legal);
  }

  private void submit(Request request, Response response, Callback callback) {
    if (!request.getMethod().equals("POST")) {
      answer(notAllowed("POST"), response, callback, () -> {});
      return;
    }
    long arrivedNanos = timeline.nanos();
    if (request.getLength() > MAX_BODY_BYTES) {
      answer(tooLarge(), response, callback, () -> {});
      return;
    }
    Content.Source.asByteArrayAsync(
        request,
        MAX_BODY_BYTES,
        Promise.Invocable.from(
            InvocationType.NON_BLOCKING,
            body -> submit(body, arrivedNanos, response, callback),
            failure -> {
              if (failure instanceof IllegalStateException) {
                answer(tooLarge(), response, callback, () -> {});
              } else {
                callback.failed(failure);
              }
            }));
  }

  private Reply tooLarge() {
    return api.refuse(413, "the body: expecting at most %d bytes".formatted(MAX_BODY_BYTES));
  }

  private void submit(byte[] body, long arrivedNanos, Response response, Callback callback) {
    try {
      Submission task = Submission.parse(body);
      answer(
          api.submit(task),
          response,
          callback,
          () -> metrics.submitAnswered(task, timeline.nanos() - arrivedNanos));
    } catch (Submission.MalformedException e) {
      answer(api.refuse(400, e.getMessage()), response, callback, () -> {});
    }
  }

  /** Sends now, or when the stall of the task API ends. */
  private void answer(Reply reply, Response response, Callback callback, Runnable sent) {
    if (faults.active(Fault.STALL_HTTP, timeline.nanos())) {
      metrics.affected(Fault.STALL_HTTP);
      timeline.schedule(
          faults.stallHttpEndNanos(),
          () -> {
            sent.run();
            send(reply, response, callback);
          });
    } else {
      sent.run();
      send(reply, response, callback);
    }
  }

  private static void send(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().remaining());
    reply.headers().forEach(response.getHeaders()::put);
    response.write(true, reply.body(), callback);
  }

  private Reply scrape(String accept) throws IOException {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    writer.write(body, registry.scrape(), EscapingScheme.fromAcceptHeader(accept));
    return Reply.of(200, writer.getContentType(), body.toByteArray());
  }
}
