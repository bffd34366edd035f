package io.functionrunner.perf.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.ForeignLog;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.run.RunManifest.Status;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

  @TempDir Path folder;

  private static Analysis analyze(Path run) throws IOException {
    return RunAnalyzer.analyze(run, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  private Path history() {
    return folder.resolve("shared/history");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(history())) {
      return files.toList();
    }
  }

  @Test
  void aSummaryHoldsWhatTheAnalysisFoundAndIsReadAsItWasWritten() throws IOException {
    Path run = Files.createDirectory(folder.resolve("spiketest-1"));
    new SimulatedRun(Profiles.spike(), 10, 1, 0.05).write(run);
    Analysis analysis = analyze(run);
    History.write(history(), RunSummary.of(analysis));
    History read = History.read(history());
    assertEquals(List.of(), read.skipped());
    RunSummary summary = read.runs().get(0);
    assertEquals(RunSummary.of(analysis), summary);
    assertEquals("SpikeTest", summary.simulation());
    assertEquals("spiketest-1", summary.run());
    assertEquals(SimulatedRun.START, summary.startMillis());
    assertEquals(Verdict.FAIL, summary.verdict());
    assertEquals(Status.COMPLETED, summary.status());
    assertEquals("sandbox", summary.target());
    assertEquals(1, summary.seed());
    assertTrue(summary.counts());
    KpiValue.Measured p95 =
        (KpiValue.Measured) analysis.kpi("task.text.standard.p95").orElseThrow().value();
    RunSummary.Value kept = summary.kpis().get("task.text.standard.p95");
    assertEquals(p95.value(), kept.value());
    assertEquals(p95.interval().orElseThrow().low(), kept.low());
    assertEquals(p95.interval().orElseThrow().high(), kept.high());
    assertTrue(kept.gates());
  }

  @Test
  void aRunThatIsAnalysedAgainReplacesItsSummaryAndNoOther() throws IOException {
    History.write(history(), Summaries.run(1, 100));
    History.write(history(), Summaries.run(2, 100));
    Path again = History.write(history(), Summaries.run(2, 120));
    assertEquals(
        "baselinetest-2-" + Summaries.run(2, 1).startMillis() + ".json", again.getFileName() + "");
    assertEquals(2, files().size());
    assertEquals(
        List.of(100.0, 120.0),
        History.read(history()).runs().stream().map(r -> r.kpis().get("p95").value()).toList());
  }

  @Test
  void damagedAndForeignFilesAreNamedAndSkipped() throws IOException {
    Path good = History.write(history(), Summaries.run(1, 100));
    String text = Files.readString(good);
    Files.writeString(history().resolve("cut.json"), text.substring(0, text.length() / 2));
    Files.writeString(history().resolve("empty.json"), "");
    Files.writeString(history().resolve("null.json"), "null");
    Files.writeString(history().resolve("list.json"), "[1, 2]");
    Files.writeString(history().resolve("other.json"), "{\"dashboard\": {\"panels\": []}}");
    Files.writeString(history().resolve("notes.txt"), "do not delete");
    Files.write(history().resolve("big.json"), new byte[(1 << 20) + 1]);
    Files.writeString(
        history().resolve("newer.json"),
        text.replace("\"schemaVersion\":1", "\"schemaVersion\":2"));
    Files.writeString(
        history().resolve("infinite.json"), text.replace("\"value\":100.0", "\"value\":1e999"));
    Files.writeString(history().resolve(".sync-state"), "a tool's own");
    Files.createDirectory(history().resolve("folder"));
    History read = History.read(history());
    assertEquals(List.of(Summaries.run(1, 100)), read.runs());
    assertEquals(
        List.of(
            "big.json",
            "cut.json",
            "empty.json",
            "infinite.json",
            "list.json",
            "newer.json",
            "notes.txt",
            "null.json",
            "other.json"),
        read.skipped().stream().map(History.Skipped::file).toList());
    assertEquals("schema version 2; this suite reads up to 1", read.skipped().get(5).reason());
    assertEquals("no simulation", read.skipped().get(8).reason());
  }

  @Test
  void fieldsOfANewerSuiteAreLeftAlone() throws IOException {
    Path file = History.write(history(), Summaries.run(1, 100));
    Files.writeString(
        file, Files.readString(file).replaceFirst("\\{", "{\"moon\":{\"phase\":[1]},"));
    assertEquals(List.of(Summaries.run(1, 100)), History.read(history()).runs());
  }

  @Test
  void aFolderThatIsNotThereIsEmptyAndAFileIsNone() throws IOException {
    assertEquals(new History(List.of(), List.of()), History.read(folder.resolve("no")));
    Path file = Files.createFile(folder.resolve("file"));
    IOException e = assertThrows(IOException.class, () -> History.read(file));
    assertTrue(e.getMessage().contains("is no folder"), e.getMessage());
  }

  @Test
  void hostileNamesStayInTheFolder() throws IOException {
    Path run = Files.createDirectory(folder.resolve("..%2f<script>"));
    ForeignLog.write(run.resolve("simulation.log"));
    RunSummary summary = RunSummary.of(analyze(run));
    assertEquals(null, summary.load());
    assertEquals(history(), History.write(history(), summary).getParent());
    assertEquals(List.of(summary), History.read(history()).runs());
  }

  @Test
  void nothingIsLeftOfAWriteThatFails() throws IOException {
    Files.createDirectories(history());
    // A folder with the file's name cannot be replaced.
    Path taken =
        history().resolve("baselinetest-1-" + Summaries.run(1, 1).startMillis() + ".json/x");
    Files.createDirectories(taken);
    assertThrows(IOException.class, () -> History.write(history(), Summaries.run(1, 100)));
    assertEquals(List.of(taken.getParent()), files());
  }
}
