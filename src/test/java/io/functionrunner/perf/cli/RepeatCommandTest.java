package io.functionrunner.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.report.KpisJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RepeatCommandTest {

  @TempDir Path folder;

  @Test
  void aRunIsThatOfPeopleInAFolderOfItsOwn() {
    assertEquals(
        List.of(
            "mvn",
            "-B",
            "-ntp",
            "-q",
            "gatling:test",
            "-Dgate=off",
            "-Dseed=7",
            "-Dsimulation=SpikeTest",
            "-Dgatling.resultsFolder=" + folder),
        MavenRun.command("SpikeTest", folder, Map.of("seed", "7")));
  }

  @Test
  void itsStatusAndOutputAreKept() throws Exception {
    MavenRun run = new MavenRun(folder);
    assertEquals(3, run.run(List.of("sh", "-c", "echo it failed; exit 3"), folder));
    assertEquals("it failed\n", Files.readString(folder.resolve(MavenRun.OUTPUT)));
  }

  /** A process that is told to end, not asked by a terminal: what it started must not go on. */
  static final class Ended {

    private Ended() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      System.out.println("started");
      // Its sleep may be ended before it is told itself: that alone must not end it.
      String run =
          "trap 'echo reports; kill $! 2>/dev/null; exit' TERM; while :; do sleep 60 & wait; done";
      new MavenRun(folder, () -> folder.resolve("afterwards").toFile().mkdir())
          .run(List.of("sh", "-c", run), folder);
    }
  }

  @Test
  void aSignalEndsTheRunWhichLeavesItsReports() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Ended.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (var out = process.inputReader()) {
      assertEquals("started", out.readLine());
      List<ProcessHandle> below = descendants(process);
      process.destroy();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      CompletableFuture.allOf(
              below.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(30, TimeUnit.SECONDS);
      assertEquals("reports\n", Files.readString(folder.resolve(MavenRun.OUTPUT)));
      assertTrue(Files.exists(folder.resolve("afterwards")));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Shell and sleep, once both are there. */
  private static List<ProcessHandle> descendants(Process process) throws InterruptedException {
    List<ProcessHandle> below = process.descendants().toList();
    while (below.size() < 2 && process.isAlive()) {
      Thread.sleep(5);
      below = process.descendants().toList();
    }
    return below;
  }

  @Test
  void whatBrokeOffOrIsInvalidDoesNotCount() {
    assertEquals("", RepeatedRun.unusable(analysis("PASS", "COMPLETED")));
    assertEquals("", RepeatedRun.unusable(analysis("FAIL", "COMPLETED")));
    assertEquals("why", RepeatedRun.unusable(analysis("INVALID", "COMPLETED")));
    assertEquals("why", RepeatedRun.unusable(analysis("FAIL", "ABORTED")));
    assertEquals("why", RepeatedRun.unusable(analysis("INVALID", "RUNNING")));
  }

  private static KpisJson analysis(String verdict, String status) {
    return new KpisJson(verdict, "why", status, List.of(), List.of(), 0);
  }

  @Test
  void aRunThatCameToNothingHasNoAnalysis() throws IOException {
    assertEquals(Optional.empty(), RepeatedRun.analysis(folder));
    Files.createDirectory(folder.resolve("baselinetest-1"));
    Files.createFile(folder.resolve(MavenRun.OUTPUT));
    assertEquals(Optional.empty(), RepeatedRun.analysis(folder));
    Files.writeString(
        folder.resolve("baselinetest-1/analysis.json"),
        "{\"schemaVersion\":1,\"verdict\":\"PASS\",\"reason\":\"r\",\"kpis\":{},\"run\":null}");
    assertEquals(
        new KpisJson("PASS", "r", "", List.of(), List.of(), 0),
        RepeatedRun.analysis(folder).orElseThrow());
  }

  @Test
  void oneRunIsNoRepetition() {
    StringWriter err = new StringWriter();
    CommandLine line = Perf.commandLine().setErr(new PrintWriter(err));
    assertEquals(1, line.execute("repeat", "-n", "1", "BaselineTest"));
    assertTrue(err.toString().contains("-n 1: expecting two runs or more"), err.toString());
  }
}
