package io.functionrunner.perf.load.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.functionrunner.perf.load.lifecycle.FaultyRunner.Fate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs against a function runner that goes wrong in every way, and talks too much. The one that
 * tells its timeouts from those of a busy machine has the machine for itself.
 */
class TargetFaultsIT {

  private static final String MACHINE = "the machine";
  private static final String TOKEN = "tok-4f7Q-never-to-be-seen";
  private static final String VARIABLE = "FUNCTION_RUNNER_TOKEN";

  /** 25 tasks a second for 8 s, in real time. */
  private static final List<String> LOAD =
      List.of("users=1000", "timeScale=0.0133", "request.timeout=2s", "task.timeout=8s");

  @TempDir Path results;

  private static String[] settings(String... more) {
    List<String> all = new ArrayList<>(LOAD);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(MACHINE)
  void everyKindOfErrorIsCountedAsItselfAndWhenItCame() throws Exception {
    List<Fate> fates = Stream.of(Fate.values()).filter(fate -> fate != Fate.FAILS).toList();
    try (FaultyRunner target = new FaultyRunner("", fates);
        GatlingProcess run =
            GatlingProcess.start(
                results,
                "BaselineTest",
                settings(
                    target.target(),
                    "warmup=0",
                    "submit.retries=0",
                    "stop.errorRate=off",
                    "gate=off"))) {
      assertEquals(0, run.end(), run::output);
      JsonNode analysis = run.left().analysis();
      Map<String, Long> counts = new TreeMap<>();
      int windowsWithErrors = 0;
      for (JsonNode window : analysis.at("/tasks/windows")) {
        JsonNode errors = window.path("errors");
        windowsWithErrors += errors.isEmpty() ? 0 : 1;
        errors
            .properties()
            .forEach(e -> counts.merge(e.getKey(), e.getValue().asLong(), Long::sum));
        assertEquals(
            sum(errors), window.path("failed").asLong() + window.path("rejected").asLong());
      }
      assertTrue(windowsWithErrors >= 5, run::output);
      // Gatling itself sends a request again whose connection was closed.
      long resets = counts.get("error: connection");
      assertTrue(resets > 0 && resets <= target.count(Fate.RESET), run::output);
      assertEquals(
          Map.of(
              "error: http_5xx", target.count(Fate.SERVER_ERROR),
              "error: connection", resets,
              "error: timeout", target.count(Fate.SILENT),
              "error: malformed", target.count(Fate.MALFORMED),
              "lost", target.count(Fate.LOST),
              "rejected", target.count(Fate.FULL)),
          counts);
      assertEquals(target.count(Fate.COMPLETES), analysis.at("/conservation/completed").asLong());
      assertEquals(0, analysis.at("/conservation/inFlight").asLong());
    }
  }

  /** A target that is not there any more: refused connections, and the run comes to its end. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
  void aTargetThatGoesAwayIsConnectionErrors() throws Exception {
    FaultyRunner target = new FaultyRunner("", List.of(Fate.COMPLETES));
    try (target;
        GatlingProcess run =
            GatlingProcess.start(
                results,
                "BaselineTest",
                settings(target.target(), "stop.errorRate=off", GatlingProcess.JUDGED_BY_ERRORS))) {
      run.awaitLine("\\bsteady\\b.* left");
      target.close();
      assertEquals(2, run.end(), run::output);
      JsonNode analysis = run.left().analysis();
      assertEquals("FAIL", analysis.path("verdict").asText(), run::output);
      JsonNode windows = analysis.at("/tasks/windows");
      assertTrue(windows.get(1).path("errors").isEmpty(), run::output);
      long refused = 0;
      for (JsonNode window : windows) {
        refused += window.path("errors").path("error: connection").asLong();
      }
      assertTrue(refused > 10, run::output);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
  void aTokenIsInNothingThatARunLeaves() throws Exception {
    List<Fate> fates =
        List.of(
            Fate.COMPLETES, Fate.FAILS, Fate.SERVER_ERROR, Fate.MALFORMED, Fate.LOST, Fate.FULL);
    try (FaultyRunner target = new FaultyRunner(TOKEN, fates);
        GatlingProcess run =
            GatlingProcess.start(
                results,
                Map.of(VARIABLE, TOKEN),
                "BaselineTest",
                settings(target.target(), "stop.errorRate=off", GatlingProcess.JUDGED_BY_ERRORS))) {
      assertEquals(2, run.end(), run::output);
      assertEquals("FAIL", run.left().analysis().path("verdict").asText(), run::output);
      assertTrue(target.count(Fate.FAILS) > 0, "it was let in");
      assertTrue(
          run.left().tasks().stream().anyMatch(t -> t.reason().contains("no GPU for Bearer ***")),
          "the server's reasons are there, without it");
      assertNowhere(TOKEN, run);
    }
  }

  /** Not let in: what the target says of it, in a message of ours, is without the token too. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
  void aTokenThatIsRefusedIsNotShownEither() throws Exception {
    String wrong = TOKEN + "-of-yesterday";
    try (FaultyRunner target = new FaultyRunner(TOKEN, List.of(Fate.COMPLETES));
        GatlingProcess run =
            GatlingProcess.start(
                results, Map.of(VARIABLE, wrong), "BaselineTest", settings(target.target()))) {
      assertEquals(2, run.end(), run::output);
      assertTrue(
          run.left().manifest().statusReason().contains("not authorized: Bearer ***"),
          run.left().manifest().statusReason());
      assertNowhere(TOKEN, run);
    }
  }

  private void assertNowhere(String secret, GatlingProcess run) throws IOException {
    assertFalse(run.output().contains(secret), "console");
    try (Stream<Path> files = Files.walk(results)) {
      List<Path> regular = files.filter(Files::isRegularFile).toList();
      assertTrue(regular.stream().anyMatch(f -> f.endsWith("tasks.tsv")), regular::toString);
      assertTrue(regular.stream().anyMatch(f -> f.endsWith("performance.html")));
      for (Path file : regular) {
        assertFalse(text(file).contains(secret), file::toString);
      }
    }
  }

  private static String text(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!file.toString().endsWith(".gz")) {
      return new String(bytes, UTF_8);
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }
}
