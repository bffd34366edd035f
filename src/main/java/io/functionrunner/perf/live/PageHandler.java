package io.functionrunner.perf.live;

import io.functionrunner.perf.page.PageAssets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * The live page: {@code /}, its script and style, {@code /events}, and, once it is there, {@code
 * /performance.html}.
 */
final class PageHandler extends Handler.Abstract {

  /** Nothing from elsewhere, no script but ours, in nobody's frame. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final String HTML = "text/html; charset=utf-8";
  private static final int MOST_FORM_BYTES = 4_096;
  private static final String REPORT = "/performance.html";
  private static final String TOKEN = "token";

  private record File(String type, String text) {}

  private final LivePage page;
  private final Access access;
  private final Map<String, File> files;
  private final File form;

  PageHandler(LivePage page, Access access) throws IOException {
    this.page = page;
    this.access = access;
    this.files =
        Map.of(
            "/", new File(HTML, own("live.html")),
            "/live.js",
                new File("text/javascript; charset=utf-8", PageAssets.script() + own("live.js")),
            "/live.css", new File("text/css; charset=utf-8", PageAssets.style() + own("live.css")),
            "/licence.txt", new File("text/plain; charset=utf-8", PageAssets.licence()));
    this.form = new File(HTML, own("token.html"));
  }

  private static String own(String name) throws IOException {
    return PageAssets.resource(PageHandler.class, name);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    var headers = response.getHeaders();
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    String path = Request.getPathInContext(request);
    boolean post = HttpMethod.POST.is(request.getMethod());
    if (!access.rightHost(request)) {
      text(response, callback, HttpStatus.MISDIRECTED_REQUEST_421, "This is another host.\n");
    } else if (post && path.equals("/token")) {
      enter(request, response, callback);
    } else if (!HttpMethod.GET.is(request.getMethod())) {
      headers.put(HttpHeader.ALLOW, "GET");
      text(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "Only GET.\n");
    } else if (access.granted(request)) {
      serve(path, response, callback);
    } else if (path.equals("/live.css")) {
      file(response, callback, HttpStatus.OK_200, files.get(path));
    } else {
      headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      file(response, callback, HttpStatus.UNAUTHORIZED_401, form);
    }
    return true;
  }

  private void serve(String path, Response response, Callback callback) throws IOException {
    Optional<Path> report = page.report().filter(Files::isReadable);
    if (path.equals("/events")) {
      page.add(response, callback);
    } else if (path.equals(REPORT) && report.isPresent()) {
      // Its own policy is in it: it names the hash of its script.
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, HTML);
      response.write(true, ByteBuffer.wrap(Files.readAllBytes(report.get())), callback);
    } else if (files.containsKey(path)) {
      file(response, callback, HttpStatus.OK_200, files.get(path));
    } else {
      text(response, callback, HttpStatus.NOT_FOUND_404, "Nothing here.\n");
    }
  }

  private void enter(Request request, Response response, Callback callback) {
    Fields fields = FormFields.getFields(request, 1, MOST_FORM_BYTES);
    String given = fields.getValue(TOKEN);
    if (given != null && access.isToken(given)) {
      Response.addCookie(response, access.cookie());
      response.getHeaders().put(HttpHeader.LOCATION, "/");
      response.setStatus(HttpStatus.SEE_OTHER_303);
      response.write(true, null, callback);
    } else {
      file(response, callback, HttpStatus.UNAUTHORIZED_401, form);
    }
  }

  private static void file(Response response, Callback callback, int status, File file) {
    response.setStatus(status);
    response.getHeaders().put("Content-Security-Policy", POLICY);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, file.type());
    response.write(true, ByteBuffer.wrap(file.text().getBytes(StandardCharsets.UTF_8)), callback);
  }

  private static void text(Response response, Callback callback, int status, String text) {
    file(response, callback, status, new File("text/plain; charset=utf-8", text));
  }
}
