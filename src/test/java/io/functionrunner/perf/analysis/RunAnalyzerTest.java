package io.functionrunner.perf.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.report.ReportWriter;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAnalyzerTest {

  @TempDir Path directory;

  private Analysis analyze(Path path) throws IOException {
    return RunAnalyzer.analyze(path, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  @Test
  void aHealthyRunPasses() throws IOException {
    new SimulatedRun(Profiles.spike(), 10, 1, 0.002).write(directory);
    Analysis analysis = analyze(directory);
    ReportWriter.writeAll(directory, analysis);
    assertEquals(Verdict.PASS, analysis.conclusion().verdict(), analysis.conclusion().sentence());
    assertTrue(analysis.conservation().isPresent());
  }
}
