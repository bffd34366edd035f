package io.functionrunner.perf.capacity;

import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.sandbox.VirtualSandbox;
import io.functionrunner.perf.sandbox.VirtualSandbox.Ticket;
import io.functionrunner.perf.workload.DecidedSteps;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.StepSchedule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A search against the sandbox's own engine in virtual time at full scale: the suite's own search,
 * steps, schedules and judgement. Tasks are polled for; what is not there is HTTP and a machine
 * that is busy.
 */
final class VirtualSearch {

  private static final long START = 1_790_000_000_000L;
  private static final long TICK = 50;
  private static final long NOTICE = 5000;
  private static final double LONGEST = 3;

  private final Profile profile;
  private final long seed;
  private final VirtualSandbox target;
  private final SearchRun search;
  private final List<TaskRecord> tasks = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();
  private final Slo slo;
  private long endMillis;
  private int mostInFlight;

  private static final class Open {
    final PlannedTask planned;
    final Ticket ticket;
    double pollMillis;
    double wait = 1000;

    Open(PlannedTask planned, Ticket ticket) {
      this.planned = planned;
      this.ticket = ticket;
      pollMillis = planned.offsetMillis() + wait;
    }

    void again() {
      wait = Math.min(wait * 1.5, NOTICE);
      pollMillis += wait;
    }
  }

  VirtualSearch(Profile profile, Map<String, String> sandbox, long seed) throws IOException {
    this.profile = profile;
    this.seed = seed;
    this.target = new VirtualSandbox(1, sandbox);
    this.slo = new Slo(CriteriaFile.shipped().ofAny(), 1);
    this.search = new SearchRun(profile, profile.search().orElseThrow(), NOTICE, slo);
  }

  /** Runs it to its end, when nothing is in flight. */
  VirtualSearch run() {
    List<StepSchedule> sources = new ArrayList<>();
    for (int source = 0; source < DecidedSteps.SOURCES; source++) {
      sources.add(search.steps().schedule(seed, source, profile.mix()));
    }
    search.began(START);
    long now = 0;
    while (now < LONGEST * profile.durationMillis() && (!search.isOver() || !open.isEmpty())) {
      now += TICK;
      submit(sources, now);
      target.advanceTo((double) now);
      poll(now);
      search.at(now);
    }
    endMillis = now;
    return this;
  }

  private void submit(List<StepSchedule> sources, long now) {
    List<PlannedTask> due = new ArrayList<>();
    for (StepSchedule source : sources) {
      while (source.due(now)) {
        due.add(source.next());
      }
    }
    due.sort(Comparator.comparingLong(PlannedTask::offsetMillis));
    for (PlannedTask task : due) {
      target.advanceTo((double) task.offsetMillis());
      Ticket ticket = target.submit(task);
      search.submitted(record(task, ticket, null, TaskRecord.ABSENT));
      if (ticket.accepted()) {
        open.add(new Open(task, ticket));
      } else {
        end(record(task, ticket, Outcome.REJECTED, START + task.offsetMillis()));
      }
    }
    mostInFlight = Math.max(mostInFlight, open.size());
  }

  private void poll(long now) {
    for (Iterator<Open> i = open.iterator(); i.hasNext(); ) {
      Open task = i.next();
      while (task.pollMillis <= now) {
        if (task.ticket.ended()) {
          end(record(task.planned, task.ticket, Outcome.COMPLETED, START + (long) task.pollMillis));
          i.remove();
          break;
        }
        task.again();
      }
    }
  }

  private void end(TaskRecord task) {
    search.ended(task);
    tasks.add(task);
  }

  private static TaskRecord record(PlannedTask task, Ticket ticket, Outcome outcome, long end) {
    long submit = START + task.offsetMillis();
    boolean completed = outcome == Outcome.COMPLETED;
    return new TaskRecord(
        task.user(),
        task.index(),
        task.modality().id(),
        task.quality().id(),
        submit,
        submit,
        ticket.accepted() ? submit : TaskRecord.ABSENT,
        outcome,
        end,
        TaskRecord.ABSENT,
        ticket.accepted() ? START + Math.round(ticket.createdMillis()) : TaskRecord.ABSENT,
        completed ? START + Math.round(ticket.startedMillis()) : TaskRecord.ABSENT,
        completed ? START + Math.round(ticket.completedMillis()) : TaskRecord.ABSENT,
        1,
        0,
        "");
  }

  SearchRun search() {
    return search;
  }

  /** When the last task had ended, in milliseconds since the load's start. */
  long endMillis() {
    return endMillis;
  }

  int mostInFlight() {
    return mostInFlight;
  }

  List<TaskRecord> tasks() {
    return tasks;
  }

  long tasksPlanned() {
    return search.steps().tasks(seed, profile.mix());
  }

  /** As an analysis of the run's files has it. */
  List<Level> levels() {
    LevelStatistics statistics = new LevelStatistics(START, search.phases());
    tasks.forEach(statistics::add);
    return statistics.levels(slo);
  }

  List<Phase> phases() {
    return search.phases();
  }

  /** What is right: servers / expected service time, scaled to the mix, where it is least. */
  static double truth(Mix mix, Map<Modality, Integer> workers, int gpuPlaces) {
    double least = Double.POSITIVE_INFINITY;
    double onGpu = 0;
    for (Mix.Entry entry : mix.entries()) {
      double share = entry.perUserPerMinute() / mix.perUserPerMinute();
      double demand = share * VirtualSandbox.meanServiceSeconds(entry.modality());
      least = Math.min(least, workers.get(entry.modality()) / demand);
      if (entry.modality() == Modality.IMAGE || entry.modality() == Modality.VIDEO) {
        onGpu += demand;
      }
    }
    return Math.min(least, gpuPlaces / onGpu);
  }
}
