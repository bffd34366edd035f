package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.TaskSummary.PhaseTasks;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.OutcomeCounts;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.Dispersion.Batch;
import io.functionrunner.perf.stats.MillisCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  private static final String OTHER = "(other)";

  /** What is counted of one phase; {@code overlap} in task-milliseconds. */
  private static final class PhaseCounts {
    private final Phase phase;
    private final OutcomeCounts submitted = new OutcomeCounts();
    private long completions;
    private long overlap;

    private PhaseCounts(Phase phase) {
      this.phase = phase;
    }

    private void overlap(long from, long to) {
      overlap += clamped(to) - clamped(from);
    }

    private long clamped(long millis) {
      return Math.min(Math.max(millis, phase.startMillis()), phase.endMillis());
    }
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
  private final PhaseCounts[] phases;
  private final OutcomeCounts outsideOfPhases = new OutcomeCounts();

  /** By modality and quality. */
  private final Map<String, Map<String, ClassStatistics>> classes = new HashMap<>();

  private int classCount;
  private final Batches<BatchCounts> batches;
  private final MillisCounts lag = new MillisCounts();
  private final ErrorKinds errors = new ErrorKinds();
  private final ClockBounds clock = new ClockBounds();
  private final TaskExtent extent = new TaskExtent();
  private final InFlight inFlight = new InFlight();
  private final TaskWindows windows;
  private final PaceStatistics pace;
  private long checks;
  private long refusals;
  private long unfinished;
  private long lastSubmitMillis = Long.MIN_VALUE;
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
    phases = timeline.phases().stream().map(PhaseCounts::new).toArray(PhaseCounts[]::new);
    batches = new Batches<>(timeline, BatchCounts::new, BatchCounts::addAll);
    windows = new TaskWindows(startMillis);
    pace = new PaceStatistics(timeline);
  }

  public void add(TaskRecord task) {
    checks += task.checks();
    refusals += task.rejections();
    extent.add(task);
    lastSubmitMillis = Math.max(lastSubmitMillis, task.submitMillis());
    clock.add(task);
    long submit = task.submitMillis() - startMillis;
    inFlight.submitted(submit);
    if (task.outcome() == null) {
      unfinished++;
      overlaps(submit, Long.MAX_VALUE);
    } else {
      long end = task.endMillis() - startMillis;
      inFlight.ended(end);
      overlaps(submit, end);
      ended(task, end);
    }
    windows.add(task);
    pace.add(task);
    PhaseCounts phase = phase(submit);
    (phase == null ? outsideOfPhases : phase.submitted).add(task.outcome());
    if (phase != null && phase.phase.kind().measured()) {
      measured(task);
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
    OutcomeCounts all = new OutcomeCounts();
    OutcomeCounts measured = new OutcomeCounts();
    all.addAll(outsideOfPhases);
    long completions = 0;
    long overlap = 0;
    int maxInFlight = 0;
    for (int i = 0; i < phases.length; i++) {
      PhaseCounts counts = phases[i];
      Phase phase = timeline.phases().get(i);
      phaseTasks.add(new PhaseTasks(phase, counts.submitted.conservation(), counts.completions));
      all.addAll(counts.submitted);
      if (phase.kind().measured()) {
        measured.addAll(counts.submitted);
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
        classTasks(),
        lag.toHistogram(),
        completions,
        maxInFlight,
        measuredMillis == 0 ? 0 : (double) overlap / measuredMillis,
        drainMillis(),
        batches.map(b -> new Batch(b.failed, b.tasks)),
        batches.map(b -> new Batch(b.missed, b.tasks)),
        errors.toList(startMillis),
        checks,
        refusals,
        clock.toInterval(),
        windows.toWindows(course));
  }

  /** How fast they completed through the run. */
  public Pace pace() {
    return pace.toPace();
  }

  /** When they were. */
  public TaskExtent extent() {
    return extent;
  }

  private void ended(TaskRecord task, long end) {
    lastEndMillis = Math.max(lastEndMillis, task.endMillis());
    if (task.outcome() != Outcome.COMPLETED) {
      errors.add(task);
      return;
    }
    PhaseCounts phase = phase(end);
    if (phase != null) {
      phase.completions++;
    }
  }

  private void measured(TaskRecord task) {
    if (task.intendedMillis() != TaskRecord.ABSENT) {
      lag.add(TaskTimes.lag(task));
    }
    BatchCounts batch = batches.at(task.submitMillis());
    batch.tasks++;
    if (task.outcome() != Outcome.COMPLETED) {
      batch.missed++;
      batch.failed += failed(task.outcome()) ? 1 : 0;
    }
    Map<String, ClassStatistics> own = classes.get(task.modality());
    ClassStatistics known = own == null ? null : own.get(task.quality());
    (known == null ? firstOfClass(task.modality(), task.quality()) : known).add(task);
  }

  private ClassStatistics firstOfClass(String modality, String quality) {
    boolean room = classCount < MAX_CLASSES;
    classCount++;
    return classes
        .computeIfAbsent(room ? modality : OTHER, m -> new HashMap<>())
        .computeIfAbsent(room ? quality : OTHER, q -> new ClassStatistics(opening));
  }

  private List<ClassTasks> classTasks() {
    List<ClassTasks> tasks = new ArrayList<>();
    classes.forEach(
        (modality, own) ->
            own.forEach(
                (quality, statistics) ->
                    tasks.add(statistics.toClassTasks(new TaskClass(modality, quality)))));
    tasks.sort(Comparator.comparing(ClassTasks::taskClass));
    return tasks;
  }

  /** Whether it counts as an error: a rejection is an answer that a loaded system may give. */
  static boolean failed(Outcome outcome) {
    return outcome == Outcome.TIMED_OUT || (outcome != null && outcome.isFailure());
  }

  private void overlaps(long from, long to) {
    for (PhaseCounts counts : phases) {
      counts.overlap(from, to);
    }
  }

  /** The phase at an instant since the load's start; null in none. */
  private PhaseCounts phase(long millis) {
    for (PhaseCounts counts : phases) {
      if (counts.phase.contains(millis)) {
        return counts;
      }
    }
    return null;
  }

  private Optional<Long> drainMillis() {
    return unfinished > 0 || lastEndMillis == Long.MIN_VALUE
        ? Optional.empty()
        : Optional.of(Math.max(0, lastEndMillis - lastSubmitMillis));
  }

  private void keepWithinMemory() {
    while (windows.heapBytes() > HISTOGRAM_BYTES && windows.widen()) {
      // Until they fit.
    }
    List<ClassStatistics> all =
        classes.values().stream().flatMap(m -> m.values().stream()).toList();
    boolean more = true;
    while (more && all.stream().mapToLong(ClassStatistics::heapBytes).sum() > HISTOGRAM_BYTES) {
      more = false;
      for (ClassStatistics own : all) {
        more |= own.widen();
      }
    }
  }
}
