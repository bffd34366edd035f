package io.functionrunner.perf.analysis;

import io.functionrunner.perf.baseline.Comparison;
import io.functionrunner.perf.baseline.Identity;
import io.functionrunner.perf.baseline.KpiComparison;
import io.functionrunner.perf.baseline.RunSample;
import io.functionrunner.perf.kpi.ComparableTasks;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournalReader;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run against its baseline.
 *
 * @param sample what of the run can be compared
 */
record Regression(Optional<RunSample> sample, Comparison comparison) {

  /**
   * Compares a run, when its numbers count and there is anything to compare it with.
   *
   * @param journal tasks.tsv, which is read once more: only here its tasks are kept
   * @param judged criteria of the measurement among others
   */
  static Regression of(
      Evidence evidence,
      Optional<Path> journal,
      Optional<TaskSummary> tasks,
      List<Reading> kpis,
      List<CriterionResult> judged,
      AnalysisOptions options)
      throws IOException {
    Optional<String> unusable =
        judged.stream().filter(c -> c.is(Verdict.INVALID)).map(CriterionResult::text).findFirst();
    if (unusable.isPresent()) {
      return none("a run is not compared of which it does not hold that " + unusable.get());
    }
    if (evidence.manifest().isEmpty() || tasks.isEmpty() || journal.isEmpty()) {
      return none("only a run with run.json and tasks.tsv can be compared");
    }
    if (RunManifest.SEARCH.equals(evidence.manifest().get().model())) {
      return none(
          "a run that decides its load while it goes on has no baseline: each has its own load");
    }
    Identity identity = Identity.of(evidence.manifest().get());
    Optional<String> nothing = options.baselines().nothingFor(identity);
    if (nothing.isPresent() && !options.sampled()) {
      return none(nothing.get());
    }
    ComparableTasks comparable = new ComparableTasks(tasks.get());
    TaskJournalReader.read(journal.get(), comparable::add);
    RunSample sample =
        new RunSample(
            evidence.name(),
            identity,
            evidence.manifest().get().environment().fingerprint(),
            RunSample.Counts.of(tasks.get()),
            RunSample.values(kpis),
            comparable.times());
    EarlierRuns earlier = EarlierRuns.of(sample, options);
    return new Regression(
        Optional.of(sample),
        options
            .baselines()
            .compare(sample, earlier.samples())
            .withNotice(String.join("; ", earlier.leftOut())));
  }

  private static Regression none(String reason) {
    return new Regression(Optional.empty(), Comparison.none(reason));
  }

  /** One criterion a gating KPI; without any, one that says why. */
  static List<CriterionResult> criteria(Comparison comparison) {
    if (!comparison.gates() || !comparison.isThere()) {
      String why = comparison.notice().isEmpty() ? "nothing to compare" : comparison.notice();
      return List.of(
          CriterionResult.information(
              Comparison.CRITERION, "no regression against the baseline", why));
    }
    return comparison.kpis().stream()
        .filter(KpiComparison::gates)
        .map(Regression::criterion)
        .toList();
  }

  private static CriterionResult criterion(KpiComparison kpi) {
    return new CriterionResult(
        Comparison.CRITERION + "." + kpi.id(),
        Role.SYSTEM,
        kpi.title() + ", against the baseline",
        "share",
        kpi.change().isPresent()
            ? KpiValue.of(kpi.change().getAsDouble())
            : KpiValue.missing("not compared"),
        OptionalDouble.of(kpi.limit()),
        kpi.verdict(),
        kpi.sentence());
  }
}
