package io.functionrunner.perf.live;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code GET /metrics}, in the format that the reader accepts: text, OpenMetrics, or protobuf (the
 * only one with native histograms).
 */
final class MetricsHandler extends Handler.Abstract.NonBlocking {

  private final PrometheusRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();

  private final Consumer<String> scrapers;

  /**
   * @param scrapers is told the connection of who has read them
   */
  MetricsHandler(PrometheusRegistry registry, Consumer<String> scrapers) {
    this.registry = registry;
    this.scrapers = scrapers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (!Request.getPathInContext(request).equals("/metrics")) {
      return false;
    }
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    writer.write(body, registry.scrape(), EscapingScheme.fromAcceptHeader(accept));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, writer.getContentType());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.size());
    boolean wanted = HttpMethod.GET.is(request.getMethod());
    String connection = request.getConnectionMetaData().getId();
    Callback told = Callback.from(callback, () -> scrapers.accept(connection));
    response.write(true, wanted ? ByteBuffer.wrap(body.toByteArray()) : null, told);
    return true;
  }
}
