package io.functionrunner.perf.analysis;

import static io.functionrunner.perf.stats.Verdict.PASS;

import io.functionrunner.perf.capacity.Capacity;
import io.functionrunner.perf.capacity.Slo;
import io.functionrunner.perf.diagnosis.Diagnosis;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.diagnosis.Observed;
import io.functionrunner.perf.kpi.BatchedTimes;
import io.functionrunner.perf.kpi.Criteria;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.kpi.LogKpis;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.kpi.SystemCriteria;
import io.functionrunner.perf.kpi.TaskKpis;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes an {@link Analysis} of the files that a run left. */
public final class RunAnalyzer {

  private RunAnalyzer() {}

  /**
   * Analyses a run directory, or a lone simulation.log. Of {@code run.json}, {@code tasks.tsv}, the
   * log and the recorded series any may be missing, and all but the first may be cut: what then is
   * not known is said so.
   *
   * @throws IOException when there is nothing to analyse, or a file is not what its name says; the
   *     message names it
   */
  public static Analysis analyze(Path path, AnalysisOptions options) throws IOException {
    Evidence evidence = Evidence.read(RunFiles.of(path), options);
    Timeline timeline = evidence.timeline();
    Optional<TaskSummary> tasks =
        evidence.hasTasks() ? Optional.of(evidence.tasks().summary(timeline)) : Optional.empty();
    Optional<Conservation> conservation =
        evidence.journal().isPresent()
            ? tasks.map(TaskSummary::conservation)
            : tasks.map(t -> evidence.logged().conservation());
    BatchedTimes submissions =
        evidence
            .requests()
            .map(log -> LogKpis.submissions(log, timeline))
            .orElse(BatchedTimes.NONE);
    Criteria limits = options.criteria().of(evidence.simulation());
    List<Phase> elapsed = timeline.until(evidence.endMillis());
    InjectorReport injector = InjectorCheck.of(evidence, timeline, elapsed, tasks, limits);
    Optional<ServerMetrics> metrics =
        evidence
            .recordings()
            .target()
            .readings()
            .map(
                r ->
                    new MetricSummarizer(r, timeline.startMillis(), elapsed)
                        .target(evidence.recordings(), tasks));
    Diagnosis diagnosis = diagnosis(evidence, timeline, elapsed, tasks, injector, limits);
    List<CriterionResult> criteria =
        criteria(evidence, tasks, metrics, injector, diagnosis, submissions, limits);
    List<Reading> kpis = kpis(evidence, tasks, submissions, metrics, diagnosis);
    Regression regression =
        Regression.of(evidence, RunFiles.of(path).journal(), tasks, kpis, criteria, options);
    criteria.addAll(Regression.criteria(regression.comparison()));
    return new Analysis(
        evidence.name(),
        evidence.simulation(),
        timeline,
        evidence.manifest(),
        evidence.log(),
        evidence.requests(),
        tasks,
        conservation,
        metrics,
        injector,
        diagnosis,
        capacity(evidence, timeline, diagnosis, tasks, options),
        kpis,
        regression.sample(),
        regression.comparison(),
        options.criteria().name(),
        criteria,
        Findings.of(
            evidence,
            tasks,
            conservation,
            ResourceFindings.of(
                evidence.recordings(), timeline, evidence.endMillis(), metrics, injector),
            diagnosis),
        Conclusion.of(criteria));
  }

  /** Judged by the limits of an ordinary run: a load that goes beyond them has none of its own. */
  private static Optional<Capacity> capacity(
      Evidence evidence,
      Timeline timeline,
      Diagnosis diagnosis,
      Optional<TaskSummary> tasks,
      AnalysisOptions options) {
    double seconds = timeline.measuredMillis() / 1000.0;
    double offered = tasks.map(t -> t.measured().submitted() / seconds).orElse(0.0);
    Slo slo =
        new Slo(
            options.criteria().ofAny(), evidence.manifest().map(RunManifest::speed).orElse(1.0));
    return evidence.levels().flatMap(l -> Capacity.of(l, slo, diagnosis, offered));
  }

  private static Diagnosis diagnosis(
      Evidence evidence,
      Timeline timeline,
      List<Phase> elapsed,
      Optional<TaskSummary> tasks,
      InjectorReport injector,
      Criteria limits) {
    Observed run =
        new Observed(
            timeline,
            elapsed,
            tasks,
            tasks.map(t -> evidence.tasks().pace()),
            evidence.recordings().target().readings(),
            evidence.recordings().catalog(),
            limits,
            evidence.manifest().map(RunManifest::speed).orElse(1.0));
    return Diagnosis.of(
        run,
        injector.reasons().stream()
            .findFirst()
            .map(
                r ->
                    new Finding(
                        Finding.Severity.CRITICAL,
                        r.text(),
                        r.evidence(),
                        Optional.of(r.window()))));
  }

  private static List<Reading> kpis(
      Evidence evidence,
      Optional<TaskSummary> tasks,
      BatchedTimes submissions,
      Optional<ServerMetrics> metrics,
      Diagnosis diagnosis) {
    OptionalLong planned =
        evidence
            .manifest()
            .map(m -> OptionalLong.of(m.tasksPlanned()))
            .orElse(OptionalLong.empty());
    List<Reading> kpis = new ArrayList<>();
    tasks.ifPresent(t -> kpis.addAll(TaskKpis.of(t, planned)));
    kpis.addAll(LogKpis.of(evidence.requests(), submissions));
    metrics.ifPresent(m -> kpis.addAll(ServerKpis.of(m)));
    kpis.addAll(diagnosis.kpis());
    return kpis;
  }

  private static List<CriterionResult> criteria(
      Evidence evidence,
      Optional<TaskSummary> tasks,
      Optional<ServerMetrics> metrics,
      InjectorReport injector,
      Diagnosis diagnosis,
      BatchedTimes submissions,
      Criteria limits) {
    List<CriterionResult> criteria = new ArrayList<>(Validity.judge(evidence, tasks));
    criteria.addAll(Instrumentation.judge(evidence.recordings(), metrics, injector));
    boolean finished =
        criteria.stream().filter(c -> c.role() == Role.COMPLETENESS).allMatch(c -> c.is(PASS));
    SystemCriteria system =
        new SystemCriteria(
            finished ? limits : limits.ofUnfinishedRun(),
            evidence.manifest().map(RunManifest::speed).orElse(1.0));
    tasks.ifPresent(t -> criteria.addAll(system.judge(t, submissions)));
    criteria.addAll(diagnosis.criteria(limits.criticalAnomalies(), limits.criticalBottlenecks()));
    return criteria;
  }
}
