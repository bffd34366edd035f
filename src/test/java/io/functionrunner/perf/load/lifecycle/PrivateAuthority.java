package io.functionrunner.perf.load.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A certificate authority that no JDK knows, with one server and one client, in key stores. */
final class PrivateAuthority {

  static final String PASSWORD = "store-9kX2-never-to-be-seen";

  private final Path folder;

  /** Has the JDK's keytool make all of it. */
  PrivateAuthority(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    keytool("-genkeypair -alias ca -keyalg EC -dname CN=authority -ext bc:c", "all.p12");
    keytool(
        "-genkeypair -alias server -keyalg EC -dname CN=server -signer ca -ext SAN=IP:127.0.0.1",
        "all.p12");
    keytool("-genkeypair -alias client -keyalg EC -dname CN=client -signer ca", "all.p12");
    for (String who : List.of("server", "client")) {
      keytool(
          "-importkeystore -srckeystore %s -srcstorepass %s -srcalias %s"
              .formatted(store("all.p12"), PASSWORD, who),
          who + ".p12");
    }
    keytool("-exportcert -alias ca -file " + store("ca.der"), "all.p12");
    keytool("-importcert -noprompt -alias ca -file " + store("ca.der"), "trust.p12");
  }

  Path store(String name) {
    return folder.resolve(name);
  }

  /** Shows the server's certificate, and lets in who has one of this authority. */
  SslContextFactory.Server server() {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(store("server.p12").toString());
    tls.setKeyStorePassword(PASSWORD);
    tls.setTrustStorePath(store("trust.p12").toString());
    tls.setTrustStorePassword(PASSWORD);
    tls.setNeedClientAuth(true);
    return tls;
  }

  private void keytool(String arguments, String keyStore) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-keystore", store(keyStore).toString(), "-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, keytool.waitFor(), said);
  }
}
