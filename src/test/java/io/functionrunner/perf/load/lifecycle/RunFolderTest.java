package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.load.settings.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  /** Another process that wants a run folder: file locks are between processes. */
  static final class Other {

    private Other() {}

    public static void main(String[] args) throws IOException {
      Path results = Path.of(args[0]);
      System.out.println("asking");
      RunFolder folder = RunFolder.awaited(results, "SpikeTest");
      Files.createDirectory(results.resolve("spiketest-2"));
      System.out.println(folder.found().getFileName());
    }
  }

  @TempDir Path results;

  @Test
  void whatIsNewIsOurs() throws IOException {
    Files.createDirectory(results.resolve("spiketest-20260101000000000"));
    RunFolder folder = RunFolder.awaited(results, "SpikeTest");
    Path ours = Files.createDirectory(results.resolve("spiketest-20260102000000000"));
    Files.createDirectory(results.resolve("baselinetest-20260102000000000"));
    Files.createFile(results.resolve("spiketest-notes"));
    assertEquals(ours, folder.found());
  }

  @Test
  void aFolderForResultsIsMade() throws IOException {
    Path deep = results.resolve("a/b");
    RunFolder folder = RunFolder.awaited(deep, "SpikeTest");
    Path ours = Files.createDirectory(deep.resolve("spiketest-1"));
    assertEquals(ours, folder.found());
  }

  @Test
  void noneOrTwoAreRefused() throws IOException {
    RunFolder none = RunFolder.awaited(results, "SpikeTest");
    assertThrows(Refused.class, none::found);
    RunFolder two = RunFolder.awaited(results, "SpikeTest");
    Files.createDirectory(results.resolve("spiketest-1"));
    Files.createDirectory(results.resolve("spiketest-2"));
    Refused refused = assertThrows(Refused.class, two::found);
    assertTrue(refused.getMessage().contains("expected one new directory spiketest-*"));
  }

  /** The other process waits until ours has found its folder, and then finds its own. */
  @Test
  void twoAtATimeDoNotMixTheirFoldersUp() throws Exception {
    RunFolder folder = RunFolder.awaited(results, "SpikeTest");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                results.toString())
            .redirectErrorStream(true)
            .start();
    try (var out = other.inputReader()) {
      assertEquals("asking", out.readLine());
      assertFalse(other.waitFor(300, TimeUnit.MILLISECONDS), "it waits");
      assertFalse(Files.exists(results.resolve("spiketest-2")));
      Path ours = Files.createDirectory(results.resolve("spiketest-1"));
      assertEquals(ours, folder.found());
      assertEquals("spiketest-2", out.readLine());
      assertEquals(0, other.waitFor());
    } finally {
      other.destroyForcibly();
    }
  }
}
