package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.sandbox.ContentHash.Draw;
import io.functionrunner.perf.sandbox.TaskState.Status;
import io.functionrunner.perf.workload.Modality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Map<String, Task> tasks = new ConcurrentHashMap<>();
  private final Deque<Task> finished = new ArrayDeque<>();

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
  }

  synchronized Admission submit(Submission submission) {
    long now = timeline.nanos();
    if (!faults.begun()) {
      faults.begin(now);
      faults.speedChangesNanos().forEach(at -> timeline.schedule(at, this::changeSpeed));
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
    if (submission.content().uniform(Draw.LOSS) < options.lostRate()) {
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
    long now = timeline.nanos();
    Map<Modality, RunnerView.Pool> poolViews = new EnumMap<>(Modality.class);
    Map<Modality, Integer> waitingForGpu = new EnumMap<>(Modality.class);
    gpus.waiting.forEach(task -> waitingForGpu.merge(task.submission.modality(), 1, Integer::sum));
    pools.forEach(
        (modality, pool) ->
            poolViews.put(
                modality,
                new RunnerView.Pool(
                    pool.waiting.size(),
                    pool.size(),
                    pool.occupied(),
                    waitingForGpu.getOrDefault(modality, 0),
                    pool.utilisation(0, now))));
    List<RunnerView.Gpu> gpuViews = new ArrayList<>();
    for (int device = 0; device < gpus.devices(); device++) {
      gpuViews.add(new RunnerView.Gpu(gpus.utilisation(device, now), gpus.occupancy(device)));
    }
    return new RunnerView(poolViews, gpuViews);
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
      if (resource == gpus) {
        work(task, now);
      } else {
        start(task, now);
      }
    }
  }

  private void start(Task task, long now) {
    task.startedNanos = now;
    task.state = task.state.running(instant(now));
    metrics.started(task.submission, now - task.createdNanos);
    if (task.submission.modality() == Modality.TEXT) {
      work(task, now);
    } else {
      enqueue(task, gpus, now);
    }
  }

  private void work(Task task, long now) {
    double seconds = ServiceTimes.seconds(task.submission) * options.slowdown() / options.speed();
    task.remainingNanos = seconds * 1e9;
    working.add(task);
    resume(task, now);
  }

  private void resume(Task task, long now) {
    task.resumedNanos = now;
    task.rate = faults.active(Fault.STALL_WORKERS, now) ? 0 : 1;
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

  private synchronized void changeSpeed() {
    long now = timeline.nanos();
    for (Task task : working) {
      suspend(task, now);
      resume(task, now);
    }
    serve(gpus, now);
    pools.values().forEach(pool -> serve(pool, now));
  }

  private synchronized void complete(Task task) {
    // A timer that is cancelled while it waits for the lock comes here all the same.
    if (task.rate == 0 || timeline.nanos() - task.resumedNanos < task.remainingNanos / task.rate) {
      return;
    }
    boolean fails = task.submission.content().uniform(Draw.ERROR) < options.errorRate();
    if (fails) {
      metrics.affected(Fault.ERROR_RATE);
      end(task, Status.FAILED, "planted failure (errorRate)", timeline.nanos());
    } else {
      end(task, Status.SUCCEEDED, null, timeline.nanos());
    }
  }

  private void end(Task task, Status status, String error, long now) {
    if (working.remove(task)) {
      suspend(task, now);
    }
    if (task.waitingFor != null) {
      task.waitingFor.waiting.remove(task);
      task.waitingFor = null;
    }
    boolean started = !task.holds.isEmpty();
    task.state = task.state.ended(status, instant(now), error);
    tally.ended(status);
    metrics.ended(task.submission, status, started ? now - task.startedNanos : 0);
    task.holds.forEach(hold -> hold.resource().release(hold));
    List<Task.Hold> released = List.copyOf(task.holds);
    task.holds.clear();
    finished.add(task);
    if (finished.size() > REMEMBERED_TASKS) {
      tasks.remove(finished.remove().id);
    }
    released.forEach(hold -> serve(hold.resource(), now));
  }

  private int retryAfterSeconds(Modality modality) {
    double seconds = ServiceTimes.meanSeconds(modality) * options.slowdown() / options.speed();
    double tasksPerSecond = options.workers().get(modality) / seconds;
    return (int) Math.ceil(options.queueCapacity() / 10.0 / tasksPerSecond);
  }

  private Instant instant(long nanos) {
    return epoch.plusNanos(nanos - epochNanos);
  }
}
