package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.TaskSummary.PhaseTasks;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.OutcomeCounts;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.Dispersion.Batch;
import io.functionrunner.perf.stats.MillisCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Accumulates what the tasks of a run come to, in any order and in memory that does not grow with
 * their number. Every number is exact; what gives way to the memory is how finely time is cut:
 * batches, windows, and the steps of {@link InFlight}.
 */
public final class TaskStatistics {

  /** For batches, and as much for windows: a fraction of 256 MiB. */
  private static final long HISTOGRAM_BYTES = 32L << 20;

  private static final int CHECK_EVERY = 1 << 16;

  /** A foreign log may call anything a task: classes beyond these are one. */
  private static final int MAX_CLASSES = 200;

  private static final TaskClass OTHER = new TaskClass("(other)", "(other)");

  /** What is counted of one phase; {@code overlap} in task-milliseconds. */
  private static final class PhaseCounts {
    private final OutcomeCounts submitted = new OutcomeCounts();
    private long completions;
    private long overlap;
  }

  /** Tasks of a batch. */
  private static final class BatchCounts {
    private long tasks;
    private long failed;
    private long missed;

    private BatchCounts addAll(BatchCounts other) {
      tasks += other.tasks;
      failed += other.failed;
      missed += other.missed;
      return this;
    }
  }

  private final Timeline opening;
  private final long startMillis;
  private final List<Phase> phases;
  private final List<PhaseCounts> byPhase = new ArrayList<>();
  private final OutcomeCounts all = new OutcomeCounts();
  private final OutcomeCounts measured = new OutcomeCounts();
  private final Map<TaskClass, ClassStatistics> classes = new TreeMap<>();
  private final Batches<BatchCounts> batches;
  private final MillisCounts lag = new MillisCounts();
  private final ErrorKinds errors = new ErrorKinds();
  private final ClockBounds clock = new ClockBounds();
  private final TaskExtent extent = new TaskExtent();
  private final InFlight inFlight = new InFlight();
  private final TaskWindows windows;
  private long checks;
  private long refusals;
  private long unfinished;
  private long lastEndMillis = Long.MIN_VALUE;
  private int untilCheck = CHECK_EVERY;

  /**
   * Statistics of a run with these phases.
   *
   * @param timeline may be open if only tasks that ended are to come
   */
  public TaskStatistics(Timeline timeline) {
    opening = timeline;
    startMillis = timeline.startMillis();
    phases = timeline.phases();
    phases.forEach(p -> byPhase.add(new PhaseCounts()));
    batches = new Batches<>(timeline, BatchCounts::new, BatchCounts::addAll);
    windows = new TaskWindows(startMillis);
  }

  public void add(TaskRecord task) {
    all.add(task.outcome());
    checks += task.checks();
    refusals += task.rejections();
    extent.add(task);
    clock.add(task);
    inFlight.submitted(task.submitMillis() - startMillis);
    if (task.outcome() == null) {
      unfinished++;
    } else {
      ended(task);
    }
    overlaps(task);
    windows.add(task);
    int phase = phase(task.submitMillis());
    if (phase >= 0) {
      byPhase.get(phase).submitted.add(task.outcome());
      if (phases.get(phase).kind().measured()) {
        measured(task);
      }
    }
    if (--untilCheck == 0) {
      untilCheck = CHECK_EVERY;
      keepWithinMemory();
    }
  }

  /**
   * What the tasks come to.
   *
   * @param timeline that of the constructor; if that was open, with its end
   */
  public TaskSummary summary(Timeline timeline) {
    if (timeline.startMillis() != startMillis
        || !(opening.isOpen() ? timeline.isWhole() : timeline.equals(opening))) {
      throw new IllegalArgumentException(
          "%s: not the timeline that tasks were counted by, %s".formatted(timeline, opening));
    }
    InFlight.Course course = inFlight.toCourse();
    List<PhaseTasks> phaseTasks = new ArrayList<>();
    long completions = 0;
    long overlap = 0;
    int maxInFlight = 0;
    for (int i = 0; i < phases.size(); i++) {
      Phase phase = timeline.phases().get(i);
      PhaseCounts counts = byPhase.get(i);
      phaseTasks.add(new PhaseTasks(phase, counts.submitted.conservation(), counts.completions));
      if (phase.kind().measured()) {
        completions += counts.completions;
        overlap += counts.overlap;
        maxInFlight = Math.max(maxInFlight, course.max(phase.startMillis(), phase.endMillis()));
      }
    }
    long measuredMillis = timeline.measuredMillis();
    return new TaskSummary(
        timeline,
        all.conservation(),
        phaseTasks,
        measured.conservation(),
        measured.ended(),
        classes.entrySet().stream().map(c -> c.getValue().toClassTasks(c.getKey())).toList(),
        lag.toHistogram(),
        completions,
        maxInFlight,
        measuredMillis == 0 ? 0 : (double) overlap / measuredMillis,
        drainMillis(timeline),
        batches.map(b -> new Batch(b.failed, b.tasks)),
        batches.map(b -> new Batch(b.missed, b.tasks)),
        errors.toList(startMillis),
        checks,
        refusals,
        clock.toOffset(),
        windows.toWindows(course));
  }

  /** When they were. */
  public TaskExtent extent() {
    return extent;
  }

  private void ended(TaskRecord task) {
    lastEndMillis = Math.max(lastEndMillis, task.endMillis());
    inFlight.ended(task.endMillis() - startMillis);
    if (task.outcome() != Outcome.COMPLETED) {
      errors.add(task);
      return;
    }
    int phase = phase(task.endMillis());
    if (phase >= 0) {
      byPhase.get(phase).completions++;
    }
  }

  private void measured(TaskRecord task) {
    measured.add(task.outcome());
    if (task.intendedMillis() != TaskRecord.ABSENT) {
      lag.add(TaskTimes.lag(task));
    }
    BatchCounts batch = batches.at(task.submitMillis());
    batch.tasks++;
    if (task.outcome() != Outcome.COMPLETED) {
      batch.missed++;
      batch.failed += failed(task.outcome()) ? 1 : 0;
    }
    TaskClass own = TaskClass.of(task);
    ClassStatistics statistics = classes.get(own);
    if (statistics == null) {
      statistics =
          classes.computeIfAbsent(
              classes.size() < MAX_CLASSES ? own : OTHER, c -> new ClassStatistics(opening));
    }
    statistics.add(task);
  }

  /** Whether it counts as an error: a rejection is an answer that a loaded system may give. */
  private static boolean failed(Outcome outcome) {
    return outcome == Outcome.TIMED_OUT || (outcome != null && outcome.isFailure());
  }

  private void overlaps(TaskRecord task) {
    long from = task.submitMillis() - startMillis;
    long to = task.outcome() == null ? Long.MAX_VALUE : task.endMillis() - startMillis;
    for (int i = 0; i < phases.size(); i++) {
      Phase phase = phases.get(i);
      byPhase.get(i).overlap += clamped(to, phase) - clamped(from, phase);
    }
  }

  private static long clamped(long millis, Phase phase) {
    return Math.min(Math.max(millis, phase.startMillis()), phase.endMillis());
  }

  private int phase(long epochMillis) {
    long offset = epochMillis - startMillis;
    for (int i = 0; i < phases.size(); i++) {
      if (phases.get(i).contains(offset)) {
        return i;
      }
    }
    return -1;
  }

  private Optional<Long> drainMillis(Timeline timeline) {
    if (unfinished > 0) {
      return Optional.empty();
    }
    long end = timeline.loadEndMillis();
    return Optional.of(Math.max(0, Math.max(lastEndMillis, end) - end));
  }

  private void keepWithinMemory() {
    while (windows.heapBytes() > HISTOGRAM_BYTES && windows.widen()) {
      // Until they fit.
    }
    boolean more = true;
    while (more && classBytes() > HISTOGRAM_BYTES) {
      more = false;
      for (ClassStatistics own : classes.values()) {
        more |= own.widen();
      }
    }
  }

  private long classBytes() {
    return classes.values().stream().mapToLong(ClassStatistics::heapBytes).sum();
  }
}
