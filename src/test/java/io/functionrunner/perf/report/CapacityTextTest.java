package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RecordedSeries;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityTextTest {

  private static final int SPEED = 10;

  @TempDir Path directory;

  private final Profile profile = Profiles.capacity();

  private RecordedSeries target() {
    long seconds = profile.compressed(SPEED).durationMillis() / 1000;
    return RecordedSeries.ofTarget((int) seconds)
        .with("workers_active", Map.of(), t -> 48)
        .with("worker_pool_size", Map.of(), t -> 140);
  }

  private List<String> workersBusy(RecordedSeries series) throws IOException {
    new SimulatedRun(profile, SPEED, 1, 0).write(directory);
    series.write(directory);
    Analysis analysis =
        RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.shipped()));
    int column = CapacityText.HEAD.indexOf("Workers busy");
    return CapacityText.rows(analysis, analysis.capacity().orElseThrow()).stream()
        .map(row -> row.get(column))
        .toList();
  }

  /** 38 of 40 text workers in the last level, 10 before; 10 of 100 image workers all the time. */
  @Test
  void aFullPoolIsSeenBesideAnIdleOne() throws IOException {
    List<Phase> levels = levels();
    double last = levels.get(levels.size() - 1).startMillis() / 1000.0;
    List<String> busy =
        workersBusy(
            target()
                .with("workers_active_by_pool", Map.of("pool", "image"), t -> 10)
                .with("worker_pool_size_by_pool", Map.of("pool", "image"), t -> 100)
                .with("workers_active_by_pool", Map.of("pool", "text"), t -> t < last ? 10 : 38)
                .with("worker_pool_size_by_pool", Map.of("pool", "text"), t -> 40));
    assertEquals(levels.size(), busy.size());
    assertEquals("text 25 %", busy.get(0));
    assertEquals("text 95 %", busy.get(busy.size() - 1));
  }

  @Test
  void allTogetherWhereNothingTellsPoolsApart() throws IOException {
    assertEquals("34.29 %", workersBusy(target()).get(0));
  }

  private List<Phase> levels() {
    return profile.compressed(SPEED).phases().stream()
        .filter(phase -> phase.kind() == Phase.Kind.LEVEL)
        .toList();
  }
}
