package io.functionrunner.perf.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Those who watch a run, by server-sent events (HTML standard, section 9.2). Nothing is kept for
 * one who reads too slowly: what comes meanwhile is left out, then the viewer gets everything anew,
 * and one who does not read at all is dropped.
 */
final class Viewers {

  /** Each costs a connection and a page of memory; a run is watched by a team. */
  static final int MOST = 32;

  /** Sends that a viewer may miss because the last one has not gone out. */
  static final int PATIENCE = 5;

  /** How long a browser waits before it asks again, in milliseconds. */
  private static final int RETRY_MILLIS = 2_000;

  private final List<Viewer> viewers = new ArrayList<>();
  private boolean closed;

  /** One connection; all its fields are guarded by the viewers' lock. */
  private final class Viewer implements Callback {
    private final Response response;
    private final Callback request;
    private boolean writing;
    private int missed;

    Viewer(Response response, Callback request) {
      this.response = response;
      this.request = request;
    }

    void write(String text, boolean last) {
      writing = true;
      response.write(last, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), this);
    }

    @Override
    public void succeeded() {
      synchronized (Viewers.this) {
        writing = false;
        if (closed) {
          request.succeeded();
        }
      }
    }

    @Override
    public void failed(Throwable why) {
      synchronized (Viewers.this) {
        viewers.remove(this);
      }
      request.failed(why);
    }
  }

  /** How many there are. */
  synchronized int count() {
    return viewers.size();
  }

  /**
   * One more, who gets everything first; refused when there are too many or all is over.
   *
   * @param request completed when the viewer leaves
   */
  synchronized void add(Response response, Callback request, Supplier<String> everything) {
    if (closed || viewers.size() == MOST) {
      Response.writeError(
          response.getRequest(), response, request, HttpStatus.SERVICE_UNAVAILABLE_503);
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    Viewer viewer = new Viewer(response, request);
    viewers.add(viewer);
    viewer.write("retry: " + RETRY_MILLIS + "\n\n" + everything.get(), false);
  }

  /**
   * To all of them.
   *
   * @param news what is new
   * @param everything what a viewer needs who missed something
   */
  synchronized void send(String news, Supplier<String> everything) {
    for (Viewer viewer : List.copyOf(viewers)) {
      if (viewer.writing) {
        viewer.missed++;
        if (viewer.missed > PATIENCE) {
          viewers.remove(viewer);
          viewer.request.failed(new IOException("a viewer that does not read"));
        }
      } else {
        viewer.write(viewer.missed == 0 ? news : everything.get(), false);
        viewer.missed = 0;
      }
    }
  }

  /** Nothing comes any more. */
  synchronized void close() {
    closed = true;
    for (Viewer viewer : List.copyOf(viewers)) {
      if (!viewer.writing) {
        viewer.write("", true);
      }
    }
    viewers.clear();
  }

  /**
   * An event as it goes over the wire.
   *
   * @param json one line
   */
  static String event(String name, String json) {
    return "event: " + name + "\ndata: " + json + "\n\n";
  }
}
