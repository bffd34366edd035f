package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.merge.MergeOptions;
import io.functionrunner.perf.merge.MergedRun;
import io.functionrunner.perf.report.ReportWriter;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.sandbox.SandboxChild;
import io.functionrunner.perf.simlog.GatlingReport;
import io.functionrunner.perf.simlog.SimulationLog;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Injectors as separate processes against one sandbox: one, two and five of them share the load.
 */
class ShardsIT {

  private static final double[] QUANTILES = {.5, .95, .99};

  @TempDir Path home;

  @Test
  void shardsSubmitWhatOneInjectorWould() throws Exception {
    List<GatlingProcess> processes = new ArrayList<>();
    long begin = System.nanoTime();
    try (SandboxChild sandbox = Shards.sandbox(List.of(), "--speed=50")) {
      Instant start = Shards.after(System.nanoTime() - begin, 8);
      Shards shards = new Shards(home, sandbox.baseUrl().toString(), start);
      for (int of : new int[] {1, 2, 5}) {
        for (int index = 1; index <= of; index++) {
          processes.add(shards.start(index, of));
        }
      }
      List<FinishedRun> runs = new ArrayList<>();
      for (GatlingProcess process : processes) {
        assertEquals(0, process.end(), process::output);
        runs.add(process.left());
      }
      List<String> submitted = submitted(runs.get(0));
      assertTrue(submitted.size() > 50, submitted::toString);
      assertTogether(runs.subList(0, 1), submitted);
      assertTogether(runs.subList(1, 3), submitted);
      assertTogether(runs.subList(3, 8), submitted);
    } finally {
      processes.forEach(GatlingProcess::close);
    }
  }

  private void assertTogether(List<FinishedRun> runs, List<String> submitted) throws Exception {
    int of = runs.size();
    FinishedRun merged = new FinishedRun(home.resolve("merged-" + of));
    MergedRun.write(
        runs.stream().map(FinishedRun::directory).toList(),
        merged.directory(),
        MergeOptions.DEFAULT);
    assertEquals(submitted, submitted(merged));
    assertEquals(submitted.size(), merged.manifest().tasksPlanned());
    assertEquals(of, merged.manifest().shards().injectors().size());

    Analysis analysis =
        RunAnalyzer.analyze(merged.directory(), AnalysisOptions.with(CriteriaFile.shipped()));
    ReportWriter.writeAll(merged.directory(), analysis);
    merged.assertReports();
    // The machine may be too busy for the schedule: that is another criterion.
    for (String id : List.of("run.finished", "run.shards", "run.counts", "run.planned")) {
      assertTrue(
          analysis.criteria().stream().anyMatch(c -> c.id().equals(id) && c.is(Verdict.PASS)),
          () -> id + ": " + analysis.criteria());
    }
    List<TaskRecord> samples = new ArrayList<>();
    for (FinishedRun run : runs) {
      samples.addAll(run.tasks());
    }
    assertQuantiles(merged, samples);
    if (of > 2) {
      assertGatlingReads(merged, analysis);
    }
  }

  /** By the schedule alone: what a task is, and when it was wanted. */
  private static List<String> submitted(FinishedRun run) throws IOException {
    long start = run.manifest().startMillis();
    return run.tasks().stream()
        .map(
            t ->
                "%d/%d %s %s at %d"
                    .formatted(
                        t.user(), t.index(), t.modality(), t.quality(), t.intendedMillis() - start))
        .toList();
  }

  /** Against a sort of what all injectors measured. */
  private static void assertQuantiles(FinishedRun merged, List<TaskRecord> samples)
      throws IOException {
    RunManifest manifest = merged.manifest();
    List<Long> sorted =
        samples.stream()
            .filter(t -> t.modality().equals("text") && t.outcome() == Outcome.COMPLETED)
            .filter(t -> measured(manifest, t.submitMillis()))
            .map(t -> t.endMillis() - t.submitMillis())
            .sorted()
            .toList();
    assertTrue(sorted.size() > 20, sorted::toString);
    for (double p : QUANTILES) {
      assertEquals(
          sorted.get((int) Math.ceil(p * sorted.size()) - 1),
          merged
              .analysis()
              .at(
                  "/tasks/classes/text.standard/observed/quantiles/p%d"
                      .formatted(Math.round(100 * p)))
              .asLong());
    }
  }

  private static boolean measured(RunManifest manifest, long millis) {
    return manifest.phases().stream()
        .filter(phase -> phase.kind().measured())
        .anyMatch((Phase phase) -> phase.contains(millis - manifest.startMillis()));
  }

  private void assertGatlingReads(FinishedRun merged, Analysis analysis) throws Exception {
    GatlingReport report =
        GatlingReport.of(
            merged.directory().resolve(SimulationLog.FILE_NAME),
            home.resolve("gatling-" + merged.directory().getFileName()));
    assertEquals(analysis.requests().orElseThrow().run().count(), report.all().total());
    for (RequestSummary request : analysis.requests().orElseThrow().requests()) {
      assertEquals(request.run().count(), report.row(request.key().label()).total());
    }
  }
}
