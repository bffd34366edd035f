package io.functionrunner.perf.metrics;

import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** An HTTP server on a free loopback port whose answers a test gives. */
public final class LocalServer implements AutoCloseable {

  public record Reply(int status, String contentType, String body) {
    public static Reply text(int status, String body) {
      return new Reply(status, "text/plain; version=0.0.4", body);
    }

    /** As Latin 1 where the type has no text in it: each char is a byte. */
    ByteBuffer bytes() {
      return (contentType.contains("protobuf")
              ? StandardCharsets.ISO_8859_1
              : StandardCharsets.UTF_8)
          .encode(body);
    }

    public static Reply json(int status, String body) {
      return new Reply(status, "application/json", body);
    }
  }

  private final Server server;
  private final String origin;

  private LocalServer(Server server, String origin) {
    this.server = server;
    this.origin = origin;
  }

  public static LocalServer start(Function<Request, Reply> replies) throws Exception {
    Server server = new Server();
    return start(server, new ServerConnector(server, 1, 1), "http", replies);
  }

  /** The same behind TLS, with the key in a PKCS #12 file. */
  static LocalServer startTls(Path keyStore, String password, Function<Request, Reply> replies)
      throws Exception {
    Server server = new Server();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(keyStore.toString());
    tls.setKeyStorePassword(password);
    tls.setSniRequired(false);
    return start(server, new ServerConnector(server, tls), "https", replies);
  }

  private static LocalServer start(
      Server server, ServerConnector connector, String scheme, Function<Request, Reply> replies)
      throws Exception {
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Reply reply = replies.apply(request);
            response.setStatus(reply.status());
            response.getHeaders().put("Content-Type", reply.contentType());
            response.write(true, reply.bytes(), callback);
            return true;
          }
        });
    server.start();
    return new LocalServer(server, scheme + "://127.0.0.1:" + connector.getLocalPort());
  }

  public URI uri(String path) {
    return URI.create(origin + path);
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
