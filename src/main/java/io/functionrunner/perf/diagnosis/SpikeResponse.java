package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.kpi.Kpi;
import io.functionrunner.perf.kpi.Kpi.Direction;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.TaskSummary.PhaseTasks;
import io.functionrunner.perf.kpi.TaskWindow;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How the system took a spike, by the tasks in flight.
 *
 * @param usual in flight before the spike, median
 * @param peak the most in flight
 * @param recoveredMillis when as few were in flight as before the spike; empty when they never were
 * @param recoverySeconds from the end of the spike until then
 * @param drainPerSecond by how much the tasks in flight fell from the peak until then
 * @param errors share of the tasks that did not complete, by the phase they were submitted in
 */
public record SpikeResponse(
    Phase spike,
    double usual,
    double peak,
    Optional<Long> recoveredMillis,
    OptionalDouble recoverySeconds,
    OptionalDouble drainPerSecond,
    List<PhaseErrors> errors) {

  private static final int OF = 5;
  private static final int PERSISTENT = 3;
  private static final double UPPER = 0.95;
  private static final String NEVER = "not recovered before the run's end";

  /** Of one phase. */
  public record PhaseErrors(Phase phase, double share) {}

  /** Empty for a run without a spike, or without a steady phase before it. */
  static Optional<SpikeResponse> of(Observed run) {
    Optional<Phase> spike =
        run.phases().stream().filter(p -> p.kind() == Phase.Kind.SPIKE).findFirst();
    Optional<Phase> before =
        run.phases().stream().filter(p -> p.kind() == Phase.Kind.STEADY).findFirst();
    if (spike.isEmpty() || before.isEmpty() || run.tasks().isEmpty()) {
      return Optional.empty();
    }
    TaskSummary tasks = run.tasks().get();
    double[] steady =
        inFlight(tasks.windows(), before.get().startMillis(), before.get().endMillis());
    if (steady.length == 0) {
      return Optional.empty();
    }
    Arrays.sort(steady);
    double usual = steady[steady.length / 2];
    double most =
        Math.max(steady[(int) (UPPER * (steady.length - 1))], usual + 2 * Math.sqrt(usual));
    return Optional.of(of(spike.get(), tasks, usual, most));
  }

  private static SpikeResponse of(Phase spike, TaskSummary tasks, double usual, double most) {
    List<TaskWindow> after =
        tasks.windows().stream().filter(w -> w.endMillis() > spike.startMillis()).toList();
    TaskWindow peak =
        after.stream()
            .max(java.util.Comparator.comparingInt(TaskWindow::maxInFlight))
            .orElseThrow();
    Optional<Long> recovered = Optional.empty();
    for (int i = 0; i < after.size() && recovered.isEmpty(); i++) {
      long below =
          after.subList(i, Math.min(after.size(), i + OF)).stream()
              .filter(w -> w.maxInFlight() <= most)
              .count();
      boolean low = after.get(i).maxInFlight() <= most && below >= PERSISTENT;
      if (low && after.get(i).startMillis() >= spike.endMillis()) {
        recovered = Optional.of(after.get(i).startMillis());
      }
    }
    double seconds =
        recovered.map(at -> (at - peak.startMillis()) / 1000.0).filter(s -> s > 0).orElse(0.0);
    return new SpikeResponse(
        spike,
        usual,
        peak.maxInFlight(),
        recovered,
        recovered.isPresent()
            ? OptionalDouble.of((recovered.get() - spike.endMillis()) / 1000.0)
            : OptionalDouble.empty(),
        seconds > 0
            ? OptionalDouble.of((peak.maxInFlight() - usual) / seconds)
            : OptionalDouble.empty(),
        tasks.phases().stream()
            .filter(p -> p.phase().kind().measured() && p.counts().submitted() > 0)
            .map(SpikeResponse::errors)
            .toList());
  }

  private static PhaseErrors errors(PhaseTasks phase) {
    Conservation counts = phase.counts();
    long lost = counts.failed() + counts.timedOut() + counts.rejected();
    return new PhaseErrors(phase.phase(), (double) lost / counts.submitted());
  }

  private static double[] inFlight(List<TaskWindow> windows, long from, long to) {
    return windows.stream()
        .filter(w -> w.startMillis() >= from && w.endMillis() <= to)
        .mapToDouble(TaskWindow::maxInFlight)
        .toArray();
  }

  /** As KPIs. */
  List<Reading> kpis() {
    return List.of(
        reading(
            "spike.recovery",
            "Time to recover from the spike",
            "s",
            Direction.LOWER,
            "from the spike's end until as few tasks are in flight as before it",
            recoverySeconds),
        reading(
            "spike.backlog",
            "Peak backlog of the spike",
            "tasks",
            Direction.LOWER,
            "most tasks in flight less the median before the spike",
            OptionalDouble.of(Math.max(0, peak - usual))),
        reading(
            "spike.drainRate",
            "Drain rate after the spike",
            "tasks/s",
            Direction.HIGHER,
            "peak backlog / time from the peak to the recovery",
            drainPerSecond));
  }

  private static Reading reading(
      String id,
      String title,
      String unit,
      Direction direction,
      String formula,
      OptionalDouble value) {
    return new Reading(
        new Kpi(id, title, unit, direction, formula, false),
        value.isPresent() ? KpiValue.of(value.getAsDouble()) : KpiValue.missing(NEVER));
  }

  Finding finding() {
    String phases =
        errors.stream()
            .map(e -> e.phase().name() + " " + Sentences.percent(e.share()))
            .collect(Collectors.joining(", "));
    String drain =
        drainPerSecond.isPresent()
            ? Sentences.format(
                ", drained at %s tasks/s", Sentences.number(drainPerSecond.getAsDouble()))
            : "";
    String evidence =
        Sentences.format(
            "at most %s tasks in flight, %s before%s; not completed: %s",
            Sentences.number(peak), Sentences.number(usual), drain, phases);
    return recoverySeconds.isPresent()
        ? new Finding(
            Severity.INFO,
            Sentences.format(
                "Recovered %s s after the spike", Sentences.number(recoverySeconds.getAsDouble())),
            evidence,
            Optional.of(new Span(spike.startMillis(), recoveredMillis.orElseThrow())))
        : new Finding(
            Severity.WARNING,
            "Not recovered from the spike when the run ended",
            evidence,
            Optional.of(new Span(spike.startMillis(), spike.endMillis())));
  }
}
