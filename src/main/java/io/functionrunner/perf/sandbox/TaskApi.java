package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.sandbox.Runner.Admission;
import io.functionrunner.perf.sandbox.TaskState.Status;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The task API's operations, from request to reply; HTTP itself is {@link HttpFront}'s. */
final class TaskApi {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Runner runner;

  TaskApi(Runner runner) {
    this.runner = runner;
  }

  private record Submitted(String taskId, String status, String createdAt) {}

  private record View(
      String taskId,
      String status,
      String createdAt,
      String startedAt,
      String completedAt,
      String error) {

    static View of(Task task) {
      TaskState state = task.state;
      return new View(
          task.id,
          state.status().id(),
          time(state.createdAt()),
          time(state.startedAt()),
          time(state.completedAt()),
          state.error());
    }
  }

  Reply submit(Submission submission) {
    Admission admission = runner.submit(submission);
    if (admission instanceof Admission.Full full) {
      return Reply.error(429, submission.modality().id() + ": the queue is full")
          .with("Retry-After", Integer.toString(full.retryAfterSeconds()));
    }
    Task task = ((Admission.Accepted) admission).task();
    // Queued is what it was when it was accepted; a free worker may have it by now.
    return Reply.json(
        202, new Submitted(task.id, Status.QUEUED.id(), time(task.state.createdAt())));
  }

  Reply refuse(int status, String message) {
    runner.invalid();
    return Reply.error(status, message);
  }

  Reply status(String id) {
    return onTask(id, task -> Reply.json(200, View.of(task)));
  }

  Reply result(String id) {
    return onTask(
        id,
        task -> {
          Status status = task.state.status();
          return status == Status.SUCCEEDED
              ? Artifact.of(task.submission)
              : Reply.error(409, "no result: the task is " + status.id());
        });
  }

  Reply cancel(String id) {
    return onTask(
        id,
        task ->
            runner.cancel(task)
                ? Reply.json(200, View.of(task))
                : Reply.error(409, "too late: the task is " + task.state.status().id()));
  }

  Reply health() {
    Map<String, Object> queues = new LinkedHashMap<>();
    runner
        .view()
        .pools()
        .forEach(
            (modality, pool) ->
                queues.put(
                    modality.id(), Map.of("queued", pool.queued(), "running", pool.active())));
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", "ok");
    health.put("queues", queues);
    return Reply.json(200, health);
  }

  private Reply onTask(String id, Function<Task, Reply> operation) {
    return runner.find(id).map(operation).orElseGet(() -> Reply.error(404, "no such task"));
  }

  private static String time(Instant instant) {
    return instant == null ? null : TIME.format(instant);
  }
}
