package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that wants a client certificate, with key stores made by the JDK's keytool. */
class ClientTlsTest {
  private static final String PASSWORD = "store-pass-word";

  @TempDir private static Path directory;

  private final Map<String, String> environment =
      Map.of(
          "CLIENT_P12", directory.resolve("client.p12").toString(),
          "TRUST_P12", directory.resolve("server.p12").toString(),
          "P12_PASSWORD", PASSWORD);

  @BeforeAll
  static void makeKeyStores() throws Exception {
    keytool(
        "-genkeypair -alias server -keyalg EC -dname CN=server -ext SAN=IP:127.0.0.1", "server");
    keytool("-genkeypair -alias client -keyalg EC -dname CN=client", "client");
  }

  @Test
  void theClientShowsItsCertificateAndTrustsTheServers() throws Exception {
    Server server = new Server();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(directory.resolve("server.p12").toString());
    tls.setKeyStorePassword(PASSWORD);
    tls.setTrustStorePath(directory.resolve("client.p12").toString());
    tls.setTrustStorePassword(PASSWORD);
    tls.setNeedClientAuth(true);
    ServerConnector connector = new ServerConnector(server, tls);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new AlwaysDone());
    server.start();
    try {
      URI url = URI.create("https://127.0.0.1:" + connector.getLocalPort());
      String both =
          """
          {"clientCertificate": {"fileEnvironment": "CLIENT_P12", "passwordEnvironment": "P12_PASSWORD"},
           "trust": {"fileEnvironment": "TRUST_P12", "passwordEnvironment": "P12_PASSWORD"}}""";
      assertEquals(Outcome.COMPLETED, drive(binding(both, url)));
      String onlyTrust =
          "{\"trust\": {\"fileEnvironment\": \"TRUST_P12\", \"passwordEnvironment\": \"P12_PASSWORD\"}}";
      assertEquals(Outcome.ERROR, drive(binding(onlyTrust, url)));
      assertEquals(Outcome.ERROR, drive(binding("{}", url)));
    } finally {
      server.stop();
    }
  }

  @Test
  void aStoreThatCannotBeOpenedIsNamedWithoutItsPassword() {
    URI url = URI.create("https://127.0.0.1");
    String swapped =
        "{\"clientCertificate\": {\"fileEnvironment\": \"P12_PASSWORD\", \"passwordEnvironment\": \"P12_PASSWORD\"}}";
    BindingException e = assertThrows(BindingException.class, () -> binding(swapped, url));
    assertTrue(
        e.getMessage()
            .startsWith(
                "x.json /tls/clientCertificate: the key store that P12_PASSWORD names cannot be opened"),
        e.getMessage());
    assertFalse(e.getMessage().contains(PASSWORD), e.getMessage());
    String missing =
        "{\"trust\": {\"fileEnvironment\": \"TRUST_P12\", \"passwordEnvironment\": \"NOT_SET\"}}";
    e = assertThrows(BindingException.class, () -> binding(missing, url));
    assertEquals(
        "x.json /tls/trust/passwordEnvironment: the environment variable NOT_SET is not set;"
            + " this binding's TLS needs it",
        e.getMessage());
  }

  private Binding binding(String tls, URI url) {
    String json =
        """
        {"name": "tls", "tls": %s, "submit": {"url": "/", "id": "$.id"},
         "status": {"url": "/{id}", "state": "$.state", "success": ["done"]}}"""
            .formatted(tls);
    return Binding.of(
        BindingFile.parse("x.json", json), url, environment::get, InstantSource.system());
  }

  private static Outcome drive(Binding binding) throws InterruptedException {
    TargetCheck.Limits limits =
        new TargetCheck.Limits(Duration.ofSeconds(10), Duration.ofSeconds(20), 100);
    return new TargetCheck(binding, limits)
        .run(List.of(new GenerationTask("t", "draft", Map.of())))
        .tasks()
        .get(0)
        .outcome();
  }

  private static void keytool(String arguments, String store) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(
        List.of("-keystore", directory.resolve(store + ".p12").toString(), "-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, keytool.waitFor(), said);
  }

  private static final class AlwaysDone extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Sink.write(response, true, "{\"id\":1,\"state\":\"done\"}", callback);
      return true;
    }
  }
}
