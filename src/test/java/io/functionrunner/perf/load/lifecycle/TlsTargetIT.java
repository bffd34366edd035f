package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.functionrunner.perf.load.lifecycle.FaultyRunner.Fate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Load on a target behind mutual TLS, of an authority that no JDK knows. */
class TlsTargetIT {

  private static final String KEYS =
      """
      "clientCertificate": {"fileEnvironment": "CLIENT_P12", "passwordEnvironment": "STORE_WORD"}""";

  private static final String TRUST =
      """
      "trust": {"fileEnvironment": "TRUST_P12", "passwordEnvironment": "STORE_WORD"}""";

  @TempDir private static Path stores;
  private static PrivateAuthority authority;

  @TempDir private Path folder;

  @BeforeAll
  static void makeStores() throws Exception {
    authority = new PrivateAuthority(stores);
  }

  /** An API without times of the server's: what polling cost is told as a bound. */
  private GatlingProcess start(FaultyRunner target, String tls, String... settings)
      throws IOException {
    Path binding =
        Files.writeString(
            folder.resolve("secured.json"),
            """
            {"name": "secured", "tls": {%s},
             "submit": {"url": "/v1/tasks", "body": {"json": {"prompt": "{{inputs.prompt}}"}},
                        "accept": [202], "id": "$.task_id"},
             "status": {"url": "/v1/tasks/{id}", "state": "$.status",
                        "pending": ["running"], "success": ["succeeded"]}}"""
                .formatted(tls));
    Map<String, String> environment =
        Map.of(
            "CLIENT_P12", authority.store("client.p12").toString(),
            "TRUST_P12", authority.store("trust.p12").toString(),
            "STORE_WORD", PrivateAuthority.PASSWORD);
    return GatlingProcess.start(
        Files.createDirectories(folder.resolve("results")),
        environment,
        "BaselineTest",
        Stream.concat(
                Stream.of(target.target(), "api=" + binding, GatlingProcess.JUDGED_BY_ERRORS),
                Stream.of(settings))
            .toArray(String[]::new));
  }

  private FaultyRunner target() throws Exception {
    return new FaultyRunner("", List.of(Fate.COMPLETES), Optional.of(authority.server()));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"shared", "per-user"})
  void theLoadShowsItsCertificateAndTrustsTheAuthority(String connections) throws Exception {
    try (FaultyRunner target = target();
        GatlingProcess run =
            start(
                target,
                KEYS + "," + TRUST,
                "connections=" + connections,
                "users=200",
                "timeScale=0.01")) {
      assertEquals(0, run.end(), run::output);
      JsonNode analysis = run.left().analysis();
      long completed = analysis.at("/conservation/completed").asLong();
      assertTrue(completed > 10, run::output);
      assertEquals(completed, analysis.at("/conservation/submitted").asLong(), run::output);
      // The warm-up has its tasks too.
      assertTrue(target.count(Fate.COMPLETES) > completed, run::output);
      JsonNode text = analysis.at("/tasks/classes/text.standard");
      assertEquals("observed", text.path("basis").asText());
      assertEquals(0, text.at("/detection/count").asLong());
      assertEquals(text.at("/conservation/completed"), text.at("/detectionBound/count"));
      assertTrue(text.at("/detectionBound/min").asLong() >= 500, "a poll after a second");
      assertFalse(run.output().contains("ERROR"), run::output);
      assertNowhere(PrivateAuthority.PASSWORD, run);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aTargetThatIsNotTrustedOrDoesNotTrustIsRefusedBeforeTheLoad() throws Exception {
    for (String tls : List.of(KEYS, TRUST)) {
      try (FaultyRunner target = target();
          GatlingProcess run = start(target, tls)) {
        assertEquals(1, run.end(), run::output);
        assertTrue(
            run.output().contains("-D" + target.target() + " does not answer: "), run::output);
        assertEquals(0, target.count(Fate.COMPLETES));
      }
    }
  }

  private void assertNowhere(String secret, GatlingProcess run) throws IOException {
    assertFalse(run.output().contains(secret), "console");
    try (Stream<Path> files = Files.walk(folder.resolve("results"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(secret), file::toString);
      }
    }
  }
}
