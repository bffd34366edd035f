package io.functionrunner.perf.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.InjectorReport.State;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.kpi.ClockInterval;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.SeriesFile;
import io.functionrunner.perf.run.MetricSummary;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.PhaseResources;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.RunManifest.Status;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The target's metrics in the analysis. The run's phases: ramp to 6 s, steady to 30 s, spike to 42
 * s, recovery to 90 s.
 */
class ServerMetricsTest {

  private static final int SECONDS = 100;
  private static final double EXACT = 1e-9;

  @TempDir Path directory;

  private SimulatedRun run;

  @BeforeEach
  void writeAHealthyRun() throws IOException {
    run = new SimulatedRun(Profiles.spike(), 10, 1, 0.002);
    run.write(directory);
  }

  private Analysis analyze() throws IOException {
    return RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  private ServerMetrics metrics() throws IOException {
    return analyze().metrics().orElseThrow();
  }

  private static RecordedSeries workers() {
    return RecordedSeries.ofTarget(SECONDS)
        .with("workers_active", Map.of(), t -> t < 30 ? 4 : 7)
        .with("worker_pool_size", Map.of(), t -> 8)
        // 999 in the ramp, which does not count.
        .with("queue_depth", Map.of(), t -> t < 6 ? 999 : t < 30 ? 2 : t == 35 ? 208 : 10);
  }

  private void requireOfTheRun(String metric) throws IOException {
    Files.writeString(
        directory.resolve(Catalog.FILE),
        """
        {"schema": 1, "metrics": [{"id": "%s", "unit": "W", "direction": "lower",
          "meaning": "Ours.", "required": true,
          "value": {"kind": "gauge", "metric": "own_metric", "aggregation": "sum"}}]}
        """
            .formatted(metric));
  }

  private static Optional<CriterionResult> criterion(Analysis analysis, String id) {
    return analysis.criteria().stream().filter(c -> c.id().equals(id)).findFirst();
  }

  private static List<Finding> findings(Analysis analysis, String words) {
    return analysis.findings().stream().filter(f -> f.title().contains(words)).toList();
  }

  private static double kpi(Analysis analysis, String id) {
    return analysis.kpi(id).orElseThrow().value() instanceof KpiValue.Measured measured
        ? measured.value()
        : Double.NaN;
  }

  /** Completions in a stretch, counted one by one. */
  private double completedPerSecond(int fromSeconds, int toSeconds) {
    long count =
        run.tasks().stream()
            .filter(t -> t.outcome() == Outcome.COMPLETED)
            .filter(t -> t.endMillis() >= SimulatedRun.START + 1000L * fromSeconds)
            .filter(t -> t.endMillis() < SimulatedRun.START + 1000L * toSeconds)
            .count();
    return (double) count / (toSeconds - fromSeconds);
  }

  @Test
  void numbersByPhaseAreThoseOfTheSeries() throws IOException {
    workers().write(directory);
    ServerMetrics metrics = metrics();
    assertEquals(
        List.of("ramp", "steady", "spike", "recovery"),
        metrics.phases().stream().map(PhaseResources::phase).toList());
    PhaseResources spike = metrics.phases().get(2);
    // 24 points: 23 times 10, and the peak.
    assertEquals((23 * 10 + 208) / 24.0, spike.queueDepthAverage().orElseThrow(), EXACT);
    assertEquals(OptionalDouble.of(208), spike.queueDepthPeak());
    assertEquals(OptionalDouble.of(7), spike.maxConcurrentTasks());
    assertEquals(OptionalDouble.of(7 / 8.0), spike.workerUtilisation());
    double rate = completedPerSecond(30, 42);
    assertEquals(rate / 7, spike.workerEfficiency().orElseThrow(), EXACT);
    assertEquals(7 / rate, spike.demands().get(0).demandSeconds().orElseThrow(), EXACT);
  }

  @Test
  void theMeasuredPhasesTogetherLeaveOutTheRamp() throws IOException {
    workers().write(directory);
    Analysis analysis = analyze();
    PhaseResources all = analysis.metrics().orElseThrow().measured();
    // 48 points in steady, 24 in spike, 96 in recovery.
    double queue = (48 * 2 + 23 * 10 + 208 + 96 * 10) / 168.0;
    double busy = (48 * 4 + 120 * 7) / 168.0;
    double rate = completedPerSecond(6, 90);
    assertEquals(queue, all.queueDepthAverage().orElseThrow(), EXACT);
    assertEquals(queue, kpi(analysis, "queue.mean"), EXACT);
    assertEquals(208, kpi(analysis, "queue.max"));
    assertEquals(7, kpi(analysis, "workers.max"));
    assertEquals(busy / 8, kpi(analysis, "workers.utilisation"), EXACT);
    assertEquals(rate / busy, kpi(analysis, "workers.efficiency"), EXACT);
    assertEquals(busy / rate, kpi(analysis, "demand.workers"), EXACT);
    assertEquals(rate, kpi(analysis, "throughput"), EXACT, "the same rate as the client's");
  }

  @Test
  void levelsOfSeveralSeriesAreAveragedAndTheirMaximumIsOfAny() throws IOException {
    workers()
        .with("gpu_utilisation", Map.of("gpu", "0"), t -> 90)
        .with("gpu_utilisation", Map.of("gpu", "1"), t -> t == 50 ? 95 : 30)
        .write(directory);
    Analysis analysis = analyze();
    assertEquals(
        90 / 2.0 + (167 * 30 + 95) / 168.0 / 2, kpi(analysis, "gpu_utilisation.mean"), EXACT);
    assertEquals(95, kpi(analysis, "gpu_utilisation.max"));
    CollectedMetric gpu = analysis.metrics().orElseThrow().metric("gpu_utilisation").orElseThrow();
    assertEquals("%", gpu.unit());
    assertEquals("dcgm-exporter", gpu.exporter());
    assertEquals(
        new MetricSummary("gpu_utilisation", Map.of("gpu", "0"), "spike", 24, 90, 90, 90, 90, 1),
        gpu.series().get(0).phases().get(2));
  }

  @Test
  void whatWasNotCollectedIsNamedWithItsReasonAndIsNoZero() throws IOException {
    workers().without("gpu_utilisation", "HTTP 503 <b>down</b>").write(directory);
    Analysis analysis = analyze();
    assertEquals(Verdict.PASS, analysis.conclusion().verdict(), analysis.conclusion().sentence());
    ServerMetrics metrics = analysis.metrics().orElseThrow();
    assertTrue(
        metrics
            .missing()
            .contains(
                new MissingMetric(
                    "gpu_utilisation", "dcgm-exporter", false, "HTTP 503 <b>down</b>")));
    assertEquals(
        Catalog.builtIn().metrics().size(), metrics.missing().size() + metrics.collected().size());
    KpiValue value = analysis.kpi("gpu_utilisation.max").orElseThrow().value();
    assertEquals(KpiValue.missing("not collected: HTTP 503 <b>down</b>"), value);
    Finding dcgm = findings(analysis, "of dcgm-exporter").get(0);
    assertEquals("Not collected: 8 of 8 metrics of dcgm-exporter", dcgm.title());
    assertTrue(dcgm.evidence().startsWith("gpu_utilisation: HTTP 503"), dcgm.evidence());
  }

  @Test
  void aRunWithoutSeriesSaysSoAndIsJudgedByTheRest() throws IOException {
    Analysis analysis = analyze();
    assertEquals(Verdict.PASS, analysis.conclusion().verdict());
    assertTrue(analysis.metrics().isEmpty());
    Finding finding = findings(analysis, "metrics were not collected").get(0);
    assertEquals(Severity.INFO, finding.severity());
    assertEquals("no metrics.series.gz", finding.evidence());
    assertEquals(State.NOT_MEASURED, analysis.injector().state());
    CriterionResult injector = criterion(analysis, "run.injector").orElseThrow();
    assertTrue(injector.verdict().isEmpty());
    assertEquals(
        "not measured: no samples of the injector in injector.series.gz", injector.reason());
  }

  @Test
  void aSourceThatGaveNothingIsAWarning() throws IOException {
    RecordedSeries.ofTarget(SECONDS).without("queue_depth", "no target answered").write(directory);
    Finding finding = findings(analyze(), "None of the target's metrics").get(0);
    assertEquals(Severity.WARNING, finding.severity());
    assertTrue(finding.evidence().contains("no target answered"), finding.evidence());
  }

  @Test
  void aRequiredMetricThatIsThereIsACriterionThatHolds() throws IOException {
    requireOfTheRun("gpu_power");
    workers().with("gpu_power", Map.of(), t -> 300).write(directory);
    Analysis analysis = analyze();
    assertTrue(criterion(analysis, "run.metrics").orElseThrow().is(Verdict.PASS));
    CollectedMetric power = analysis.metrics().orElseThrow().metric("gpu_power").orElseThrow();
    assertEquals("Ours.", power.meaning(), "the run's own definition");
  }

  @Test
  void aRequiredMetricThatIsMissingMakesTheRunInvalid() throws IOException {
    requireOfTheRun("gpu_power");
    workers().without("gpu_power", "no target serves own_metric").write(directory);
    Analysis analysis = analyze();
    assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
    assertEquals("no gpu_power: no target serves own_metric", analysis.conclusion().sentence());
  }

  @Test
  void aRequiredMetricWithoutTheFileMakesTheRunInvalid() throws IOException {
    requireOfTheRun("gpu_power");
    assertEquals("no gpu_power: no metrics.series.gz", analyze().conclusion().sentence());
  }

  @Test
  void aRequiredMetricThatEndedInTheRampMakesTheRunInvalid() throws IOException {
    requireOfTheRun("gpu_power");
    workers().with("gpu_power", Map.of(), t -> t < 5 ? 300 : Double.NaN).write(directory);
    assertEquals("no gpu_power: no point in any measured phase", analyze().conclusion().sentence());
  }

  @Test
  void aCatalogThatIsNoneIsNamed() throws IOException {
    Files.writeString(directory.resolve(Catalog.FILE), "{\"schema\": 2}");
    IOException e = assertThrows(IOException.class, this::analyze);
    assertTrue(e.getMessage().contains(Catalog.FILE), e.getMessage());
  }

  @Test
  void aMetricThatOnlyTheFileKnowsIsKept() throws IOException {
    workers().with("tokens_per_second", Map.of(), t -> 12).write(directory);
    CollectedMetric tokens = metrics().metric("tokens_per_second").orElseThrow();
    assertEquals("", tokens.unit());
    assertEquals(OptionalDouble.of(12), tokens.max());
  }

  @Test
  void aFileThatWasCutIsUsedUpToItsCut() throws IOException {
    RecordedSeries noise = workers();
    for (int i = 0; i < 40; i++) {
      int seed = i;
      noise.with("pod_cpu", Map.of("pod", "p" + i), t -> Math.sin(seed + 1e3 * t) + 1);
    }
    noise.write(directory);
    SimulatedRun.cut(directory.resolve(SeriesFile.FILE), .5);
    Analysis analysis = analyze();
    ServerMetrics metrics = analysis.metrics().orElseThrow();
    assertTrue(metrics.truncated());
    assertEquals(OptionalDouble.of(4), metrics.phases().get(1).maxConcurrentTasks());
    assertEquals(
        Severity.WARNING, findings(analysis, "target's metrics broke off").get(0).severity());
    assertTrue(findings(analysis, "No metric of the target").isEmpty(), "said once");
    assertFalse(findings(analysis, "only a part of the measured time").isEmpty());
  }

  @Test
  void aFileThatIsNoneCostsItsNumbersAndNotTheRun() throws IOException {
    Files.writeString(directory.resolve(SeriesFile.FILE), "not compressed");
    Files.writeString(directory.resolve(InjectorSampler.FILE), "not compressed either");
    Analysis analysis = analyze();
    assertEquals(Verdict.PASS, analysis.conclusion().verdict());
    Finding target = findings(analysis, "metrics were not collected").get(0);
    assertEquals(Severity.WARNING, target.severity());
    assertTrue(target.evidence().startsWith("metrics.series.gz: "), target.evidence());
    assertFalse(target.evidence().contains(directory.toString()), target.evidence());
    assertEquals(
        Severity.WARNING, findings(analysis, "samples could not be read").get(0).severity());
  }

  @Test
  void anOutageIsAFindingWithItsWindow() throws IOException {
    RecordedSeries.ofTarget(SECONDS)
        .with("queue_depth", Map.of(), t -> t > 20 && t < 25 ? Double.NaN : 1)
        .with("worker_pool_size", Map.of(), t -> t > 20 && t < 26 ? Double.NaN : 1)
        .notice("http://127.0.0.1:9100/metrics: 200 scrapes, 10 failed, 0 slow")
        .write(directory);
    Analysis analysis = analyze();
    Finding outage = findings(analysis, "No metric of the target for a while").get(0);
    assertEquals(Optional.of(new Span(20_000, 25_000)), outage.window());
    assertEquals("5.0 s without any point, where one is due every 0.5 s", outage.evidence());
    assertEquals(1, findings(analysis, "No metric of the target for a while").size());
    assertTrue(
        findings(analysis, "Of the target's metrics").get(0).evidence().contains("10 failed"));
  }

  @Test
  void aSourceThatEndsBeforeTheRunIsAnOutage() throws IOException {
    RecordedSeries.ofTarget(60).with("queue_depth", Map.of(), t -> 1).write(directory);
    Span outage =
        findings(analyze(), "No metric of the target for a while").get(0).window().orElseThrow();
    assertEquals(59_500, outage.startMillis());
    assertEquals(
        RunManifest.read(directory.resolve(RunManifest.FILE)).endMillis(),
        SimulatedRun.START + outage.endMillis());
  }

  @Test
  void theOffsetOfTheClockIsStated() throws IOException {
    workers().clock(37.4, 2.5).write(directory);
    Analysis analysis = analyze();
    assertEquals(Optional.of(new ClockInterval(34, 40)), analysis.metrics().orElseThrow().clock());
    assertTrue(
        findings(analysis, "Offset of the metrics' clock")
            .get(0)
            .evidence()
            .startsWith("34 to 40 ms"));
  }

  @Test
  void aRunThatBrokeOffIsSummarisedAsFarAsItCame() throws IOException {
    run.ended(Status.ABORTED, "interrupted");
    run.manifest(SimulatedRun.START + 36_000).write(directory.resolve(RunManifest.FILE));
    RecordedSeries.ofTarget(36).with("queue_depth", Map.of(), t -> 3).write(directory);
    Analysis analysis = analyze();
    ServerMetrics metrics = analysis.metrics().orElseThrow();
    assertEquals(
        List.of("ramp", "steady", "spike"),
        metrics.phases().stream().map(PhaseResources::phase).toList());
    MetricSummary spike = metrics.collected().get(0).series().get(0).phases().get(2);
    assertEquals(12, spike.points());
    assertEquals(1, spike.coverage(), "of the 6 s that there were");
    assertTrue(findings(analysis, "No metric of the target").isEmpty());
  }
}
