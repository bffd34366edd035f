package io.functionrunner.perf.analysis;

import io.functionrunner.perf.baseline.Comparison;
import io.functionrunner.perf.baseline.RunSample;
import io.functionrunner.perf.capacity.Capacity;
import io.functionrunner.perf.diagnosis.Diagnosis;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.RunManifest;
import java.util.List;
import java.util.Optional;

/**
 * All that is made of one run. Every report is a view of it.
 *
 * @param name of the run directory
 * @param simulation name of the profile, or of the class in the log
 * @param manifest empty for a foreign log
 * @param log how the simulation.log was read; empty when there is none to read
 * @param requests what the simulation.log says; empty when there is none to read
 * @param tasks what became of tasks, from tasks.tsv or else from the log; empty when neither tells
 *     of any
 * @param conservation of the whole run; empty when no task is known
 * @param metrics what the target's own exporters told; empty when nothing was recorded
 * @param diagnosis why the run went as it did
 * @param capacity how far the system goes; empty for a run without levels, or without tasks.tsv
 * @param sample what of it can be compared with other runs; empty when its numbers do not count
 * @param comparison with the baseline, or why there is none
 * @param criteriaName where the limits come from
 */
public record Analysis(
    String name,
    String simulation,
    Timeline timeline,
    Optional<RunManifest> manifest,
    Optional<LogFile> log,
    Optional<LogSummary> requests,
    Optional<TaskSummary> tasks,
    Optional<Conservation> conservation,
    Optional<ServerMetrics> metrics,
    InjectorReport injector,
    Diagnosis diagnosis,
    Optional<Capacity> capacity,
    List<Reading> kpis,
    Optional<RunSample> sample,
    Comparison comparison,
    String criteriaName,
    List<CriterionResult> criteria,
    List<Finding> findings,
    Conclusion conclusion) {

  public Analysis {
    kpis = List.copyOf(kpis);
    criteria = List.copyOf(criteria);
    findings = List.copyOf(findings);
  }

  /** The reading of a KPI by its id. */
  public Optional<Reading> kpi(String id) {
    return kpis.stream().filter(r -> r.kpi().id().equals(id)).findFirst();
  }
}
