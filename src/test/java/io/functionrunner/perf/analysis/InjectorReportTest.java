package io.functionrunner.perf.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.InjectorReport.State;
import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The injector's health in the analysis of a run that is healthy otherwise. */
class InjectorReportTest {

  private static final int SECONDS = 100;

  @TempDir Path directory;

  @BeforeEach
  void writeAHealthyRun() throws IOException {
    new SimulatedRun(Profiles.spike(), 10, 1, 0.002).write(directory);
  }

  private Analysis analyze() throws IOException {
    return RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  @Test
  void aHealthyInjectorIsACriterionThatHolds() throws IOException {
    RecordedSeries.ofInjector(SECONDS, t -> t == 50 ? .3 : .22).write(directory);
    Analysis analysis = analyze();
    assertEquals(State.HEALTHY, analysis.injector().state());
    CriterionResult criterion =
        analysis.criteria().stream()
            .filter(c -> c.id().equals("run.injector"))
            .findFirst()
            .orElseThrow();
    assertTrue(criterion.is(Verdict.PASS));
    assertEquals(
        "CPU 22.0 % on average, 30.0 % at most, collections 1.0 % of the time, event loops late by 12 ms",
        criterion.reason());
    assertEquals(
        OptionalDouble.of(.8),
        analysis.injector().metric("injector_cpu_share").orElseThrow().limit());
  }

  @Test
  void aSaturatedInjectorMakesTheRunInvalidAndIsNamed() throws IOException {
    RecordedSeries.ofInjector(SECONDS, t -> t >= 20 && t < 30 ? .97 : .2).write(directory);
    Analysis analysis = analyze();
    assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
    String sentence = analysis.conclusion().sentence();
    assertTrue(
        sentence.startsWith(
            "the injector's process was at its CPU limit: injector_cpu_share over 80.0 %"),
        sentence);
    assertTrue(sentence.contains("highest 97.0 %"), sentence);
    assertTrue(sentence.endsWith("(20 to 30 s)"), sentence);
    assertEquals("injector.cpu", analysis.injector().reasons().get(0).id());
  }

  @Test
  void saturationOutweighsAFailure() throws IOException {
    new SimulatedRun(Profiles.spike(), 10, 1, 0.05).write(directory);
    assertEquals(Verdict.FAIL, analyze().conclusion().verdict());
    RecordedSeries.ofInjector(SECONDS, t -> .97).write(directory);
    assertEquals(Verdict.INVALID, analyze().conclusion().verdict());
  }

  @Test
  void samplesThatWereCutAreUsedUpToTheCut() throws IOException {
    RecordedSeries.ofInjector(SECONDS, t -> Math.abs(Math.sin(1e3 * t)) / 2).write(directory);
    SimulatedRun.cut(directory.resolve(InjectorSampler.FILE), .5);
    Analysis analysis = analyze();
    assertEquals(State.HEALTHY, analysis.injector().state());
    assertTrue(analysis.findings().stream().anyMatch(f -> f.title().contains("health broke off")));
  }

  @Test
  void aLimitThatTheCriteriaTakeAwayIsNotJudged() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("mine.json"),
            """
            {"schemaVersion": 1, "default": {"scheduleLagP99Millis": null}}
            """);
    RecordedSeries.ofInjector(SECONDS, t -> .2)
        .with("injector_schedule_lag_millis", Map.of(), t -> 900)
        .write(directory);
    Analysis analysis =
        RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.read(file)));
    assertEquals(State.HEALTHY, analysis.injector().state());
    assertEquals(
        OptionalDouble.empty(),
        analysis.injector().metric("injector_schedule_lag_millis").orElseThrow().limit());
  }
}
