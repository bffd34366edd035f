package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIndexTest {

  static final String HOSTILE = "run-<img src=x onerror=alert(1)> javascript:'#?%2f";

  @TempDir Path results;

  /** A results folder as it may be after a while: runs, and what other tools left. */
  static Analysis fill(Path results) throws IOException {
    Path run = Files.createDirectory(results.resolve("spiketest-1"));
    new SimulatedRun(Profiles.spike(), 10, 1, 0.05).write(run);
    Analysis analysis = RunAnalyzer.analyze(run, AnalysisOptions.with(CriteriaFile.shipped()));
    ReportWriter.writeAll(run, analysis);
    Files.writeString(run.resolve("index.html"), "Gatling's");
    Path hostile = Files.createDirectory(results.resolve(HOSTILE));
    Files.writeString(
        hostile.resolve("analysis.json"),
        """
        {"schemaVersion": 1, "simulation": "<script>alert(2)</script>", "verdict": "PASS",
         "reason": "\\"><b>", "startMillis": 1,
         "kpis": {"throughput": {"unit": "<i>", "value": 1.5}}}
        """);
    Path killed = Files.createDirectory(results.resolve("spiketest-2"));
    Files.createFile(killed.resolve("simulation.log"));
    Path damaged = Files.createDirectory(results.resolve("spiketest-3"));
    Files.writeString(damaged.resolve("analysis.json"), "{\"schemaVersion\": 1, \"kpis\": {");
    Path other = Files.createDirectory(results.resolve("jmeter-report"));
    Files.writeString(other.resolve("index.html"), "somebody's");
    Files.writeString(results.resolve("lastRun.txt"), "spiketest-1");
    return analysis;
  }

  private String index() throws IOException {
    return Files.readString(results.resolve(RunIndex.FILE));
  }

  @Test
  void everyRunHasItsVerdictNumbersAndLinks() throws IOException {
    Analysis analysis = fill(results);
    RunIndex.write(results);
    String page = index();
    assertTrue(page.contains("<b>4 runs</b>"));
    List<String> rows = new ArrayList<>();
    Pattern.compile("<tr>.*?</tr>", Pattern.DOTALL)
        .matcher(page.substring(page.indexOf("<tbody>")))
        .results()
        .forEach(row -> rows.add(row.group()));
    assertEquals(4, rows.size());
    String first = rows.get(0);
    assertTrue(first.contains("<td class=\"FAIL\"><strong>FAIL</strong></td>"), first);
    assertTrue(first.contains("<a href=\"./spiketest-1/performance.html\">"), first);
    assertTrue(first.contains("<a href=\"./spiketest-1/index.html\">"), first);
    var throughput = analysis.kpi("throughput").orElseThrow();
    assertTrue(first.contains(Display.value(throughput.value(), throughput.kpi().unit())), first);
    assertFalse(page.contains("jmeter-report"));
    assertEquals(1, page.split("not analysed: bin/perf analyze", -1).length - 1);
    assertEquals(1, page.split("analysis.json cannot be read", -1).length - 1);
  }

  @Test
  void hostileNamesAreTextAndTheirLinksStayBelow() throws IOException {
    fill(results);
    Files.writeString(results.resolve(HOSTILE).resolve(ReportWriter.HTML), "ours");
    RunIndex.write(results);
    String page = index();
    assertFalse(page.contains("<img"));
    assertFalse(page.contains("<script"));
    assertFalse(page.contains("<i>"));
    assertFalse(page.contains("\"><b>"));
    assertTrue(
        page.contains(
            "href=\"./run-%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E%20javascript%3A%27%23%3F%252f/performance.html\""));
  }

  @Test
  void somebodyElsesPageStays() throws IOException {
    Path file = Files.writeString(results.resolve(RunIndex.FILE), "<h1>mine</h1>");
    IOException e = assertThrows(IOException.class, () -> RunIndex.write(results));
    assertTrue(e.getMessage().endsWith("index.html is not ours, and stays as it is"));
    RunIndex.renew(results);
    assertEquals("<h1>mine</h1>", Files.readString(file));
  }

  @Test
  void renewingMakesNoPageWhereNoneWas() throws IOException {
    RunIndex.renew(results);
    assertFalse(Files.exists(results.resolve(RunIndex.FILE)));
    RunIndex.write(results);
    assertTrue(index().contains("<b>0 runs</b>"));
    fill(results);
    RunIndex.renew(results);
    assertTrue(index().contains("<b>4 runs</b>"));
    try (Stream<Path> files = Files.list(results)) {
      assertFalse(files.anyMatch(file -> file.toString().endsWith(".tmp")));
    }
  }

  @Test
  void anOutlineHasWhatTheAnalysisSays() throws IOException {
    Analysis analysis = fill(results);
    RunOutline outline = RunOutline.of(results.resolve("spiketest-1")).orElseThrow();
    assertEquals(Optional.of(Verdict.FAIL), outline.verdict());
    assertEquals(analysis.conclusion().sentence(), outline.reason());
    assertEquals("SpikeTest", outline.simulation());
    assertEquals(SimulatedRun.START, outline.startMillis());
    assertEquals(Optional.empty(), RunOutline.of(results.resolve("jmeter-report")));
  }
}
