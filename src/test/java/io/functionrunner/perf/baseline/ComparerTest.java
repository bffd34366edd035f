package io.functionrunner.perf.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.stats.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparerTest {

  private static final Limits LIMITS = LimitsFile.shipped().of("Simulated");
  private static final Standing HERE = new Standing.Gating("", 0);

  private final SimulatedLoad load = new SimulatedLoad(5, 450, 0.6);
  private final List<RunSample> baseline = load.runs(5, 0.005, 0);

  @Test
  void anEqualRunPasses() {
    Comparison comparison = compare(baseline, load.run("new", 0.005, 0), HERE);
    assertEquals(Verdict.PASS, comparison.verdict(), comparison.toString());
    assertEquals(
        List.of("errorRate", "completedShare", "task.text.paired", "task.image.paired"),
        comparison.kpis().stream().limit(4).map(KpiComparison::id).toList());
    assertEquals(6, comparison.kpis().stream().filter(KpiComparison::gates).count());
  }

  @Test
  void aSlowerRunFailsAndSaysByHowMuch() {
    Comparison comparison = compare(baseline, load.run("new", 0, 0.15), HERE);
    assertEquals(Verdict.FAIL, comparison.verdict());
    KpiComparison text = kpi(comparison, "task.text.paired");
    assertEquals(Optional.of(Verdict.FAIL), text.verdict());
    assertTrue(text.change().orElseThrow() > 0.14, text.toString());
    assertTrue(text.atLeast().orElseThrow() > 0 && text.atLeast().orElseThrow() < 0.15);
    assertTrue(
        text.text().matches("task text, task by task is [0-9.]+ % slower, 99 % sure of at least.*"),
        text.text());
    assertTrue(text.text().contains("limit 10 %"), text.text());
  }

  @Test
  void aFasterRunPasses() {
    Comparison comparison = compare(baseline, load.run("new", 0, -0.2), HERE);
    assertEquals(Verdict.PASS, comparison.verdict());
    assertTrue(kpi(comparison, "task.text.paired").sentence().contains("% faster"));
  }

  @Test
  void fewAcceptedRunsDecideOnlyWhatIsGross() {
    List<RunSample> two = baseline.subList(0, 2);
    Comparison slower = compare(two, load.run("new", 0, 0.06), HERE);
    assertEquals(Verdict.INCONCLUSIVE, slower.verdict());
    assertTrue(kpi(slower, "task.text.paired").sentence().contains("accept 3 more"));
    assertEquals(Verdict.FAIL, compare(two, load.run("new", 0, 0.6), HERE).verdict());
    assertEquals(Verdict.FAIL, compare(two.subList(0, 1), load.run("new", 0, 0.6), HERE).verdict());
  }

  @Test
  void runsThatVaryMuchAreInconclusiveAndSayWhatWouldSettleIt() {
    SimulatedLoad noisy = new SimulatedLoad(11, 450, 0.3);
    List<RunSample> varied =
        List.of(
            noisy.run("1", 0, -0.05),
            noisy.run("2", 0, 0.05),
            noisy.run("3", 0, -0.04),
            noisy.run("4", 0, 0.04),
            noisy.run("5", 0, 0));
    Comparison comparison = compare(varied, noisy.run("new", 0, 0.06), HERE);
    assertEquals(Verdict.INCONCLUSIVE, comparison.verdict());
    String sentence = kpi(comparison, "task.text.paired").sentence();
    assertTrue(sentence.matches(".*What settles it: \\d+ accepted and \\d+ new runs.*"), sentence);
  }

  @Test
  void moreErrorsFail() {
    RunSample run = load.run("new", 0, 0);
    Comparison comparison = compare(baseline, withErrors(run, 40), HERE);
    KpiComparison errors = kpi(comparison, "errorRate");
    assertEquals(Optional.of(Verdict.FAIL), errors.verdict(), errors.toString());
    assertEquals(
        Optional.of(Verdict.PASS),
        kpi(compare(baseline, withErrors(run, 1), HERE), "errorRate").verdict());
    KpiComparison missing = kpi(compare(baseline, withMisses(run, 90), HERE), "completedShare");
    assertEquals(Optional.of(Verdict.FAIL), missing.verdict(), missing.toString());
    assertEquals(0.8, missing.value().orElseThrow(), 1e-9);
  }

  @Test
  void anotherEnvironmentDecidesNothing() {
    Comparison comparison =
        compare(
            baseline, load.run("new", 0, 0.5), new Standing.Informational("another environment"));
    assertFalse(comparison.gates());
    assertTrue(comparison.kpis().stream().allMatch(k -> k.verdict().isEmpty()));
    assertTrue(comparison.kpis().stream().anyMatch(KpiComparison::notable));
    assertEquals("another environment", comparison.notice());
    assertEquals(Verdict.INCONCLUSIVE, comparison.verdict());
  }

  @Test
  void anotherMachineMakesItLessSure() {
    RunSample slow = load.run("new", 0, 0.07);
    double other = Standing.OTHER_MACHINE * Standing.OTHER_MACHINE;
    assertEquals(Verdict.FAIL, compare(baseline, slow, HERE).verdict());
    assertEquals(
        Verdict.INCONCLUSIVE,
        compare(baseline, slow, new Standing.Gating("other", other)).verdict());
    assertEquals(
        Verdict.FAIL,
        compare(baseline, load.run("new", 0, 0.2), new Standing.Gating("other", other)).verdict());
  }

  @Test
  void valuesOfWholeRunsAreShownAndLessEfficiencyIsWorse() {
    List<RunSample> old = baseline.stream().map(r -> withKpi(r, 2.0)).toList();
    KpiComparison kpi =
        kpi(compare(old, withKpi(load.run("new", 0, 0), 1.0), HERE), "workers.efficiency");
    assertFalse(kpi.gates());
    assertTrue(kpi.notable());
    assertEquals(0.5, kpi.change().orElseThrow(), 1e-9);
  }

  @Test
  void nothingInCommonIsNotJudged() {
    RunSample other = new SimulatedLoad(6, 450, 0.6).run("new", 0, 0);
    RunSample empty =
        new RunSample("none", other.identity(), "machine", other.counts(), Map.of(), List.of());
    Comparison comparison = compare(baseline, empty, HERE);
    assertTrue(comparison.kpis().stream().noneMatch(k -> k.id().startsWith("task.")));
  }

  private static Comparison compare(List<RunSample> old, RunSample run, Standing standing) {
    return Comparer.compare("baseline", old, List.of(run), LIMITS, standing);
  }

  private static KpiComparison kpi(Comparison comparison, String id) {
    return comparison.kpis().stream().filter(k -> k.id().equals(id)).findFirst().orElseThrow();
  }

  private static RunSample withErrors(RunSample run, long failed) {
    return with(run, new RunSample.Counts(450, failed, failed, 1, 1), run.kpis());
  }

  private static RunSample withMisses(RunSample run, long missed) {
    return with(run, new RunSample.Counts(450, 0, missed, 1, 1), run.kpis());
  }

  private static RunSample withKpi(RunSample run, double value) {
    return with(run, run.counts(), Map.of("workers.efficiency", value));
  }

  private static RunSample with(RunSample run, RunSample.Counts counts, Map<String, Double> kpis) {
    return new RunSample(run.name(), run.identity(), run.fingerprint(), counts, kpis, run.tasks());
  }
}
