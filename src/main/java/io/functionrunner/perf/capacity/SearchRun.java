package io.functionrunner.perf.capacity;

import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.Phase.Kind;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.DecidedSteps;
import io.functionrunner.perf.workload.LoadStep;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.SearchPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A search for the breaking point while it goes on: decides each step when the one before was
 * judged. After a step that was not carried nothing is submitted until what it left is worked off.
 * Knows tasks and the clock, and neither how tasks are submitted nor to whom: a simulation can do
 * both. Times are milliseconds since the load's start.
 */
public final class SearchRun {

  /**
   * A step that saturates a modality, and of which less than this is completed after a part of its
   * time, needs no more of it.
   */
  private static final double HOPELESS = 0.8;

  /** The same of the modality itself, which may have few tasks, and slow ones. */
  private static final double HOPELESS_MODALITY = 0.6;

  /** Parts of a level after which it may be found hopeless. */
  private static final int LOOKS = 4;

  /**
   * A load that is not carried although so much of it is completed may only be new to the system,
   * whose slowest tasks of it have not ended yet.
   */
  private static final double DOUBTFUL = 0.7;

  /** Of the plan's time to settle, what a step needs that begins with a system idle. */
  private static final double FROM_NOTHING = 2;

  /** The same of one before which a backlog was worked off: of other tasks none are left. */
  private static final double AFTER_DRAIN = 1.3;

  /** And of one that hardly changes the load. */
  private static final double LEAST_SETTLING = 0.3;

  /** How late the first task of a step may be decided; its sources look that often. */
  private static final long LEAD_MILLIS = 100;

  private static final long NOT_DRAINING = -1;

  private final SearchPlan plan;
  private final Map<String, Double> shares = new TreeMap<>();
  private final long budgetMillis;
  private final long noticeMillis;
  private final Slo slo;
  private final BreakingPointSearch search;
  private final DecidedSteps steps = new DecidedSteps();
  private final StepTasks tasks = new StepTasks();
  private final List<Trial> trials = new ArrayList<>();
  private final List<Phase> phases = new ArrayList<>();
  private final Map<String, Integer> calm = new TreeMap<>();
  private long startMillis;
  private Phase level;
  private int looks;
  private boolean again;
  private long drainsSince = NOT_DRAINING;
  private long longestDrain;
  private boolean over;

  /**
   * A search that has not begun.
   *
   * @param profile scaled; with its time nothing is submitted any more
   * @param plan of it
   * @param noticeMillis after which a task's end is known, as a rule
   */
  public SearchRun(Profile profile, SearchPlan plan, long noticeMillis, Slo slo) {
    this.plan = plan;
    this.budgetMillis = profile.durationMillis();
    this.noticeMillis = noticeMillis;
    this.slo = slo;
    this.search = new BreakingPointSearch(profile.tasksPerSecond());
    this.longestDrain = plan.settleMillis();
    Mix mix = profile.mix();
    mix.entries()
        .forEach(e -> shares.put(e.modality().id(), e.perUserPerMinute() / mix.perUserPerMinute()));
  }

  /** The load's steps as they are decided. */
  public DecidedSteps steps() {
    return steps;
  }

  /** A task goes out; its outcome is null. */
  public void submitted(TaskRecord task) {
    tasks.submitted(task);
  }

  /** A task ended. */
  public void ended(TaskRecord task) {
    tasks.ended(task);
  }

  /** The load begins now, in epoch milliseconds. */
  public synchronized void began(long epochMillis) {
    startMillis = epochMillis;
    step(0, 0, search.next(trials).orElseThrow());
  }

  /**
   * To be called ten times a second or so, once begun.
   *
   * @return whether anything was decided
   */
  public synchronized boolean at(long now) {
    if (over || level == null) {
      return false;
    }
    return drainsSince == NOT_DRAINING ? submitting(now) : draining(now);
  }

  /** The phases of the load so far; without gaps, the last one as it is planned. */
  public synchronized List<Phase> phases() {
    return List.copyOf(phases);
  }

  /** What the steps came to, by what was known at their end. */
  public synchronized List<Trial> trials() {
    return List.copyOf(trials);
  }

  /** Whether no step comes any more. */
  public synchronized boolean isOver() {
    return over;
  }

  private boolean submitting(long now) {
    if (now >= level.endMillis() + noticeMillis) {
      Level found = tasks.judged(startMillis, level, slo);
      if (doubtful(found)) {
        again(now);
      } else {
        judged(now, found);
      }
      return true;
    }
    long part = (level.endMillis() - level.startMillis()) / LOOKS;
    long known = now - noticeMillis;
    if (looks + 1 < LOOKS && known >= level.startMillis() + (looks + 1) * part) {
      looks++;
      Phase sofar = level.at(level.startMillis(), known);
      Level soon = tasks.judged(startMillis, sofar, slo);
      if (hopeless(soon)) {
        level = sofar;
        judged(now, soon);
        return true;
      }
    }
    return false;
  }

  private static boolean hopeless(Level soon) {
    return !soon.saturated().isEmpty()
        && (soon.completedShare().orElse(1) < HOPELESS
            || soon.leastSaturatedShare() < HOPELESS_MODALITY);
  }

  private boolean doubtful(Level found) {
    return !again
        && !found.carried()
        && Math.min(found.completedShare().orElse(0), found.leastSaturatedShare()) >= DOUBTFUL
        && Bracket.of(trials).infeasibleMin().isEmpty();
  }

  /** The same load for as long once more; what was judged becomes part of the settling. */
  private void again(long now) {
    again = true;
    looks = 0;
    Phase settle = phases.get(phases.size() - 2);
    level = level.at(now, now + plan.levelMillis());
    phases.set(phases.size() - 2, settle.at(settle.startMillis(), now));
    phases.set(phases.size() - 1, level);
    steps.endAt(level.endMillis() + noticeMillis);
  }

  private void judged(long now, Level found) {
    trials.add(found.trial(shares).orElseThrow());
    phases.set(phases.size() - 1, level);
    steps.endAt(now);
    if (found.carried()) {
      tasks.inFlight().forEach((modality, n) -> calm.merge(modality, n, Math::max));
      next(now, level.endMillis());
    } else {
      drainsSince = now;
      phases.add(new Phase("drain " + trials.size(), Kind.DRAIN, level.endMillis(), budgetMillis));
    }
  }

  /** Until no more is in flight than where the load was carried. */
  private boolean draining(long now) {
    boolean drained =
        tasks.inFlight().entrySet().stream()
            .allMatch(e -> e.getValue() <= calm.getOrDefault(e.getKey(), 0));
    if (drained || now >= budgetMillis) {
      longestDrain = Math.max(longestDrain, now - drainsSince);
      drainsSince = NOT_DRAINING;
      Phase drain = phases.get(phases.size() - 1);
      phases.set(phases.size() - 1, drain.at(drain.startMillis(), now));
      next(now, now);
      return true;
    }
    return false;
  }

  /**
   * The next step, or none.
   *
   * @param since the last phase's end
   */
  private void next(long now, long since) {
    OptionalDouble load = search.next(trials);
    long end = now + plan.stepMillis() + noticeMillis;
    if (load.isPresent() && end + longestDrain <= budgetMillis) {
      step(since, now + LEAD_MILLIS, load.getAsDouble());
    } else {
      if (now > since) {
        phases.add(new Phase("drain " + trials.size(), Kind.DRAIN, since, now));
      }
      over = true;
      steps.complete();
    }
  }

  /** The less there is to get used to, the sooner that is done. */
  private long settleMillis(double load) {
    return Math.round(plan.settleMillis() * settling(load));
  }

  private double settling(double load) {
    if (trials.isEmpty()) {
      return FROM_NOTHING;
    }
    Trial last = trials.get(trials.size() - 1);
    if (!last.carried()) {
      return AFTER_DRAIN;
    }
    double change = Math.abs(Math.log(load / last.tasksPerSecond())) / Math.log(2);
    return Math.min(1, Math.max(LEAST_SETTLING, change));
  }

  private void step(long since, long start, double load) {
    int number = trials.size() + 1;
    long settled = start + settleMillis(load);
    long end = Math.max(settled + plan.levelMillis(), start + plan.stepMillis());
    level = new Phase("level " + number, Kind.LEVEL, settled, end, load);
    looks = 0;
    again = false;
    phases.add(new Phase("settle " + number, Kind.SETTLE, since, settled, load));
    phases.add(level);
    tasks.forgetBefore(startMillis + since);
    steps.add(new LoadStep(start, level.endMillis() + noticeMillis, load));
  }
}
