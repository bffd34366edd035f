package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.CriterionResult.Role;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.Dispersion.Batch;
import io.functionrunner.perf.stats.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The pass criteria while a run lasts: the limits and the rule of {@link SystemCriteria}, by counts
 * that cost nothing to keep. Only tasks that have ended count; the verdict at the run's end rests
 * on all of them, and on times from the log.
 */
public final class RunningCriteria {

  private static final double P99 = 0.01;

  private final Timeline timeline;
  private final Criteria limits;
  private final SystemCriteria criteria;
  private final Counts failed;
  private final Counts missed;
  private final Counts slowSubmissions;
  private final Counts late;
  private final Map<TaskClass, Counts> slow = new TreeMap<>();

  /** Hits and trials of each batch. */
  private static final class Counts {
    private final Batches<long[]> batches;

    Counts(Timeline timeline) {
      batches = new Batches<>(timeline, () -> new long[2], Counts::sum);
    }

    private static long[] sum(long[] into, long[] other) {
      into[0] += other[0];
      into[1] += other[1];
      return into;
    }

    void add(long epochMillis, boolean hit) {
      long[] batch = batches.at(epochMillis);
      batch[0] += hit ? 1 : 0;
      batch[1]++;
    }

    Hits hits() {
      return new Hits(batches.map(b -> new Batch(b[0], b[1])));
    }
  }

  /**
   * Nothing counted yet.
   *
   * @param speed by which the run's time is compressed
   * @param classes what the run submits
   */
  public RunningCriteria(
      Criteria limits, double speed, Timeline timeline, Collection<TaskClass> classes) {
    this.timeline = timeline;
    this.limits = limits;
    this.criteria = new SystemCriteria(limits, speed);
    this.failed = new Counts(timeline);
    this.missed = new Counts(timeline);
    this.slowSubmissions = new Counts(timeline);
    this.late = new Counts(timeline);
    classes.stream()
        .filter(own -> criteria.taskMillis(own).isPresent())
        .forEach(own -> slow.put(own, new Counts(timeline)));
  }

  /** A task has ended; one that was submitted outside of the measured phases does not count. */
  public synchronized void ended(TaskRecord task) {
    long at = task.submitMillis();
    if (!timeline.measured(at)) {
      return;
    }
    failed.add(at, TaskStatistics.failed(task.outcome()));
    missed.add(at, task.outcome() != Outcome.COMPLETED);
    limits
        .scheduleLagP99Millis()
        .ifPresent(limit -> late.add(at, TaskTimes.lag(task) > Math.floor(limit)));
    // After a refusal the time from the first submission is none of one request.
    if (task.acceptedMillis() != TaskRecord.ABSENT && task.rejections() == 0) {
      long submission = task.acceptedMillis() - at;
      criteria.submitMillis().ifPresent(limit -> slowSubmissions.add(at, submission > limit));
    }
    Counts own = slow.get(TaskClass.of(task));
    if (own != null && task.outcome() == Outcome.COMPLETED) {
      int time = TaskTimes.servedTimes(task) ? TaskTimes.completed(task) : TaskTimes.observed(task);
      own.add(at, time > criteria.taskMillis(TaskClass.of(task)).getAsInt());
    }
  }

  /** Every criterion with a limit; one that has nothing to judge yet has no verdict. */
  public synchronized List<CriterionResult> judge() {
    Map<TaskClass, Hits> times = new TreeMap<>();
    slow.forEach((own, counts) -> times.put(own, counts.hits()));
    List<CriterionResult> results =
        new ArrayList<>(
            criteria.judge(failed.hits(), missed.hits(), slowSubmissions.hits(), times));
    limits.scheduleLagP99Millis().ifPresent(limit -> results.add(schedule(limit)));
    return results;
  }

  private CriterionResult schedule(double limit) {
    Hits hits = late.hits();
    double share = hits.total() == 0 ? 0 : (double) hits.hits() / hits.total();
    return new CriterionResult(
        "injector.schedule",
        Role.MEASUREMENT,
        String.format(Locale.ROOT, "p99 of the schedule lag ≤ %.0f ms", limit),
        "ms",
        KpiValue.missing("the run goes on"),
        OptionalDouble.of(limit),
        hits.total() == 0
            ? Optional.empty()
            : Optional.of(share > P99 ? Verdict.INVALID : Verdict.PASS),
        hits.total() == 0
            ? "nothing to judge yet"
            : String.format(
                Locale.ROOT, "%.2f %% of %,d were later, 1 %% may", 100 * share, hits.total()));
  }
}
