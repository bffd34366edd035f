package io.functionrunner.perf.binding.standin;

import java.util.Map;

/** The function runner's own API. */
public final class FunctionRunnerStandIn extends StandIn {

  public FunctionRunnerStandIn(String authorization) throws Exception {
    super(authorization);
  }

  @Override
  protected Reply answer(Call call) {
    if (call.is("POST", "/v1/tasks")) {
      return submit(Scenario.valueOf(call.json().at("/inputs/prompt").asText()));
    }
    Task task = find(call.segment(3));
    if (task == null) {
      return Reply.of(404, "{\"error\":\"no such task\"}");
    }
    if (call.is("DELETE", "/v1/tasks/[^/]+")) {
      task.cancelled = true;
      return Reply.of(200, status(task, "cancelled"));
    }
    return call.is("GET", ".*/result") ? Reply.of(200, "artifact") : poll(task);
  }

  private Reply submit(Scenario scenario) {
    return switch (scenario) {
      case REJECT ->
          new Reply(429, Map.of("Retry-After", "2"), "{\"error\":\"queue of images is full\"}");
      case SUBMIT_BROKEN -> Reply.of(500, "{\"error\":\"no database\"}");
      case SUBMIT_MALFORMED -> Reply.of(202, "<html>");
      case SUBMIT_WITHOUT_ID -> Reply.of(202, "{\"status\":\"queued\"}");
      default -> {
        Task task = accept("task-" + calls().size(), scenario);
        yield Reply.of(202, "{\"task_id\":\"%s\",\"status\":\"queued\"}".formatted(task.id));
      }
    };
  }

  private static Reply poll(Task task) {
    int poll = ++task.polls;
    if (poll == 1) {
      return Reply.of(200, status(task, "queued"));
    }
    if (poll == 2) {
      switch (task.scenario) {
        case POLL_BROKEN_ONCE -> {
          return Reply.of(502, "bad gateway");
        }
        case POLL_MALFORMED_ONCE -> {
          return Reply.of(200, "{\"task_id\":");
        }
        case POLL_THROTTLED_ONCE -> {
          return new Reply(429, Map.of("Retry-After", "0"), "{\"error\":\"slow down\"}");
        }
        case UNKNOWN_STATE_ONCE -> {
          return Reply.of(200, status(task, "reticulating"));
        }
        default -> {
          return Reply.of(200, status(task, "running"));
        }
      }
    }
    return Reply.of(
        200,
        switch (task.scenario) {
          case FAIL -> status(task, "failed");
          case CANCELLED_BY_OTHERS -> status(task, "cancelled");
          case NEVER_END -> status(task, "running");
          default -> status(task, "succeeded");
        });
  }

  private static String status(Task task, String status) {
    boolean ended = !status.equals("queued") && !status.equals("running");
    return """
    {"task_id":"%s","status":"%s","created_at":"2026-11-24T06:00:00.100Z",
     "started_at":%s,"completed_at":%s,"error":%s}"""
        .formatted(
            task.id,
            status,
            status.equals("queued") ? "null" : "\"2026-11-24T06:00:00.400Z\"",
            ended ? "\"2026-11-24T06:00:02.400Z\"" : "null",
            status.equals("failed") ? "\"CUDA out of memory\"" : "null");
  }

  @Override
  protected Reply unauthorized() {
    return Reply.of(401, "{\"error\":\"who are you?\"}");
  }
}
