package io.functionrunner.perf.metrics;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** An HTTP server on a free loopback port whose answers a test gives. */
final class LocalServer implements AutoCloseable {

  record Reply(int status, String contentType, String body) {
    static Reply text(int status, String body) {
      return new Reply(status, "text/plain; version=0.0.4", body);
    }

    static Reply json(int status, String body) {
      return new Reply(status, "application/json", body);
    }
  }

  private final Server server;
  private final int port;

  private LocalServer(Server server, int port) {
    this.server = server;
    this.port = port;
  }

  static LocalServer start(Function<Request, Reply> replies) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Reply reply = replies.apply(request);
            response.setStatus(reply.status());
            response.getHeaders().put("Content-Type", reply.contentType());
            response.write(true, StandardCharsets.UTF_8.encode(reply.body()), callback);
            return true;
          }
        });
    server.start();
    return new LocalServer(server, connector.getLocalPort());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
