package io.functionrunner.perf.analysis;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.simlog.LogWriter;
import io.functionrunner.perf.simlog.RunHeader;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.UserSchedule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The files that a run of a profile leaves, without the run: tasks of a real schedule go through a
 * queue with so many workers a modality (first come, first served), and are polled for.
 */
public final class SimulatedRun {

  public static final long START = 1_790_000_000_000L;

  /** The server's clock is ahead of ours. */
  static final long CLOCK_OFFSET = 123_456;

  private static final int HTTP_MILLIS = 4;

  private final Profile profile;
  private final double speed;
  private final List<PlannedTask> planned = new ArrayList<>();
  private final List<TaskRecord> tasks = new ArrayList<>();
  private RunManifest.Status status = RunManifest.Status.COMPLETED;
  private String statusReason;

  /** A run of {@code profile} in full, compressed by {@code speed}. */
  public SimulatedRun(Profile profile, double speed, long seed, double errorRate) {
    this(profile, speed, seed, errorRate, 1);
  }

  /** The same with service times multiplied by {@code slowdown}. */
  public SimulatedRun(Profile profile, double speed, long seed, double errorRate, double slowdown) {
    this.profile = profile.compressed(speed);
    this.speed = speed;
    for (int user = 0; user < this.profile.users(); user++) {
      UserSchedule schedule = this.profile.schedule(seed, user);
      schedule.forEachRemaining(planned::add);
    }
    planned.sort(
        Comparator.comparingLong(PlannedTask::offsetMillis).thenComparing(PlannedTask::user));
    serve(new SplittableRandom(seed), errorRate, slowdown);
  }

  public List<TaskRecord> tasks() {
    return tasks;
  }

  /** Ended in another way than by completion. */
  public SimulatedRun ended(RunManifest.Status newStatus, String reason) {
    status = newStatus;
    statusReason = reason;
    return this;
  }

  /** Writes all three files. */
  public void write(Path directory) throws IOException {
    manifest(tasks.stream().mapToLong(TaskRecord::endMillis).max().orElse(START))
        .write(directory.resolve(RunManifest.FILE));
    writeJournal(directory.resolve(TaskJournal.FILE), tasks);
    writeLog(directory.resolve("simulation.log"), tasks);
  }

  private void serve(SplittableRandom random, double errorRate, double slowdown) {
    Map<Modality, PriorityQueue<Double>> free = new HashMap<>();
    for (Modality modality : Modality.values()) {
      free.put(modality, new PriorityQueue<>());
      for (int i = 0; i < (modality == Modality.TEXT ? 40 : 100); i++) {
        free.get(modality).add(0.0);
      }
    }
    for (PlannedTask task : planned) {
      double service = 1000 / speed * slowdown * seconds(task) * Math.exp(0.4 * normal(random));
      PriorityQueue<Double> workers = free.get(task.modality());
      double submit = task.offsetMillis() + random.nextInt(3);
      double started = Math.max(submit + HTTP_MILLIS / 2, workers.remove());
      workers.add(started + service);
      boolean fails = random.nextDouble() < errorRate;
      tasks.add(record(task, (long) submit, (long) started, (long) (started + service), fails));
    }
    tasks.sort(Comparator.comparingLong(TaskRecord::endMillis));
  }

  private TaskRecord record(
      PlannedTask task, long submit, long started, long completed, boolean fails) {
    long accepted = submit + HTTP_MILLIS;
    double wait = 1000 / speed;
    double poll = accepted;
    double pending = submit;
    int checks = 0;
    while (poll < completed) {
      pending = checks == 0 ? submit : poll;
      poll += wait;
      wait = Math.min(wait * 1.5, 5000 / speed);
      checks++;
    }
    return new TaskRecord(
        task.user(),
        task.index(),
        task.modality().id(),
        task.quality().id(),
        START + task.offsetMillis(),
        START + submit,
        START + accepted,
        fails ? Outcome.FAILED : Outcome.COMPLETED,
        START + (long) poll + HTTP_MILLIS,
        START + (long) pending,
        START + CLOCK_OFFSET + submit + HTTP_MILLIS / 2,
        START + CLOCK_OFFSET + started,
        START + CLOCK_OFFSET + completed,
        checks,
        0,
        fails ? "out of memory on gpu 3" : "");
  }

  private static double seconds(PlannedTask task) {
    double standard =
        switch (task.modality()) {
          case IMAGE -> 24;
          case TEXT -> 5;
          case AUDIO -> 12;
          case VIDEO -> 60;
        };
    return standard
        * switch (task.quality()) {
          case DRAFT -> 0.5;
          case STANDARD -> 1;
          case HIGH -> 2;
        };
  }

  private static double normal(SplittableRandom random) {
    // Sum of twelve uniforms: near enough for service times.
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  /** The manifest of this run. */
  public RunManifest manifest(long endMillis) {
    return new RunManifest(
        RunManifest.SCHEMA_VERSION,
        profile.name(),
        status,
        statusReason,
        START,
        status == RunManifest.Status.RUNNING ? null : endMillis,
        1,
        "closed-users",
        "http://127.0.0.1:8080",
        true,
        "function-runner",
        "0123456789abcdef",
        speed,
        1,
        profile.users(),
        profile.hash(),
        planned.size(),
        0,
        profile.phases(),
        Map.of("simulation", profile.name()),
        new RunManifest.Environment("Linux", "amd64", 2, 1L << 34, "17.0.15", "f00d"),
        Map.of("suite", "0.1.0", "gatling", "3.15.1", "java", "17.0.15"),
        RunManifest.Shards.WHOLE);
  }

  /** Writes tasks as the journal of the run would have them. */
  public static void writeJournal(Path file, List<TaskRecord> tasks) throws IOException {
    try (TaskJournal journal = new TaskJournal(file)) {
      for (TaskRecord task : tasks) {
        journal.submitted(
            task.user(),
            task.index(),
            task.modality(),
            task.quality(),
            task.intendedMillis(),
            task.submitMillis());
        if (task.acceptedMillis() != TaskRecord.ABSENT) {
          journal.accepted(task.user(), task.index(), task.acceptedMillis());
        }
        if (task.outcome() != null) {
          journal.ended(task);
        }
      }
    }
  }

  /** Writes the log that Gatling would have written of these tasks. */
  public static void writeLog(Path file, List<TaskRecord> tasks) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        LogWriter writer = new LogWriter(out)) {
      writer.run(
          new RunHeader("3.15.1", "SpikeTest", START - 500, "", List.of("users"), List.of()));
      Names names = new Names(writer);
      writer.user(0, true, 500);
      for (TaskRecord task : tasks) {
        boolean accepted = task.acceptedMillis() != TaskRecord.ABSENT;
        long answered = accepted ? task.acceptedMillis() : task.endMillis();
        names.request(
            "submit " + task.modality(),
            task.submitMillis(),
            answered,
            accepted ? "" : task.outcome().id());
        for (int i = 0; i < task.checks(); i++) {
          names.request(
              "check " + task.modality(), task.endMillis() - HTTP_MILLIS, task.endMillis(), "");
        }
        if (task.outcome() != null) {
          names.request(
              "task " + task.modality() + " " + task.quality(),
              task.submitMillis(),
              task.endMillis(),
              task.outcome() == Outcome.COMPLETED ? "" : task.outcome().id());
        }
      }
      writer.user(0, false, 1_000);
    }
  }

  /** Cuts a file off, as a kill does. */
  public static void cut(Path file, double share) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  /** Tells texts and paths before their first use. */
  private static final class Names {
    private final LogWriter writer;
    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<String, Integer> paths = new HashMap<>();

    Names(LogWriter writer) {
      this.writer = writer;
    }

    void request(String name, long start, long end, String message) {
      int path =
          paths.computeIfAbsent(
              name,
              n -> {
                int id = paths.size() + 1;
                writer.path(id, 0, text(n));
                return id;
              });
      long origin = START - 500;
      writer.request(
          path, (int) (start - origin), (int) (end - origin), message.isEmpty(), text(message));
    }

    private int text(String value) {
      return texts.computeIfAbsent(
          value,
          v -> {
            int id = texts.size() + 1;
            writer.string(id, v);
            return id;
          });
    }
  }
}
