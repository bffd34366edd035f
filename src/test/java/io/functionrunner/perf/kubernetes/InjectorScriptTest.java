package io.functionrunner.perf.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The container's entry script, run as the image runs it, with a JVM that only says how. */
@Timeout(60)
class InjectorScriptTest {

  private static final Path SCRIPT = Path.of("deploy/kubernetes/injector.sh").toAbsolutePath();

  /** A run that is over at once. */
  private static final String RUNS =
      """
      #!/bin/sh
      mkdir -p "$RESULTS/gatling/spiketest-1"
      printf '%s\\n' "$@" > "$RESULTS/gatling/spiketest-1/run.json"
      """;

  @TempDir Path directory;
  private Path results;
  private Process process;
  private BufferedReader output;

  @BeforeEach
  void folder() throws IOException {
    results = Files.createDirectory(directory.resolve("results"));
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private void start(String java, Map<String, String> environment, String... arguments)
      throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Files.writeString(bin.resolve("java"), java);
    assertTrue(bin.resolve("java").toFile().setExecutable(true));
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("RESULTS", results.toString());
    builder.environment().put("INJECTORS", "5");
    builder.environment().put("JOB_COMPLETION_INDEX", "2");
    builder.environment().put("START_AT", "2026-11-24T10:15:00Z");
    builder.environment().putAll(environment);
    process = builder.start();
    output = process.inputReader();
  }

  private void awaitLine(String expected) throws IOException {
    StringBuilder before = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      before.append(line).append('\n');
      if (line.contains(expected)) {
        return;
      }
    }
    throw new AssertionError(before);
  }

  private int status() throws InterruptedException {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return process.exitValue();
  }

  private Path unpacked() throws IOException {
    Path run = directory.resolve("3");
    RunArchive.unpack(
        Files.newInputStream(results.resolve("run.tar.gz")),
        run,
        new RunArchive.Limits(100, 1_000_000));
    return run;
  }

  @Test
  void itRunsItsShardAndStaysUntilItsResultsAreFetched() throws Exception {
    start(RUNS, Map.of(), "SpikeTest", "-Dtarget=http://runner:8080", "-Dmix=a b;c");
    awaitLine("injector 3 of 5: results are ready");
    assertTrue(process.isAlive());
    List<String> command = Files.readAllLines(unpacked().resolve("run.json"));
    assertTrue(
        command.containsAll(
            List.of(
                "-Dtarget=http://runner:8080",
                "-Dmix=a b;c",
                "-Dshard=3/5",
                "-Dstart.at=2026-11-24T10:15:00Z",
                "-Dgate=off",
                "-XX:MaxRAMPercentage=75",
                "io.gatling.app.Gatling")),
        command::toString);
    assertTrue(command.indexOf("-Dmix=a b;c") < command.indexOf("-Dshard=3/5"), "ours is the last");
    Files.createFile(results.resolve("fetched"));
    assertEquals(0, status());
  }

  @Test
  void resultsThatNobodyFetchesAreAnError() throws Exception {
    start(RUNS, Map.of("FETCH_SECONDS", "0"), "SpikeTest");
    awaitLine("injector 3 of 5: nobody has fetched the results");
    assertEquals(1, status());
  }

  @Test
  void aRunThatWasRefusedIsOver() throws Exception {
    start("#!/bin/sh\necho '-Dusers=many: no'\nexit 7\n", Map.of(), "SpikeTest");
    awaitLine("-Dusers=many: no");
    assertEquals(7, status());
    assertEquals(null, output.readLine(), "its own words are the last ones");
    assertFalse(Files.exists(results.resolve("run.tar.gz")));
  }

  @Test
  void whatAKilledRunLeftIsHandedOver() throws Exception {
    start(RUNS + "kill -9 $$\n", Map.of(), "SpikeTest");
    awaitLine("results are ready");
    assertTrue(Files.exists(unpacked().resolve("run.json")));
    Files.createFile(results.resolve("fetched"));
    assertEquals(0, status());
  }

  /** A pod that is deleted: the load ends politely, and its results are there for a moment. */
  @Test
  void aSignalReachesTheRun() throws Exception {
    String polite =
        RUNS
            + """
            trap 'echo interrupted > "$RESULTS/gatling/spiketest-1/run.json"; exit 0' TERM
            echo loading
            while :; do sleep 0.1; done
            """;
    start(polite, Map.of(), "SpikeTest");
    awaitLine("loading");
    process.toHandle().destroy(); // Of a Process itself it closes the streams too.
    awaitLine("results are ready");
    assertEquals("interrupted\n", Files.readString(unpacked().resolve("run.json")));
    assertEquals(1, status(), "nobody fetched them");
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    start(RUNS, Map.of("START_AT", ""), "SpikeTest");
    awaitLine("START_AT: the instant at which all injectors start");
    assertTrue(status() != 0);
  }
}
