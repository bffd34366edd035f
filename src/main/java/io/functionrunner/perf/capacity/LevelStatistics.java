package io.functionrunner.perf.capacity;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.MillisCounts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the tasks of a run by its levels, in any order. Without levels it costs nothing. */
public final class LevelStatistics {

  private static final int STRETCHES = 20;

  /** What is counted of one level, or of one modality in it; in flight in task-milliseconds. */
  private static final class Counts {
    private long offered;
    private long completed;
    private final double[] inFlight = new double[STRETCHES];
  }

  private static final class LevelCounts {
    private final Phase phase;
    private final Counts all = new Counts();
    private final Map<String, Counts> modalities = new TreeMap<>();
    private final Map<TaskClass, MillisCounts> times = new TreeMap<>();
    private long failed;

    private LevelCounts(Phase phase) {
      this.phase = phase;
    }
  }

  private final long startMillis;
  private final List<LevelCounts> levels;

  /**
   * For a run with these phases.
   *
   * @param startMillis of the load, epoch milliseconds
   * @param phases as far as the run came
   */
  public LevelStatistics(long startMillis, List<Phase> phases) {
    this.startMillis = startMillis;
    levels =
        phases.stream()
            .filter(p -> p.kind() == Phase.Kind.LEVEL && p.endMillis() > p.startMillis())
            .map(LevelCounts::new)
            .toList();
  }

  /** Whether the run has levels at all. */
  public boolean hasLevels() {
    return !levels.isEmpty();
  }

  public void add(TaskRecord task) {
    long submit = task.submitMillis() - startMillis;
    long end = task.outcome() == null ? Long.MAX_VALUE : endMillis(task) - startMillis;
    boolean completed = task.outcome() == Outcome.COMPLETED;
    for (LevelCounts level : levels) {
      if (submit < level.phase.endMillis() && end >= level.phase.startMillis()) {
        Counts own = level.modalities.computeIfAbsent(task.modality(), m -> new Counts());
        count(level.phase, level.all, submit, end, completed);
        count(level.phase, own, submit, end, completed);
        if (level.phase.contains(submit)) {
          submitted(level, task, end - submit);
        }
      }
    }
  }

  /** The levels, in order. */
  List<Level> levels(Slo slo) {
    return levels.stream().map(level -> level(level, slo)).toList();
  }

  private static void submitted(LevelCounts level, TaskRecord task, long millis) {
    if (task.outcome() == Outcome.COMPLETED) {
      level
          .times
          .computeIfAbsent(new TaskClass(task.modality(), task.quality()), c -> new MillisCounts())
          .add((int) Math.max(0, Math.min(Integer.MAX_VALUE, millis)));
    } else if (task.outcome() != null
        && (task.outcome() == Outcome.TIMED_OUT || task.outcome().isFailure())) {
      level.failed++;
    }
  }

  private static void count(Phase phase, Counts counts, long submit, long end, boolean completed) {
    if (phase.contains(submit)) {
      counts.offered++;
    }
    if (completed && phase.contains(end)) {
      counts.completed++;
    }
    double width = (double) (phase.endMillis() - phase.startMillis()) / STRETCHES;
    double from = Math.max(0, submit - phase.startMillis());
    double to = Math.min(phase.endMillis(), end) - phase.startMillis();
    for (int i = (int) (from / width); i < STRETCHES && i * width < to; i++) {
      counts.inFlight[i] += Math.min(to, (i + 1) * width) - Math.max(from, i * width);
    }
  }

  /**
   * When the server was done with it. Its own clock tells how long it had the task; without it the
   * client's knowledge of the end has to do, which a poll found later.
   */
  private static long endMillis(TaskRecord task) {
    boolean told =
        task.acceptedMillis() != TaskRecord.ABSENT
            && task.createdMillis() != TaskRecord.ABSENT
            && task.completedMillis() != TaskRecord.ABSENT;
    return told
        ? task.acceptedMillis() + task.completedMillis() - task.createdMillis()
        : task.endMillis();
  }

  private static Level level(LevelCounts counts, Slo slo) {
    Map<String, Flow> flows = new TreeMap<>();
    counts.modalities.forEach((modality, own) -> flows.put(modality, flow(counts.phase, own)));
    return Level.of(
        counts.phase, flow(counts.phase, counts.all), flows, counts.times, counts.failed, slo);
  }

  private static Flow flow(Phase phase, Counts counts) {
    long millis = phase.endMillis() - phase.startMillis();
    List<Double> inFlight =
        Arrays.stream(counts.inFlight).mapToObj(sum -> sum * STRETCHES / millis).toList();
    return new Flow(counts.offered, counts.completed, millis / 1000.0, inFlight);
  }
}
