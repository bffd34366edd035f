package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.analysis.RecordedSeries;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.metrics.SeriesFile;
import io.functionrunner.perf.metrics.VirtualScrape;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.sandbox.VirtualSandbox;
import io.functionrunner.perf.sandbox.VirtualSandbox.Ticket;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A run of a profile against the sandbox's own engine in virtual time: the same schedules, the same
 * queues, workers, GPUs and faults, the same metrics through the same scraper and catalog, and the
 * files that a real run leaves. What is not there is HTTP and a machine that is busy.
 */
public final class VirtualRun {

  private static final long START = SimulatedRun.START;
  private static final double HTTP_MILLIS = 4;
  private static final int RETRIES = 3;
  private static final double LONGEST_DRAIN = 4;

  private final Profile profile;
  private final double speed;
  private final long seed;
  private final Map<String, String> sandbox;
  private final long stepMillis;
  private double injectorTasksPerSecond = Double.POSITIVE_INFINITY;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingDouble(Event::atMillis).thenComparingLong(Event::order));
  private final List<TaskRecord> tasks = new ArrayList<>();
  private long scheduled;
  private VirtualSandbox target;

  private record Event(double atMillis, long order, Action action) {}

  private interface Action {
    void run(double atMillis) throws IOException;
  }

  /** A task that was accepted. */
  private record Open(PlannedTask planned, double submitMillis, int rejections, Ticket ticket) {}

  /**
   * @param speed by which time as a whole is compressed, as with the shipped sandbox
   * @param sandbox its settings, faults too
   * @param step from one scrape to the next
   */
  public VirtualRun(
      Profile profile, double speed, long seed, Map<String, String> sandbox, Duration step) {
    this.profile = speed == 1 ? profile : profile.compressed(speed);
    this.speed = speed;
    this.seed = seed;
    this.sandbox = sandbox;
    this.stepMillis = step.toMillis();
  }

  /** An injector that cannot submit faster. */
  public VirtualRun injectorLimit(double tasksPerSecond) {
    injectorTasksPerSecond = tasksPerSecond;
    return this;
  }

  /** Runs it, and leaves its files. */
  public void write(Path directory) throws IOException {
    target = new VirtualSandbox(speed, sandbox);
    List<Open> open = new ArrayList<>();
    List<PlannedTask> planned = planned();
    double injectorFree = 0;
    double busyMillis = 0;
    for (PlannedTask task : planned) {
      double submit = Math.max((double) task.offsetMillis(), injectorFree);
      injectorFree = submit + 1000 / injectorTasksPerSecond;
      busyMillis += 1000 / injectorTasksPerSecond;
      at(submit, now -> submit(task, now, now, 0, open));
    }
    double injectorShare = Math.min(.98, .08 + busyMillis / profile.durationMillis());
    double horizon = LONGEST_DRAIN * profile.durationMillis();
    try (VirtualScrape scrape =
        new VirtualScrape(
            directory.resolve(SeriesFile.FILE), Duration.ofMillis(stepMillis), START)) {
      at(0, now -> scrapeAndAgain(scrape, now, open, planned.size(), horizon));
      while (!events.isEmpty()) {
        Event event = events.remove();
        target.advanceTo(event.atMillis);
        event.action.run(event.atMillis);
      }
    }
    open.forEach(this::ended);
    tasks.sort(Comparator.comparingLong(TaskRecord::endMillis));
    SimulatedRun.writeJournal(directory.resolve(TaskJournal.FILE), tasks);
    SimulatedRun.writeLog(directory.resolve("simulation.log"), tasks);
    manifest(profile, speed, seed, sandbox, tasks).write(directory.resolve(RunManifest.FILE));
    RecordedSeries.ofInjector((int) (profile.durationMillis() / 1000), t -> injectorShare)
        .write(directory);
  }

  private List<PlannedTask> planned() {
    List<PlannedTask> planned = new ArrayList<>();
    for (int user = 0; user < profile.users(); user++) {
      profile.schedule(seed, user).forEachRemaining(planned::add);
    }
    planned.sort(
        Comparator.comparingLong(PlannedTask::offsetMillis).thenComparing(PlannedTask::user));
    return planned;
  }

  private void at(double millis, Action action) {
    events.add(new Event(millis, scheduled++, action));
  }

  private void submit(PlannedTask task, double first, double now, int refused, List<Open> open) {
    Ticket ticket = target.submit(task);
    if (ticket.accepted()) {
      open.add(new Open(task, first, refused, ticket));
    } else if (refused < RETRIES) {
      at(
          now + HTTP_MILLIS + 1000.0 * ticket.retryAfterSeconds(),
          later -> submit(task, first, later, refused + 1, open));
    } else {
      tasks.add(
          record(task, first, refused + 1, Outcome.REJECTED, now + HTTP_MILLIS, -1, -1, -1, 0));
    }
  }

  private void scrapeAndAgain(
      VirtualScrape scrape, double now, List<Open> open, int planned, double horizon)
      throws IOException {
    scrape.round(START + Math.round(now), target.scrape());
    boolean all =
        open.size() + tasks.size() == planned && open.stream().allMatch(o -> o.ticket.ended());
    boolean loading = now < profile.durationMillis();
    if (loading || (!all && now < horizon)) {
      at(now + stepMillis, later -> scrapeAndAgain(scrape, later, open, planned, horizon));
    }
  }

  private void ended(Open open) {
    Ticket ticket = open.ticket;
    double created = ticket.createdMillis();
    if (!ticket.ended()) {
      tasks.add(
          record(
              open.planned,
              open.submitMillis,
              open.rejections,
              Outcome.TIMED_OUT,
              LONGEST_DRAIN * profile.durationMillis(),
              created,
              -1,
              -1,
              1));
      return;
    }
    double wait = 1000 / speed;
    double poll = created + HTTP_MILLIS / 2;
    int checks = 0;
    while (poll < ticket.completedMillis()) {
      poll += wait;
      wait = Math.min(wait * 1.5, 5000 / speed);
      checks++;
    }
    tasks.add(
        record(
            open.planned,
            open.submitMillis,
            open.rejections,
            ticket.succeeded() ? Outcome.COMPLETED : Outcome.FAILED,
            poll + HTTP_MILLIS,
            created,
            ticket.startedMillis(),
            ticket.completedMillis(),
            checks));
  }

  private static TaskRecord record(
      PlannedTask task,
      double submit,
      int rejections,
      Outcome outcome,
      double end,
      double created,
      double started,
      double completed,
      int checks) {
    return new TaskRecord(
        task.user(),
        task.index(),
        task.modality().id(),
        task.quality().id(),
        START + task.offsetMillis(),
        epoch(submit),
        created < 0 ? TaskRecord.ABSENT : epoch(created + HTTP_MILLIS / 2),
        outcome,
        epoch(end),
        TaskRecord.ABSENT,
        created < 0 ? TaskRecord.ABSENT : epoch(created),
        started < 0 ? TaskRecord.ABSENT : epoch(started),
        completed < 0 ? TaskRecord.ABSENT : epoch(completed),
        checks,
        rejections,
        outcome == Outcome.FAILED ? "planted failure" : "");
  }

  private static long epoch(double millis) {
    return START + Math.round(millis);
  }

  static RunManifest manifest(
      Profile profile,
      double speed,
      long seed,
      Map<String, String> sandbox,
      List<TaskRecord> tasks) {
    long end = tasks.stream().mapToLong(TaskRecord::endMillis).max().orElse(START);
    Map<String, String> settings = new HashMap<>();
    sandbox.forEach((name, value) -> settings.put("sandbox." + name, value));
    return new RunManifest(
        RunManifest.SCHEMA_VERSION,
        profile.name(),
        RunManifest.Status.COMPLETED,
        null,
        START,
        end,
        seed,
        "closed-users",
        "http://127.0.0.1:8080",
        true,
        "function-runner",
        "0123456789abcdef",
        speed,
        1,
        profile.users(),
        profile.hash(),
        tasks.size(),
        0,
        profile.phases(),
        settings,
        new RunManifest.Environment("Linux", "amd64", 2, 1L << 34, "17.0.15", "f00d"),
        Map.of("suite", "0.1.0", "gatling", "3.15.1", "java", "17.0.15"),
        null);
  }
}
