package io.functionrunner.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.simlog.DecodeOptions;
import io.functionrunner.perf.simlog.NotASimulationLog;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's run, block by block; the pauses between looks are where it grows. */
class FollowedRunTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BLOCK = 8192;

  @TempDir private Path directory;
  private Path finished;
  private Path growing;
  private byte[] log;
  private final StringWriter said = new StringWriter();
  private long nowNanos = 42;
  private int at;

  @BeforeEach
  void aRunThatHasJustStarted() throws IOException {
    finished = Files.createDirectory(directory.resolve("finished"));
    growing = Files.createDirectory(directory.resolve("growing"));
    new SimulatedRun(Profiles.spike(), 10, 1, 0.05).write(finished);
    log = Files.readAllBytes(finished.resolve("simulation.log"));
    manifest().ended(RunManifest.Status.RUNNING, null, 0).write(growing.resolve(RunManifest.FILE));
  }

  private RunManifest manifest() throws IOException {
    return RunManifest.read(finished.resolve(RunManifest.FILE));
  }

  private void append(int bytes) throws IOException {
    int to = Math.min(log.length, at + bytes);
    try (OutputStream out =
        Files.newOutputStream(
            growing.resolve("simulation.log"),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      out.write(Arrays.copyOfRange(log, at, to));
    }
    at = to;
  }

  private boolean follow(Path run, FollowedRun.Pause growth)
      throws IOException, InterruptedException {
    return new FollowedRun(run, PATIENCE, () -> nowNanos, new PrintWriter(said, true))
        .follow(
            DecodeOptions.DEFAULT,
            length -> {
              nowNanos += length.toNanos();
              growth.of(length);
            });
  }

  private List<String> lines() {
    return said.toString().lines().toList();
  }

  private static int number(String line, String before) {
    String digits = line.substring(line.indexOf(before) + before.length()).replace(",", "");
    return Integer.parseInt(digits.replaceFirst("\\D.*", ""));
  }

  private static long ended(Path run, String outcome) throws IOException {
    try (var lines = Files.lines(run.resolve(TaskJournal.FILE))) {
      return lines.filter(l -> l.startsWith("E\t") && l.contains(outcome)).count();
    }
  }

  @Test
  void aLineForEveryBlockAndTheWholeRunInTheLast() throws Exception {
    boolean ended =
        follow(
            growing,
            pause -> {
              if (at < log.length) {
                unchecked(() -> append(BLOCK));
              } else {
                unchecked(() -> manifest().write(growing.resolve(RunManifest.FILE)));
              }
            });
    assertTrue(ended);
    int blocks = (log.length + BLOCK - 1) / BLOCK;
    assertEquals(blocks + 1, lines().size(), said::toString);
    assertEquals("The run has ended.", lines().get(blocks));
    String last = lines().get(blocks - 1);
    assertEquals(ended(finished, "\t"), number(last, "tasks "), last);
    assertEquals(ended(finished, "failed"), number(last, "/s, "), last);
    int before = 0;
    for (String line : lines().subList(0, blocks)) {
      int tasks = line.contains("tasks ") ? number(line, "tasks ") : 0;
      assertTrue(tasks >= before, said::toString);
      before = tasks;
    }
    assertTrue(last.matches("1:\\d\\d +\\| users .* p95 \\d.* s \\| requests .* p95 .*"), last);
  }

  @Test
  void aRunThatIsOverIsToldAtOnce() throws Exception {
    assertTrue(follow(finished.resolve("simulation.log"), pause -> {}));
    assertEquals(2, lines().size(), said::toString);
    assertEquals(42, nowNanos, "nothing to wait for");
  }

  /** Killed: the manifest says for ever that it goes on. */
  @Test
  void aKilledRunIsGivenUpAndTheCutNamed() throws Exception {
    append(3 * BLOCK);
    assertFalse(follow(growing, pause -> {}));
    assertEquals(2, lines().size(), said::toString);
    assertTrue(
        lines().get(1).startsWith("Nothing new for 5 s: the run was killed")
            && lines().get(1).contains("the log is cut at byte"),
        said::toString);
    assertEquals(42 + PATIENCE.toNanos(), nowNanos);
  }

  /** Without a manifest Gatling's own report is the sign of the end. */
  @Test
  void aRunOfAnotherSimulationEndsWithGatlingsReport() throws Exception {
    Files.delete(growing.resolve(RunManifest.FILE));
    boolean ended =
        follow(
            growing,
            pause ->
                unchecked(
                    () -> {
                      if (at < log.length) {
                        append(100 * BLOCK);
                      } else if (!Files.exists(growing.resolve("index.html"))) {
                        Files.createFile(growing.resolve("index.html"));
                      }
                    }));
    assertTrue(ended);
    assertTrue(said.toString().endsWith("The run has ended." + System.lineSeparator()));
  }

  @Test
  void nothingToFollowIsSaidSo() throws Exception {
    String none =
        assertThrows(
                NoSuchFileException.class,
                () -> follow(directory.resolve("no-such-run"), pause -> {}))
            .getMessage();
    assertTrue(none.endsWith("no such run directory or simulation.log"), none);
    assertFalse(follow(growing, pause -> {}));
    assertTrue(said.toString().contains("its log holds nothing yet"), said::toString);
    Files.writeString(growing.resolve("simulation.log"), "RUN\tBaselineTest\t1\t2\t3\n");
    assertThrows(NotASimulationLog.class, () -> follow(growing, pause -> {}));
  }

  /** What a pause does may fail; it is no part of what is tested. */
  private interface Step {
    void take() throws IOException;
  }

  private static void unchecked(Step step) {
    try {
      step.take();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
