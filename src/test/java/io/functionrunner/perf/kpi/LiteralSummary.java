package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.ClassTasks.Basis;
import io.functionrunner.perf.kpi.TaskSummary.ErrorKind;
import io.functionrunner.perf.kpi.TaskSummary.PhaseTasks;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.Dispersion.Batch;
import io.functionrunner.perf.stats.LogBuckets;
import io.functionrunner.perf.stats.MillisCounts;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Makes a {@link TaskSummary} by its definitions, from a list of all tasks: slow, large, and plain
 * enough to be seen right. Known are the end of the timeline and all that is asked for.
 */
final class LiteralSummary {

  /** Reasons come from servers, which may make up a new one for each task. */
  private static final int MAX_ERROR_KINDS = 20;

  private final List<TaskRecord> tasks;
  private final List<TaskRecord> measured;
  private final Timeline timeline;

  LiteralSummary(List<TaskRecord> tasks, Timeline timeline) {
    this.tasks = tasks;
    this.timeline = timeline;
    this.measured = tasks.stream().filter(t -> timeline.measured(t.submitMillis())).toList();
  }

  TaskSummary summary() {
    return new TaskSummary(
        timeline,
        conservation(tasks),
        phases(),
        conservation(measured),
        outcomes(measured),
        classes(),
        histogram(measured, t -> t.intendedMillis() != TaskRecord.ABSENT, TaskTimes::lag),
        completions(p -> p.kind().measured()),
        timeline.measuredPhases().stream()
            .mapToInt(p -> maxInFlight(epoch(p.startMillis()), epoch(p.endMillis())))
            .max()
            .orElse(0),
        averageInFlight(),
        drainMillis(),
        batches(LiteralSummary::failed),
        batches(t -> t.outcome() != Outcome.COMPLETED),
        errors(),
        tasks.stream().mapToLong(TaskRecord::checks).sum(),
        tasks.stream().mapToLong(TaskRecord::rejections).sum(),
        clock(),
        windows());
  }

  /** Whether it counts as an error: a rejection is an answer that a loaded system may give. */
  static boolean failed(TaskRecord task) {
    return task.outcome() == Outcome.TIMED_OUT
        || (task.outcome() != null && task.outcome().isFailure());
  }

  /** By the server's times if every completed task has them: two bases would not be comparable. */
  static Basis basis(List<TaskRecord> tasks) {
    return tasks.stream()
            .filter(t -> t.outcome() == Outcome.COMPLETED)
            .allMatch(TaskTimes::servedTimes)
        ? Basis.SERVER
        : Basis.OBSERVED;
  }

  /** From submit to completion on that basis. */
  static ToIntFunction<TaskRecord> time(Basis basis) {
    return switch (basis) {
      case SERVER -> TaskTimes::completed;
      case OBSERVED -> TaskTimes::observed;
    };
  }

  private List<PhaseTasks> phases() {
    Map<Phase, List<TaskRecord>> byPhase =
        tasks.stream()
            .filter(t -> timeline.at(t.submitMillis()).isPresent())
            .collect(Collectors.groupingBy(t -> timeline.at(t.submitMillis()).orElseThrow()));
    return timeline.phases().stream()
        .map(
            p ->
                new PhaseTasks(
                    p, conservation(byPhase.getOrDefault(p, List.of())), completions(p::equals)))
        .toList();
  }

  private List<ClassTasks> classes() {
    Map<TaskClass, List<TaskRecord>> byClass =
        measured.stream()
            .collect(Collectors.groupingBy(TaskClass::of, TreeMap::new, Collectors.toList()));
    return byClass.entrySet().stream().map(e -> classTasks(e.getKey(), e.getValue())).toList();
  }

  private ClassTasks classTasks(TaskClass taskClass, List<TaskRecord> own) {
    Predicate<TaskRecord> completed = t -> t.outcome() == Outcome.COMPLETED;
    Basis basis = basis(own);
    ToIntFunction<TaskRecord> time = time(basis);
    return new ClassTasks(
        taskClass,
        conservation(own),
        basis,
        new BatchedTimes(
            histogram(own, completed, time), batches(own, b -> histogram(b, completed, time))),
        histogram(
            own,
            completed.and(t -> t.intendedMillis() != TaskRecord.ABSENT),
            t -> time.applyAsInt(t) + TaskTimes.lag(t)),
        histogram(own, completed, TaskTimes::observed),
        histogram(own, TaskTimes::split, TaskTimes::queue),
        histogram(own, TaskTimes::split, TaskTimes::run),
        histogram(own, TaskTimes::servedTimes, TaskTimes::detection),
        histogram(own, TaskTimes::bounded, TaskTimes::detectionBound));
  }

  private long completions(Predicate<Phase> when) {
    return tasks.stream()
        .filter(t -> t.outcome() == Outcome.COMPLETED)
        .filter(t -> timeline.at(t.endMillis()).filter(when).isPresent())
        .count();
  }

  private double averageInFlight() {
    long taskMillis =
        timeline.measuredPhases().stream()
            .mapToLong(p -> taskMillis(epoch(p.startMillis()), epoch(p.endMillis())))
            .sum();
    return timeline.measuredMillis() == 0 ? 0 : (double) taskMillis / timeline.measuredMillis();
  }

  private Optional<Long> drainMillis() {
    if (tasks.stream().anyMatch(t -> t.outcome() == null)) {
      return Optional.empty();
    }
    return Optional.of(
        Math.max(0, max(tasks, TaskRecord::endMillis) - max(tasks, TaskRecord::submitMillis)));
  }

  private List<List<Batch>> batches(Predicate<TaskRecord> hit) {
    return batches(measured, b -> new Batch(b.stream().filter(hit).count(), b.size()));
  }

  /** By measured phase, and in it by stretch of equal length. */
  private <B> List<List<B>> batches(List<TaskRecord> own, Function<List<TaskRecord>, B> value) {
    List<List<B>> all = new ArrayList<>();
    for (Phase phase : timeline.measuredPhases()) {
      long length = phase.endMillis() - phase.startMillis();
      long count = Math.max(2, Math.round(20.0 * length / timeline.measuredMillis()));
      List<B> batches = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        long number = i;
        batches.add(
            value.apply(
                own.stream()
                    .filter(t -> phase.contains(t.submitMillis() - timeline.startMillis()))
                    .filter(
                        t ->
                            (t.submitMillis() - epoch(phase.startMillis())) * count / length
                                == number)
                    .toList()));
      }
      all.add(batches);
    }
    return all;
  }

  private List<ErrorKind> errors() {
    record Kind(Outcome outcome, String reason) {}
    Map<Kind, List<TaskRecord>> byKind =
        tasks.stream()
            .filter(t -> t.outcome() != null && t.outcome() != Outcome.COMPLETED)
            .collect(Collectors.groupingBy(t -> new Kind(t.outcome(), t.reason())));
    List<ErrorKind> kinds = new ArrayList<>();
    byKind.forEach((kind, own) -> kinds.add(errorKind(kind.outcome, kind.reason, own)));
    kinds.sort(
        Comparator.comparingLong(ErrorKind::count)
            .reversed()
            .thenComparing(ErrorKind::outcome)
            .thenComparing(ErrorKind::reason));
    return kinds.size() <= MAX_ERROR_KINDS ? kinds : kinds.subList(0, MAX_ERROR_KINDS);
  }

  private ErrorKind errorKind(Outcome outcome, String reason, List<TaskRecord> own) {
    return new ErrorKind(
        outcome,
        reason,
        own.size(),
        own.stream().mapToLong(TaskRecord::endMillis).min().orElseThrow() - timeline.startMillis(),
        own.stream().mapToLong(TaskRecord::endMillis).max().orElseThrow() - timeline.startMillis());
  }

  private static Conservation conservation(List<TaskRecord> tasks) {
    return Conservation.of(tasks.size(), outcomes(tasks));
  }

  private static Map<Outcome, Long> outcomes(List<TaskRecord> tasks) {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (TaskRecord task : tasks) {
      if (task.outcome() != null) {
        counts.merge(task.outcome(), 1L, Long::sum);
      }
    }
    return counts;
  }

  private static MillisHistogram histogram(
      List<TaskRecord> tasks, Predicate<TaskRecord> which, ToIntFunction<TaskRecord> millis) {
    MillisCounts counts = new MillisCounts();
    tasks.stream().filter(which).mapToInt(millis).forEach(counts::add);
    return counts.toHistogram();
  }

  private Optional<ClockInterval> clock() {
    List<TaskRecord> timed =
        tasks.stream()
            .filter(t -> t.createdMillis() != TaskRecord.ABSENT)
            .filter(t -> t.acceptedMillis() != TaskRecord.ABSENT)
            .toList();
    return timed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ClockInterval(
                max(timed, t -> t.createdMillis() - t.acceptedMillis()),
                -max(timed, t -> t.submitMillis() - t.createdMillis())));
  }

  private static long max(List<TaskRecord> tasks, ToLongFunction<TaskRecord> value) {
    return tasks.stream().mapToLong(value).max().orElseThrow();
  }

  private int maxInFlight(long from, long to) {
    // It only rises at a submission.
    List<Long> rises = new ArrayList<>(List.of(from));
    tasks.stream()
        .map(TaskRecord::submitMillis)
        .filter(at -> at >= from && at < to)
        .forEach(rises::add);
    int max = 0;
    for (long at : rises) {
      max =
          Math.max(
              max, (int) tasks.stream().filter(t -> t.submitMillis() <= at && end(t) > at).count());
    }
    return max;
  }

  private long taskMillis(long from, long to) {
    return tasks.stream()
        .mapToLong(t -> Math.max(0, Math.min(end(t), to) - Math.max(t.submitMillis(), from)))
        .sum();
  }

  private static long end(TaskRecord task) {
    return task.outcome() == null ? Long.MAX_VALUE : task.endMillis();
  }

  private List<TaskWindow> windows() {
    long last = max(tasks, t -> Math.max(t.submitMillis(), t.endMillis())) - timeline.startMillis();
    long width = TaskWindows.widthMillis(last + 1);
    List<TaskWindow> windows = new ArrayList<>();
    for (long from = 0; from <= last; from += width) {
      windows.add(window(from, from + width));
    }
    return windows;
  }

  private TaskWindow window(long from, long to) {
    List<TaskRecord> ended =
        tasks.stream()
            .filter(t -> t.outcome() != null)
            .filter(t -> in(t.endMillis(), from, to))
            .toList();
    List<TaskRecord> bad = ended.stream().filter(t -> t.outcome() != Outcome.COMPLETED).toList();
    Map<String, TaskWindow.Latency> latency = new TreeMap<>();
    ended.stream()
        .filter(t -> t.outcome() == Outcome.COMPLETED)
        .collect(Collectors.groupingBy(TaskRecord::modality))
        .forEach(
            (modality, own) ->
                latency.put(
                    modality,
                    TaskWindow.Latency.of(histogram(own, t -> true, time(basis(modality))))));
    return new TaskWindow(
        from,
        to,
        tasks.stream().filter(t -> in(t.submitMillis(), from, to)).count(),
        ended.size() - bad.size(),
        bad.stream().filter(LiteralSummary::failed).count(),
        bad.stream().filter(t -> t.outcome() == Outcome.REJECTED).count(),
        maxInFlight(epoch(from), epoch(to)),
        bad.stream().collect(Collectors.groupingBy(ErrorCategory::of, Collectors.counting())),
        latency,
        ended.stream()
            .filter(t -> t.outcome() == Outcome.COMPLETED)
            .collect(
                Collectors.groupingBy(
                    TaskRecord::modality,
                    Collectors.groupingBy(
                        t -> LogBuckets.index(time(basis(t.modality())).applyAsInt(t)),
                        Collectors.counting()))));
  }

  private Basis basis(String modality) {
    return basis(tasks.stream().filter(t -> t.modality().equals(modality)).toList());
  }

  private boolean in(long epochMillis, long from, long to) {
    long offset = Math.max(0, epochMillis - timeline.startMillis());
    return offset >= from && offset < to;
  }

  private long epoch(long offsetMillis) {
    return timeline.startMillis() + offsetMillis;
  }
}
