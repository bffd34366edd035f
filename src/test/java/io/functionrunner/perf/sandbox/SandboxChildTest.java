package io.functionrunner.perf.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, from start to end. */
class SandboxChildTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String TASK =
      "{\"template_id\":\"video_generation_v1\",\"inputs\":{},\"quality\":\"high\"}";

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void aChildServesUntilItIsClosedAndLeavesItsCounters(@TempDir Path directory) throws Exception {
    Path counters = directory.resolve("counters.json");
    long pid;
    try (SandboxChild child = SandboxChild.start(SandboxMain.command(), TIMEOUT)) {
      pid = child.pid();
      assertEquals("127.0.0.1", child.baseUrl().getHost());
      child.reportCountersTo(counters);
      assertEquals(202, post(child.baseUrl(), TASK));
      assertEquals(400, post(child.baseUrl(), "{}"));
    }
    assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    assertEquals(new SandboxCounters(2, 1, 0, 1, 0, 0, 0, 0, 1), SandboxCounters.read(counters));
  }

  /** As on Ctrl-C, when the load generator still drains. */
  @Test
  void signalsDoNotEndAChildBeforeItsStandardInputIsClosed(@TempDir Path directory)
      throws Exception {
    Path counters = directory.resolve("counters.json");
    Process process = new ProcessBuilder(SandboxMain.command()).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String ready = out.readLine();
      URI url = URI.create(ready.substring(SandboxProcess.READY.length()));
      try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
        for (String signal : List.of("-INT", "-TERM")) {
          kill(signal, process.pid());
          for (int i = 0; i < 50; i++) {
            assertEquals(202, post(url, TASK));
          }
        }
        in.write(SandboxProcess.COUNTERS + counters + "\n");
      }
      assertTrue(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    // 128 + the signal's number: it did arrive. A shell may have had SIGINT ignored for all of us.
    assertTrue(Set.of(130, 143).contains(process.exitValue()), "status " + process.exitValue());
    assertEquals(100, SandboxCounters.read(counters).accepted());
  }

  /** As on Ctrl-C at a terminal. */
  @Test
  void aSandboxAloneEndsAtOnceOnASignalThoughItsInputIsOpen() throws Exception {
    Process process = new ProcessBuilder(SandboxMain.command("alone")).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String ready = out.readLine();
      assertEquals(202, post(URI.create(ready.substring(SandboxProcess.READY.length())), TASK));
      kill("-TERM", process.pid());
      assertTrue(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(143, process.exitValue());
  }

  @Test
  void aChildThatCannotStartIsAnErrorWithWhatItSaid() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
      List<String> command = SandboxMain.command("port=" + sandbox.baseUrl().getPort());
      IOException failed =
          assertThrows(IOException.class, () -> SandboxChild.start(command, TIMEOUT));
      assertTrue(failed.getMessage().contains("it ended before it was ready"), failed.getMessage());
      assertTrue(failed.getMessage().contains("is in use or not allowed"), failed.getMessage());
    }
  }

  @Test
  void aChildThatIsNotReadyInTimeIsEnded() throws Exception {
    long before = ProcessHandle.current().children().count();
    IOException failed =
        assertThrows(
            IOException.class,
            () -> SandboxChild.start(List.of("sleep", "60"), Duration.ofMillis(50)));
    assertTrue(failed.getMessage().contains("not ready within 50 ms"), failed.getMessage());
    for (int i = 0; i < 1_000 && ProcessHandle.current().children().count() > before; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertEquals(before, ProcessHandle.current().children().count());
  }

  private static void kill(String signal, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(pid)).start();
    assertEquals(0, kill.waitFor());
  }

  private int post(URI url, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/v1/tasks"))
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
    return response.statusCode();
  }
}
