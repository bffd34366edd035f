package io.functionrunner.perf.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.diagnosis.ResourceUse.Role;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One seed of the exam of docs/diagnosis.md, and what is told beside the name. */
class DiagnosisTest {

  private static final long SEED = 7;

  @TempDir Path folder;

  private Analysis analysis(Plant plant) throws IOException {
    return Plant.analysis(plant.run(folder, SEED));
  }

  private static Map<String, ResourceUse> resources(Analysis analysis) {
    return analysis.diagnosis().resources().stream()
        .collect(Collectors.toMap(ResourceUse::title, Function.identity()));
  }

  private static CriterionResult criterion(Analysis analysis, String id) {
    return analysis.criteria().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(
      value = Plant.class,
      names = {"STALL", "ERROR_BURST", "GPU_THROTTLE", "LATENCY_JITTER"},
      mode = EnumSource.Mode.EXCLUDE)
  void namesWhatWasPlanted(Plant plant) throws IOException {
    assertEquals(plant.answer, Plant.named(analysis(plant).diagnosis()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Plant.class,
      names = {"STALL", "ERROR_BURST", "GPU_THROTTLE", "LATENCY_JITTER"})
  void findsTheAnomalyWhereItWasPlanted(Plant plant) throws IOException {
    List<Episode> episodes = analysis(plant).diagnosis().episodes();
    assertTrue(
        episodes.stream().anyMatch(e -> plant.shows(e)), () -> plant + ": found " + episodes);
  }

  @Test
  void aPoolThatIsTooSmallIsTheBottleneckAndFailsTheRun() throws IOException {
    Analysis analysis = analysis(Plant.FEW_IMAGE_WORKERS);
    ResourceUse images = resources(analysis).get("image workers");
    assertEquals(Role.BOTTLENECK, images.role());
    assertEquals(50, images.servers());
    assertEquals(images, analysis.diagnosis().busiestPool().orElseThrow());
    // All pools together have room; this one has not.
    assertTrue(measured(analysis, "workers.utilisation") < .8);
    assertTrue(measured(analysis, "workers.busiest") > .95);
    // The utilisation law, from the sandbox's own table: 28.4 s a task, 2.5 tasks a second.
    assertEquals(28.4, images.demandSeconds().getAsDouble(), 1.5);
    assertEquals(50 / 28.4, images.capacityPerSecond().getAsDouble(), 0.1);
    // What is offered and not served: (2.5 - 1.76) a second.
    assertEquals(0.74, images.growthPerSecond(), 0.15);
    assertEquals(Role.FREE, resources(analysis).get("text workers").role());
    CriterionResult criterion = criterion(analysis, "diagnosis.bottlenecks");
    assertTrue(criterion.is(Verdict.FAIL), criterion.reason());
    assertTrue(criterion.reason().contains("image workers"), criterion.reason());
    Recommendation first = analysis.diagnosis().recommendations().get(0);
    // 2.5 x 28.4 / 0.7 = 101.
    assertTrue(first.change().matches("have (9[5-9]|10[0-7]) workers .*"), first.change());
  }

  /** All image and video workers are taken, by tasks that wait for a GPU. */
  @Test
  void poolsThatWaitForTheGpuAreBlockedAndNotTheCause() throws IOException {
    Map<String, ResourceUse> resources = resources(analysis(Plant.GPU_BOUND));
    assertEquals(Role.BOTTLENECK, resources.get("GPUs").role());
    assertEquals(Role.BLOCKED, resources.get("image workers").role());
    assertTrue(resources.get("image workers").utilisation() > .95);
    assertEquals(Role.FREE, resources.get("audio workers").role());
  }

  @Test
  void theShippedSpikeQueuesDrainsAndPasses() throws IOException {
    Analysis analysis = analysis(Plant.NOTHING_SPIKE);
    assertEquals(Verdict.PASS, analysis.conclusion().verdict());
    assertEquals(Role.AT_TIMES, resources(analysis).get("text workers").role());
    assertTrue(resources(analysis).get("text workers").drained());
    assertTrue(
        analysis.diagnosis().bottlenecks().stream().allMatch(b -> b.severity() == Severity.INFO));
    assertEquals(List.of(), analysis.diagnosis().recommendations());
    // docs/sandbox.md: 77 to 103 s to work it off, then the tasks under way still end.
    SpikeResponse spike = analysis.diagnosis().spike().orElseThrow();
    assertEquals(100, spike.recoverySeconds().getAsDouble(), 40);
    // 151 images and 415 texts wait, and 140 workers are busy where 43 were.
    assertEquals(151 + 415 + 140, spike.peak(), 200);
    assertTrue(
        analysis.kpi("spike.recovery").orElseThrow().value() instanceof KpiValue.Measured m
            && m.value() == spike.recoverySeconds().getAsDouble());
  }

  @Test
  void metricsAndTasksAgreeByLittlesLaw() throws IOException {
    LittlesLaw law = analysis(Plant.NOTHING_MIXED).diagnosis().littlesLaw().orElseThrow();
    assertTrue(law.consistent(), law.toString());
    assertEquals(0, law.difference(), .02);
  }

  @Test
  void nothingWrongNothingRecommended() throws IOException {
    Analysis analysis = analysis(Plant.NOTHING_MIXED);
    assertEquals(Verdict.PASS, analysis.conclusion().verdict());
    assertEquals(List.of(), analysis.diagnosis().recommendations());
    assertEquals(List.of(), analysis.diagnosis().findings());
    assertTrue(criterion(analysis, "diagnosis.anomalies").is(Verdict.PASS));
    assertTrue(criterion(analysis, "diagnosis.bottlenecks").is(Verdict.PASS));
  }

  private static double measured(Analysis analysis, String kpi) {
    return ((KpiValue.Measured) analysis.kpi(kpi).orElseThrow().value()).value();
  }
}
