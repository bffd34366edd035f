package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.metrics.LocalServer.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate only our own authority vouches for, made by the JDK's keytool. */
class PrometheusTlsTest {

  private static final String PASSWORD = "changeit";
  private static final String ONE =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"1\"]}}";

  @TempDir Path directory;

  @Test
  void trustsTheGivenAuthorityAndNoOther() throws Exception {
    Path keyStore = keyStore();
    Path pem = pem(keyStore);
    try (LocalServer server =
        LocalServer.startTls(keyStore, PASSWORD, request -> Reply.json(200, ONE))) {
      assertEquals(
          1, api(server.uri("/"), Optional.of(pem)).query("time()").series.get(0).values[0]);
      IOException refused =
          assertThrows(
              IOException.class, () -> api(server.uri("/"), Optional.empty()).query("time()"));
      assertTrue(refused.getMessage().contains("certification path"), refused.getMessage());
    }
  }

  private static PrometheusApi api(URI url, Optional<Path> ca) throws IOException {
    PrometheusSettings settings =
        new PrometheusSettings(
            url,
            new PrometheusSettings.Authentication.None(),
            ca,
            Map.of(),
            Optional.empty(),
            Duration.ofSeconds(20),
            1,
            1);
    return new PrometheusApi(settings, duration -> {});
  }

  private Path keyStore() throws IOException, InterruptedException {
    Path file = directory.resolve("key.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=test",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertEquals(0, keytool.waitFor());
    return file;
  }

  private Path pem(Path keyStore) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      store.load(in, PASSWORD.toCharArray());
    }
    String base64 =
        Base64.getMimeEncoder().encodeToString(store.getCertificate("server").getEncoded());
    return Files.writeString(
        directory.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
  }
}
