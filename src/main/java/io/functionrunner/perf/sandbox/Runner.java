package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.sandbox.ContentHash.Draw;
import io.functionrunner.perf.sandbox.TaskState.Status;
import io.functionrunner.perf.workload.Modality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The function runner itself, without HTTP, as a discrete-event model: a queue and a pool of
 * workers per modality, and GPUs that all pools share. A worker that takes a task keeps it to its
 * end, also while it waits for a GPU. No thread belongs to a worker; the only costs of a running
 * task are its object and one timer.
 *
 * <p>Thread-safe: one lock guards everything, for what happens under it is short.
 */
final class Runner {
  /** Finished tasks that can still be asked for; the oldest is forgotten first. */
  static final int REMEMBERED_TASKS = 100_000;

  static final int TASKS_PER_GPU = 24;

  /** Tasks of all modalities that the planted slow stage takes at once. */
  private static final int STAGE_PLACES = 8;

  /** Over which utilisation is averaged, at full scale. */
  private static final Duration WINDOW = Duration.ofSeconds(10);

  /** The runner's answer to a submission. */
  sealed interface Admission {
    record Accepted(Task task) implements Admission {}

    /** The modality's queue is full; a tenth of it will be empty in about so many seconds. */
    record Full(int retryAfterSeconds) implements Admission {}
  }

  private final SandboxOptions options;
  private final Timeline timeline;
  private final Faults faults;
  private final TaskMetrics metrics;
  private final Instant epoch;
  private final long epochNanos;

  private final Map<Modality, Resource> pools = new EnumMap<>(Modality.class);
  private final Resource gpus;
  private final Resource stage;
  private final Map<String, Task> tasks = new ConcurrentHashMap<>();
  private final Deque<String> finished = new ArrayDeque<>();

  /** Tasks in a stage that takes time, whether they make progress or not. */
  private final Set<Task> working = new LinkedHashSet<>();

  private final Tally tally = new Tally();

  Runner(SandboxOptions options, Timeline timeline, Faults faults, TaskMetrics metrics) {
    this.options = options;
    this.timeline = timeline;
    this.faults = faults;
    this.metrics = metrics;
    epoch = Instant.now();
    epochNanos = timeline.nanos();
    long windowNanos = Math.round(WINDOW.toNanos() / options.speed());
    for (Modality modality : Modality.values()) {
      int size = options.workers().get(modality);
      pools.put(modality, new Resource(1, size, windowNanos, epochNanos));
    }
    gpus = new Resource(options.gpus(), TASKS_PER_GPU, windowNanos, epochNanos);
    stage = new Resource(1, STAGE_PLACES, windowNanos, epochNanos);
  }

  synchronized Admission submit(Submission submission) {
    long now = timeline.nanos();
    if (!faults.begun()) {
      faults.begin(now);
      faults.rateChangesNanos().forEach(at -> timeline.schedule(at, this::changeRate));
    }
    tally.received++;
    Resource pool = pools.get(submission.modality());
    if (pool.waiting.size() >= options.queueCapacity()) {
      tally.rejected++;
      metrics.rejected(submission);
      return new Admission.Full(retryAfterSeconds(submission.modality()));
    }
    tally.accepted++;
    metrics.accepted(submission);
    Task task = new Task(submission, now, TaskState.queued(instant(now)));
    if (submission.content().uniform(Draw.LOSS) < faults.plan().lostRate()) {
      tally.lost++;
      metrics.lost(submission);
      return new Admission.Accepted(task);
    }
    tasks.put(task.id, task);
    enqueue(task, pool, now);
    return new Admission.Accepted(task);
  }

  /** A submission that was no task. */
  synchronized void invalid() {
    tally.received++;
    tally.invalid++;
    metrics.invalid();
  }

  /** Empty when the id is unknown, lost or forgotten. */
  Optional<Task> find(String id) {
    return Optional.ofNullable(tasks.get(id));
  }

  /** Whether the task was queued or running, and now is cancelled. */
  synchronized boolean cancel(Task task) {
    if (task.state.status().terminal()) {
      return false;
    }
    end(task, Status.CANCELLED, null, timeline.nanos());
    return true;
  }

  synchronized SandboxCounters counters() {
    return tally.counters();
  }

  synchronized RunnerView view() {
    return RunnerView.of(pools, gpus, stage, tally.counters(), timeline.nanos());
  }

  private void enqueue(Task task, Resource resource, long now) {
    task.waitingFor = resource;
    resource.waiting.add(task);
    serve(resource, now);
  }

  private void serve(Resource resource, long now) {
    while (!resource.waiting.isEmpty()
        && resource.hasRoom()
        && !faults.active(Fault.STALL_WORKERS, now)) {
      Task task = resource.waiting.remove();
      task.waitingFor = null;
      resource.take(task);
      if (resource == stage) {
        work(task, faults.plan().slowStageSeconds(), now);
      } else if (resource == gpus) {
        work(task, serviceSeconds(task, now), now);
      } else {
        start(task, now);
      }
    }
  }

  private void start(Task task, long now) {
    task.startedNanos = now;
    task.state = task.state.running(instant(now));
    metrics.started(task.submission, now - task.createdNanos);
    if (needsGpu(task.submission.modality())) {
      enqueue(task, gpus, now);
    } else {
      work(task, serviceSeconds(task, now), now);
    }
  }

  private static boolean needsGpu(Modality modality) {
    return switch (modality) {
      case IMAGE, VIDEO -> true;
      case AUDIO, TEXT -> false;
    };
  }

  /** At full scale, planted faults included. */
  private double serviceSeconds(Task task, long now) {
    OptionalDouble jitter = faults.jitter(task.submission.content(), now);
    jitter.ifPresent(factor -> metrics.affected(Fault.LATENCY_JITTER));
    return ServiceTimes.seconds(task.submission) * faults.plan().slowdown() * jitter.orElse(1);
  }

  private void work(Task task, double fullScaleSeconds, long now) {
    task.remainingNanos = fullScaleSeconds / options.speed() * 1e9;
    working.add(task);
    resume(task, now);
  }

  private void resume(Task task, long now) {
    task.resumedNanos = now;
    task.rate = faults.rate(task.holds(gpus), now);
    if (task.rate > 0) {
      task.holds.forEach(hold -> hold.resource().progress(hold, now, 1));
      long endNanos = now + (long) Math.ceil(task.remainingNanos / task.rate);
      task.completion = timeline.schedule(endNanos, () -> complete(task));
    }
  }

  private void suspend(Task task, long now) {
    if (task.rate > 0) {
      task.completion.cancel();
      task.completion = null;
      task.remainingNanos =
          Math.max(0, task.remainingNanos - (now - task.resumedNanos) * task.rate);
      task.holds.forEach(hold -> hold.resource().progress(hold, now, -1));
      task.rate = 0;
    }
  }

  private synchronized void changeRate() {
    long now = timeline.nanos();
    for (Task task : working) {
      suspend(task, now);
      resume(task, now);
    }
    serve(stage, now);
    serve(gpus, now);
    pools.values().forEach(pool -> serve(pool, now));
  }

  private synchronized void complete(Task task) {
    long now = timeline.nanos();
    // A timer that is cancelled while it waits for the lock comes here all the same.
    if (task.rate == 0 || now - task.resumedNanos < task.remainingNanos / task.rate) {
      return;
    }
    if (faults.active(Fault.SLOW_STAGE, now) && !task.holds(stage)) {
      metrics.affected(Fault.SLOW_STAGE);
      endWork(task, now);
      release(task, hold -> hold.resource() == gpus, now);
      enqueue(task, stage, now);
      return;
    }
    Optional<Fault> failure = faults.failure(task.submission.content(), now);
    failure.ifPresent(metrics::affected);
    end(
        task,
        failure.isPresent() ? Status.FAILED : Status.SUCCEEDED,
        failure.map(fault -> "planted failure: " + fault.id()).orElse(null),
        now);
  }

  private void end(Task task, Status status, String error, long now) {
    endWork(task, now);
    if (task.waitingFor != null) {
      task.waitingFor.waiting.remove(task);
      task.waitingFor = null;
    }
    long runNanos = task.holds.isEmpty() ? 0 : now - task.startedNanos;
    task.state = task.state.ended(status, instant(now), error);
    tally.ended(status);
    metrics.ended(task.submission, status, runNanos);
    finished.add(task.id);
    if (finished.size() > REMEMBERED_TASKS) {
      tasks.remove(finished.remove());
    }
    release(task, hold -> true, now);
  }

  private void endWork(Task task, long now) {
    if (working.remove(task)) {
      suspend(task, now);
    }
  }

  /** Gives places back, then lets those who wait for them have them. */
  private void release(Task task, Predicate<Task.Hold> which, long now) {
    List<Task.Hold> released = task.holds.stream().filter(which).toList();
    task.holds.removeAll(released);
    released.forEach(hold -> hold.resource().release(hold));
    released.forEach(hold -> serve(hold.resource(), now));
  }

  private int retryAfterSeconds(Modality modality) {
    double seconds =
        ServiceTimes.meanSeconds(modality) * faults.plan().slowdown() / options.speed();
    double tasksPerSecond = options.workers().get(modality) / seconds;
    return (int) Math.ceil(options.queueCapacity() / 10.0 / tasksPerSecond);
  }

  private Instant instant(long nanos) {
    return epoch.plusNanos(nanos - epochNanos);
  }
}
