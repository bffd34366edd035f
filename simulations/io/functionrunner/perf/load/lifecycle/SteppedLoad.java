package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.capacity.SearchRun;
import io.functionrunner.perf.capacity.Slo;
import io.functionrunner.perf.load.journey.TaskEvents;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Schedule;
import io.functionrunner.perf.workload.SearchPlan;
import java.util.List;
import java.util.function.Consumer;

/** A load that is decided step by step: hears of the tasks, and says what is decided. */
final class SteppedLoad implements TaskEvents {

  /** How often is looked whether the next step can be decided. */
  static final long LOOK_MILLIS = 50;

  private final Profile profile;
  private final long seed;
  private final SearchRun search;
  private final Consumer<String> broken;

  /**
   * @param profile scaled, with a search
   * @param noticeMillis after which a task's end is known, as a rule
   * @param slo what a step has to keep
   * @param broken hears of a defect, after which nothing is decided any more
   */
  SteppedLoad(
      Profile profile,
      SearchPlan plan,
      long seed,
      long noticeMillis,
      Slo slo,
      Consumer<String> broken) {
    this.profile = profile;
    this.seed = seed;
    this.broken = broken;
    this.search = new SearchRun(profile, plan, noticeMillis, slo);
  }

  /** Of Gatling's user {@code source}, from 0. */
  Schedule schedule(long source) {
    return search.steps().schedule(seed, (int) source, profile.mix());
  }

  /** The load's start, in epoch milliseconds. */
  void began(long epochMillis) {
    search.began(epochMillis);
  }

  /**
   * Decides what can be decided now.
   *
   * @param decided called when something was
   */
  void look(long sinceStartMillis, Runnable decided) {
    try {
      if (search.at(sinceStartMillis)) {
        decided.run();
      }
    } catch (RuntimeException e) {
      broken.accept("the search for the breaking point failed: " + e);
    }
  }

  /** Those of the load so far; before it, what is planned. */
  List<Phase> phases() {
    List<Phase> phases = search.phases();
    return phases.isEmpty() ? profile.phases() : phases;
  }

  /** Tasks of the steps so far. */
  long tasks() {
    return search.steps().tasks(seed, profile.mix());
  }

  @Override
  public void submitted(PlannedTask task, long intendedMillis, long nowMillis) {
    search.submitted(
        new TaskRecord(
            task.user(),
            task.index(),
            task.modality().id(),
            task.quality().id(),
            intendedMillis,
            nowMillis,
            TaskRecord.ABSENT,
            null,
            TaskRecord.ABSENT,
            TaskRecord.ABSENT,
            TaskRecord.ABSENT,
            TaskRecord.ABSENT,
            TaskRecord.ABSENT,
            0,
            0,
            ""));
  }

  @Override
  public void ended(TaskRecord task) {
    search.ended(task);
  }
}
