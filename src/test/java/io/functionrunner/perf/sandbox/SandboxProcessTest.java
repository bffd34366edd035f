package io.functionrunner.perf.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxProcessTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void itSaysWhereItServesAndEndsWithItsInput() throws Exception {
    assertEquals(0, run(""));
    String line = out.toString(StandardCharsets.UTF_8);
    assertTrue(line.matches("sandbox ready http://127\\.0\\.0\\.1:\\d+\\R"), line);
  }

  @Test
  void theLastPathGivenGetsTheCounters(@TempDir Path directory) throws Exception {
    Path first = directory.resolve("first.json");
    Path last = directory.resolve("with space.json");
    assertEquals(0, run("counters " + first + "\ncounters " + last + "\n"));
    assertEquals(new SandboxCounters(0, 0, 0, 0, 0, 0, 0, 0, 0), SandboxCounters.read(last));
    assertTrue(first.toFile().createNewFile(), "the first was not written");
  }

  @Test
  void anythingElseOnItsInputIsRefused() {
    IOException refused = assertThrows(IOException.class, () -> run("stop\n"));
    assertEquals("standard input: expecting \"counters <path>\", got: stop", refused.getMessage());
  }

  @Test
  void countersThatDoNotAddUpCannotBeMade() {
    assertThrows(
        IllegalArgumentException.class, () -> new SandboxCounters(3, 1, 1, 0, 1, 0, 0, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new SandboxCounters(2, 1, 1, 0, 1, 1, 0, 0, 0));
  }

  private int run(String input) throws IOException {
    InputStream stdin = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return SandboxProcess.run(
        SandboxOptions.defaults(), stdin, new PrintStream(out, true, StandardCharsets.UTF_8));
  }
}
