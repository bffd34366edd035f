package io.functionrunner.perf.baseline;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.stats.CertifiedQuantile;
import io.functionrunner.perf.stats.Dispersion;
import io.functionrunner.perf.stats.ShareDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Every KPI that the runs of two sets have in common, ready to be compared. */
final class Questions {

  /** Fewer pairs than that give no batch means. */
  private static final int FEWEST_TASKS = 20;

  /** 0.1 percentage points more errors are never a regression by themselves. */
  private static final double ERROR_SLACK = 0.001;

  private static final Map<String, Double> QUANTILES =
      new TreeMap<>(Map.of("p50", 0.5, "p95", 0.95, "p99", 0.99));

  private static final Set<String> HIGHER_IS_BETTER = Set.of("throughput", "workers.efficiency");

  private final List<RunSample> baseline;
  private final List<RunSample> runs;
  private final double machine;
  private final List<Question> questions = new ArrayList<>();

  private Questions(List<RunSample> baseline, List<RunSample> runs, double machine) {
    this.baseline = baseline;
    this.runs = runs;
    this.machine = machine;
  }

  static List<Question> of(List<RunSample> baseline, List<RunSample> runs, double machine) {
    Questions questions = new Questions(baseline, runs, machine);
    questions.shares();
    List<RunSample> all = new ArrayList<>(baseline);
    all.addAll(runs);
    CommonTasks common = new CommonTasks(all);
    common.modalities().forEach((modality, tasks) -> questions.paired(common, modality, tasks));
    common.classes().forEach((own, tasks) -> questions.quantiles(common, own, tasks));
    questions.values(all);
    return questions.questions;
  }

  private void shares() {
    share(
        "errorRate",
        "error rate of tasks",
        RunSample.Counts::failed,
        RunSample.Counts::failedDispersion,
        ERROR_SLACK,
        false);
    share(
        "completedShare",
        "completed of offered tasks",
        RunSample.Counts::missed,
        RunSample.Counts::missedDispersion,
        0,
        true);
  }

  private void share(
      String id,
      String title,
      ToLongFunction<RunSample.Counts> hits,
      ToDoubleFunction<RunSample.Counts> dispersion,
      double slack,
      boolean complement) {
    long oldHits = sum(baseline, hits);
    long newHits = sum(runs, hits);
    long oldTotal = sum(baseline, RunSample.Counts::submitted);
    long newTotal = sum(runs, RunSample.Counts::submitted);
    if (oldTotal == 0 || newTotal == 0) {
      return;
    }
    List<Dispersion.Batch> between =
        baseline.stream()
            .map(r -> new Dispersion.Batch(hits.applyAsLong(r.counts()), r.counts().submitted()))
            .toList();
    double betweenRuns = Dispersion.of(List.of(between)).factor();
    double old = Math.max(betweenRuns, largest(baseline, dispersion));
    double fresh = Math.max(betweenRuns, largest(runs, dispersion));
    questions.add(
        new ShareQuestion(
            id,
            title,
            new ShareDifference(
                Math.round(Math.ceil(oldHits / old)),
                Math.max(1, Math.round(Math.ceil(oldTotal / old))),
                Math.round(Math.floor(newHits / fresh)),
                Math.max(1, Math.round(Math.floor(newTotal / fresh)))),
            (double) oldHits / oldTotal,
            (double) newHits / newTotal,
            newTotal,
            slack,
            complement,
            baseline.size()));
  }

  private void paired(CommonTasks common, String modality, long tasks) {
    RunLevels levels = common.paired(modality);
    if (tasks >= FEWEST_TASKS && levels.isBatched()) {
      double median = Math.expm1(common.medianDifference(modality, baseline.size()));
      add(
          "task." + modality + ".paired",
          "task " + modality + ", task by task",
          modality,
          tasks,
          levels,
          String.format(Locale.ROOT, " (median of %,d tasks %+.1f %%)", tasks, 100 * median));
    }
  }

  private void quantiles(CommonTasks common, TaskClass own, long tasks) {
    QUANTILES.forEach(
        (name, p) -> {
          if (tasks >= Math.max(FEWEST_TASKS, CertifiedQuantile.floor(p))) {
            RunLevels levels = common.quantile(own, p);
            if (levels.isBatched()) {
              add(
                  "task." + own.id() + "." + name,
                  name + " of task " + own.title(),
                  own.modality(),
                  tasks,
                  levels,
                  "");
            }
          }
        });
  }

  private void add(
      String id, String title, String modality, long tasks, RunLevels levels, String aside) {
    questions.add(
        LevelQuestion.of(
            id, title, "ms", modality, tasks, true, levels, baseline.size(), machine, aside));
  }

  /** KPIs that are one number a run: only repeated runs say how much they vary. */
  private void values(List<RunSample> all) {
    Set<String> ids = new TreeSet<>(all.get(0).kpis().keySet());
    for (String id : ids) {
      boolean everywhere = all.stream().allMatch(r -> r.kpis().getOrDefault(id, 0.0) > 0);
      if (everywhere) {
        double[] logs = all.stream().mapToDouble(r -> Math.log(r.kpis().get(id))).toArray();
        questions.add(
            LevelQuestion.of(
                id,
                id,
                unit(id),
                "",
                0,
                !HIGHER_IS_BETTER.contains(id),
                RunLevels.ofWholeRuns(logs),
                baseline.size(),
                machine,
                ""));
      }
    }
  }

  private static String unit(String id) {
    return id.startsWith("submit.") ? "ms" : id.startsWith("demand.") ? "s" : "tasks/s";
  }

  private static long sum(List<RunSample> samples, ToLongFunction<RunSample.Counts> count) {
    return samples.stream().map(RunSample::counts).mapToLong(count).sum();
  }

  private static double largest(
      List<RunSample> samples, ToDoubleFunction<RunSample.Counts> dispersion) {
    return samples.stream().map(RunSample::counts).mapToDouble(dispersion).max().orElse(1);
  }
}
