package io.functionrunner.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.report.RunOutline;
import io.functionrunner.perf.report.SuiteResult;
import io.functionrunner.perf.report.SurefireSchema;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteExecutionTest {

  private static final String HOSTILE = "<img src=x onerror=alert(1)>";

  @TempDir Path folder;

  private final StringWriter text = new StringWriter();
  private final AtomicLong clock = new AtomicLong(1_790_000_000_000L);
  private final List<Duration> pauses = new ArrayList<>();
  private final List<List<String>> commands = new ArrayList<>();

  private SuiteExecution execution() {
    return execution(0);
  }

  private SuiteExecution execution(int reruns) {
    SuitePlan plan = SuitePlan.of(Suite.STANDARD, Map.of(), Duration.ofMinutes(1), reruns);
    return new SuiteExecution(plan, folder, clock::get, new PrintWriter(text, true));
  }

  /** A run that takes a minute and leaves an analysis with this verdict, or none. */
  private int leave(List<String> command, Path results, String verdict) throws IOException {
    commands.add(command);
    clock.addAndGet(60_000);
    if (!verdict.isEmpty()) {
      Path run = Files.createDirectory(results.resolve("run-" + commands.size()));
      Files.writeString(
          run.resolve("analysis.json"),
          """
          {"schemaVersion": 1, "simulation": "x", "verdict": "%s", "reason": "why %s",
           "startMillis": 5, "kpis": {"errorRate": {"unit": "share", "value": 0.25}}}
          """
              .formatted(verdict, HOSTILE));
      Files.writeString(run.resolve("performance.html"), "ours");
    }
    return verdict.isEmpty() ? 1 : 0;
  }

  private SuiteResult run(String... verdicts) throws Exception {
    return execution()
        .run((command, results) -> leave(command, results, verdicts[commands.size()]), pauses::add);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(folder.resolve(SuiteResult.JSON).toFile());
  }

  @Test
  void aFailingRunDoesNotEndTheSuite() throws Exception {
    SuiteResult result = run("PASS", "FAIL", "", "INCONCLUSIVE");
    assertEquals(4, commands.size());
    assertEquals(Verdict.FAIL, result.verdict());
    assertEquals(2, result.verdict().exitCode());
    assertEquals("HighLoadTest: why " + HOSTILE, result.sentence());
    assertEquals(
        List.of(Verdict.PASS, Verdict.FAIL, Verdict.INVALID, Verdict.INCONCLUSIVE),
        result.runs().stream().map(SuiteResult.Run::verdict).toList());
    assertEquals("it left no analysis (status 1): see maven.log", result.runs().get(2).reason());
    // A minute at full scale; the sandbox runs ten times faster.
    assertEquals(List.of(6L, 6L, 6L), pauses.stream().map(Duration::toSeconds).toList());
  }

  @Test
  void eachRunHasAFolderOfItsOwnAndTheSuitesSettings() throws Exception {
    run("PASS", "PASS", "PASS", "PASS");
    List<String> second = commands.get(1);
    assertTrue(second.contains("-Dsimulation=HighLoadTest"), second::toString);
    assertTrue(second.contains("-DtimeScale=1.0"), second::toString);
    assertTrue(
        second.contains("-Dgatling.resultsFolder=" + folder.resolve("2-HighLoadTest")),
        second::toString);
  }

  @Test
  void theGravestVerdictIsTheSuites() throws Exception {
    assertEquals(Verdict.PASS, run("PASS", "PASS", "PASS", "PASS").verdict());
    assertEquals("all 4 runs are within every limit", json().get("reason").asText());
    commands.clear();
    assertEquals(Verdict.INVALID, verdictOf("PASS", "INCONCLUSIVE", "INVALID"));
    assertEquals(Verdict.INCONCLUSIVE, verdictOf("PASS", "INCONCLUSIVE", "PASS"));
    assertEquals(Verdict.FAIL, verdictOf("FAIL", "INVALID"));
    assertEquals(Verdict.INVALID, verdictOf());
  }

  private static Verdict verdictOf(String... verdicts) {
    return new SuiteResult(
            "ci", 0, Arrays.stream(verdicts).map(SuiteExecutionTest::runWith).toList())
        .verdict();
  }

  private static SuiteResult.Run runWith(String verdict) {
    return new SuiteResult.Run(
        "x",
        "1-x",
        Optional.of(
            new RunOutline(
                "f", "x", Optional.of(Verdict.valueOf(verdict)), "why", 1, Map.of(), true, true)),
        "",
        0,
        1);
  }

  @Test
  void theReportIsForPeopleProgramsAndCi() throws Exception {
    run("PASS", "FAIL", "", "INVALID");
    JsonNode json = json();
    assertEquals(1, json.get("schemaVersion").asInt());
    assertEquals("standard", json.get("suite").asText());
    assertEquals("FAIL", json.get("verdict").asText());
    assertEquals("2-HighLoadTest", json.at("/runs/1/results").asText());
    assertEquals("run-2", json.at("/runs/1/run").asText());
    assertTrue(json.at("/runs/2/run").isNull());
    assertEquals(60_000, json.at("/runs/1/tookMillis").asLong());
    String page = Files.readString(folder.resolve(SuiteResult.HTML));
    assertTrue(page.contains("<p class=\"verdict FAIL\"><strong>FAIL</strong>"));
    assertTrue(page.contains("href=\"./2-HighLoadTest/run-2/performance.html\""), page);
    assertTrue(page.contains("<td class=\"n\">25 %</td>"));
    assertTrue(page.contains("<td class=\"n\">1:00</td>"));
    assertFalse(page.contains("<img"));
    String junit = Files.readString(folder.resolve(SuiteResult.JUNIT));
    assertTrue(
        junit.contains(
            "<testsuite name=\"suite standard\" tests=\"4\" failures=\"1\" errors=\"2\" skipped=\"0\""),
        junit);
    assertFalse(junit.contains("<img"));
    SurefireSchema.validate(folder.resolve(SuiteResult.JUNIT));
  }

  /** As {@link #leave}, of a run whose comparison with its baseline is open. */
  private int leaveOpen(List<String> command, Path results, String undecided, int baselineRuns)
      throws IOException {
    int status = leave(command, results, "INCONCLUSIVE");
    Files.writeString(
        results.resolve("run-" + commands.size()).resolve("analysis.json"),
        """
        {"schemaVersion": 1, "simulation": "x", "verdict": "INCONCLUSIVE", "reason": "why",
         "startMillis": 5, "kpis": {}, "comparison": {"baselineRuns": %d}, "criteria": [
           {"id": "tasks.errorRate", "verdict": "PASS"}, {"id": "%s", "verdict": "INCONCLUSIVE"}]}
        """
            .formatted(baselineRuns, undecided));
    return status;
  }

  @Test
  void whatMoreRunsMaySettleIsRunAgainTogetherWithTheEarlierOnes() throws Exception {
    SuiteResult result =
        execution(2)
            .run(
                (command, results) -> {
                  boolean third = results.endsWith("1-BaselineTest-again2");
                  return results.toString().contains("1-BaselineTest") && !third
                      ? leaveOpen(command, results, "regression.task.text.paired", 5)
                      : leave(command, results, third ? "FAIL" : "PASS");
                },
                pauses::add);
    assertEquals(6, commands.size());
    assertEquals(6 - 1, pauses.size());
    assertTrue(commands.get(0).stream().noneMatch(c -> c.startsWith("-Dcompare.with")));
    String first = folder.resolve("1-BaselineTest/run-1").toAbsolutePath().toString();
    String second = folder.resolve("1-BaselineTest-again1/run-2").toAbsolutePath().toString();
    assertTrue(commands.get(1).contains("-Dcompare.with=" + first), commands::toString);
    assertTrue(
        commands.get(2).contains("-Dcompare.with=" + first + "," + second), commands::toString);
    assertEquals(Verdict.FAIL, result.runs().get(0).verdict());
    assertEquals("why " + HOSTILE + " (of 3 runs)", result.runs().get(0).reason());
    assertEquals(180_000, result.runs().get(0).tookMillis());
    assertEquals("1-BaselineTest-again2", json().at("/runs/0/results").asText());
    assertEquals(2, json().at("/runs/0/reruns").asInt());
    assertEquals(0, json().at("/runs/1/reruns").asInt());
  }

  /** Too few accepted runs; another criterion is open as well; no reruns are asked for. */
  @ParameterizedTest
  @CsvSource({"2, regression.errorRate, 4", "2, tasks.p95, 5", "0, regression.errorRate, 5"})
  void whatMoreRunsCannotSettleIsNotRunAgain(int reruns, String undecided, int baselineRuns)
      throws Exception {
    execution(reruns)
        .run(
            (command, results) -> leaveOpen(command, results, undecided, baselineRuns),
            pauses::add);
    assertEquals(4, commands.size());
  }

  @Test
  void anInterruptedSuiteReportsWhatThereIs() throws Exception {
    SuiteExecution execution = execution();
    try {
      execution.run(
          (command, results) -> {
            leave(command, results, commands.isEmpty() ? "PASS" : "INVALID");
            if (commands.size() == 2) {
              execution.interrupted();
              throw new IOException("ended by a signal");
            }
            return 0;
          },
          pauses::add);
    } catch (IOException expected) {
      assertEquals("ended by a signal", expected.getMessage());
    }
    JsonNode runs = json().get("runs");
    assertEquals(4, runs.size());
    assertEquals("PASS", runs.at("/0/verdict").asText());
    assertEquals("run-2", runs.at("/1/run").asText());
    assertEquals("interrupted before it", runs.at("/2/reason").asText());
    assertEquals(0, runs.at("/3/tookMillis").asLong());
    assertEquals("INVALID", json().get("verdict").asText());
  }

  @Test
  void afterItsEndNothingIsInterrupted() throws Exception {
    SuiteExecution execution = execution();
    execution.run((command, results) -> leave(command, results, "PASS"), pauses::add);
    execution.interrupted();
    assertEquals("PASS", json().get("verdict").asText());
  }
}
