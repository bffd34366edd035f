package io.functionrunner.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.report.SurefireSchema;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;
import picocli.CommandLine;

/** From accepted runs to the status with which a slower one ends. */
class GateCommandsTest {

  private static final Profile PROFILE = Profiles.baseline().stretched(0.3);

  @TempDir private Path directory;

  private final StringWriter errors = new StringWriter();
  private Path baselines;

  @BeforeEach
  void acceptFiveRuns() throws IOException {
    baselines = directory.resolve("baselines");
    assertEquals(0, accept(run("r1"), run("r2"), run("r3"), run("r4")));
    assertEquals(0, accept(run("r5")));
  }

  @Test
  void anEqualRunPassesAndASlowerOneFailsWithItsSentenceEverywhere()
      throws IOException, SAXException {
    Path same = run("same");
    assertEquals(0, analyze(same), errors::toString);
    Path slow = run("slow", PROFILE, 1.15);
    assertEquals(2, analyze(slow), errors::toString);
    JsonNode json = new ObjectMapper().readTree(slow.resolve("analysis.json").toFile());
    JsonNode text = json.at("/comparison/kpis/task.text.paired");
    assertEquals("FAIL", text.get("verdict").asText());
    assertTrue(text.get("change").asDouble() > 0.14, text.toString());
    assertEquals(5, json.at("/comparison/baselineRuns").asInt());
    String sentence = text.get("sentence").asText();
    assertTrue(sentence.contains("% slower, 99 % sure of at least"), sentence);
    String words = sentence.substring(0, sentence.indexOf(','));
    for (String file : List.of("summary.md", "junit.xml", "performance.html")) {
      assertTrue(Files.readString(slow.resolve(file)).contains(words), file);
    }
    String page = Files.readString(slow.resolve("performance.html"));
    assertTrue(page.contains("Against the baseline") && page.contains("<circle cx="));
    String junit = Files.readString(slow.resolve("junit.xml"));
    assertTrue(junit.contains("name=\"regression.task.text.paired\""), junit);
    for (Path run : List.of(same, slow)) {
      SurefireSchema.validate(run.resolve("junit.xml"));
    }
  }

  @Test
  void theHistoryTellsWhichBaselineARunWasComparedWith() throws IOException {
    assertEquals("5 runs, the last r5", baselineInHistoryOf("first"));
    assertEquals(0, accept(run("r6")));
    assertEquals("6 runs, the last r6", baselineInHistoryOf("second"));
  }

  private String baselineInHistoryOf(String name) throws IOException {
    Path history = directory.resolve("history-" + name);
    String[] places = {"--baseline", baselines.toString(), "--history", history.toString()};
    assertEquals(
        0, perf("analyze", places[0], places[1], places[2], places[3], run(name).toString()));
    try (var files = Files.list(history)) {
      Path summary = files.findFirst().orElseThrow();
      return new ObjectMapper().readTree(summary.toFile()).path("baseline").asText();
    }
  }

  @Test
  void setsOfRunsAreCompared() throws IOException {
    String slow = run("slow", PROFILE, 1.15).toString();
    String same = run("same").toString();
    String first = directory.resolve("r1").toString();
    String file = onlyFile().toString();
    assertEquals(2, perf("compare", "--baseline", file, "--candidate", slow));
    assertEquals(0, perf("compare", "--baseline", file, "--candidate", same, first));
    assertEquals(3, perf("compare", first, slow));
    assertEquals(1, perf("compare", first));
    String spike = run("spike", Profiles.spike(), 1).toString();
    assertEquals(1, perf("compare", first, spike));
    assertTrue(
        errors.toString().contains("cannot be compared: another simulation"), errors::toString);
  }

  @Test
  void baselinesAreListedShownAndCompared() throws IOException {
    String file = onlyFile().toString();
    assertEquals(0, perf("baseline", "list", "--baselines", baselines.toString()));
    assertEquals(0, perf("baseline", "show", file));
    assertEquals(0, perf("baseline", "diff", file, file));
    assertEquals(1, perf("baseline", "show", "nothing.json"));
    assertTrue(errors.toString().contains("no such file"), errors::toString);
  }

  @Test
  void whatDoesNotCountIsNotAccepted() throws IOException {
    assertEquals(1, accept(directory.resolve("r1")));
    assertTrue(errors.toString().contains("in the baseline already"), errors::toString);
    Path broken = Files.createDirectory(directory.resolve("broken"));
    new SimulatedRun(PROFILE, 10, 1, 0).ended(RunManifest.Status.ABORTED, "Ctrl-C").write(broken);
    assertEquals(1, accept(broken), "nothing is left");
    assertEquals(0, accept(broken, run("r6")), "the others count");
    assertTrue(
        errors.toString().contains("it does not hold that the run came to its end"),
        errors::toString);
    assertEquals(4, analyze(broken));
  }

  @Test
  void aDamagedBaselineIsNamed() throws IOException {
    Files.writeString(onlyFile(), "{");
    assertEquals(1, analyze(run("same")));
    assertTrue(errors.toString().contains("not JSON"), errors::toString);
  }

  /**
   * The other run is of another load, or broke off: it is named, and the comparison done without
   * it.
   */
  @Test
  void aRunIsComparedTogetherWithEarlierOnesOfItsLoad() throws IOException {
    Path earlier = run("earlier");
    Path spike = run("spike", Profiles.spike(), 1);
    Path broken = Files.createDirectory(directory.resolve("broken"));
    new SimulatedRun(PROFILE, 10, 1, 0).ended(RunManifest.Status.ABORTED, "Ctrl-C").write(broken);
    Path run = run("run");
    String[] with = {"--with", earlier.toString(), spike.toString(), broken.toString()};
    assertEquals(
        0,
        perf(
            "analyze",
            run.toString(),
            "--baseline",
            baselines.toString(),
            with[0],
            with[1],
            with[2],
            with[3]),
        errors::toString);
    JsonNode comparison =
        new ObjectMapper().readTree(run.resolve("analysis.json").toFile()).path("comparison");
    assertEquals(2, comparison.path("runs").asInt(), comparison::toString);
    String notice = comparison.path("notice").asText();
    assertTrue(notice.contains(spike + " is left out: another simulation"), notice);
    assertTrue(notice.contains(broken + " is left out: a run is not compared"), notice);
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(baselines.resolve("BaselineTest"))) {
      return files.filter(f -> f.toString().endsWith(".json")).findFirst().orElseThrow();
    }
  }

  private int analyze(Path run) {
    return perf("analyze", "--baseline", baselines.toString(), run.toString());
  }

  private int accept(Path... runs) {
    String[] arguments = new String[runs.length + 6];
    String[] options = {
      "baseline", "accept", "--baselines", baselines.toString(), "--reason", "a test"
    };
    System.arraycopy(options, 0, arguments, 0, options.length);
    for (int i = 0; i < runs.length; i++) {
      arguments[options.length + i] = runs[i].toString();
    }
    return perf(arguments);
  }

  private int perf(String... arguments) {
    CommandLine line = Perf.commandLine();
    line.setErr(new PrintWriter(errors, true));
    return line.execute(arguments);
  }

  private Path run(String name) throws IOException {
    return run(name, PROFILE, 1);
  }

  private Path run(String name, Profile profile, double slowdown) throws IOException {
    Path run = Files.createDirectory(directory.resolve(name));
    new SimulatedRun(profile, 10, 1, 0, slowdown).write(run);
    return run;
  }
}
