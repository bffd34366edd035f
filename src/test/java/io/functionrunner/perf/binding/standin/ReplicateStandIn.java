package io.functionrunner.perf.binding.standin;

import com.fasterxml.jackson.databind.JsonNode;

/** Replicate's HTTP API, predictions only. */
public final class ReplicateStandIn extends StandIn {

  public ReplicateStandIn(String token) throws Exception {
    super("Bearer " + token);
  }

  @Override
  protected Reply answer(Call call) {
    if (call.is("POST", "/v1/predictions")) {
      JsonNode body = call.json();
      if (!body.path("version").isTextual() || !body.path("input").isObject()) {
        return Reply.of(422, "{\"title\":\"Input validation failed\",\"status\":422}");
      }
      return create(Scenario.valueOf(body.at("/input/prompt").asText()));
    }
    Task task = find(call.segment(3));
    if (task == null) {
      return Reply.of(
          404, "{\"detail\":\"The requested resource could not be found.\",\"status\":404}");
    }
    if (call.is("POST", "/v1/predictions/[^/]+/cancel")) {
      task.cancelled = true;
      return Reply.of(200, prediction(task, "canceled"));
    }
    return poll(task);
  }

  private Reply create(Scenario scenario) {
    return switch (scenario) {
      case REJECT ->
          Reply.of(
              429,
              "{\"detail\":\"Request was throttled. Expected available in 1 second.\",\"status\":429}");
      case SUBMIT_BROKEN -> Reply.of(503, "upstream connect error");
      case SUBMIT_MALFORMED -> Reply.of(201, "");
      case SUBMIT_WITHOUT_ID -> Reply.of(201, "{\"id\":null,\"status\":\"starting\"}");
      default -> Reply.of(201, prediction(accept("p" + calls().size(), scenario), "starting"));
    };
  }

  private Reply poll(Task task) {
    int poll = ++task.polls;
    if (poll == 1) {
      return Reply.of(200, prediction(task, "starting"));
    }
    if (poll == 2 && task.scenario == Scenario.POLL_BROKEN_ONCE) {
      return Reply.of(500, "{\"detail\":\"Internal server error\",\"status\":500}");
    }
    if (poll == 2 && task.scenario == Scenario.POLL_MALFORMED_ONCE) {
      return Reply.of(200, "<!doctype html>");
    }
    if (poll == 2 && task.scenario == Scenario.POLL_THROTTLED_ONCE) {
      return Reply.of(429, "{\"detail\":\"Request was throttled.\",\"status\":429}");
    }
    if (poll == 2) {
      String unknown = task.scenario == Scenario.UNKNOWN_STATE_ONCE ? "pondering" : "processing";
      return Reply.of(200, prediction(task, unknown));
    }
    return Reply.of(
        200,
        switch (task.scenario) {
          case FAIL -> prediction(task, "failed");
          case FAIL_OTHERWISE -> prediction(task, "aborted");
          case CANCELLED_BY_OTHERS -> prediction(task, "canceled");
          case NEVER_END -> prediction(task, "processing");
          default -> prediction(task, "succeeded");
        });
  }

  private String prediction(Task task, String status) {
    boolean started = !status.equals("starting");
    boolean ended = started && !status.equals("processing");
    return """
    {"id":"%s","model":"owner/model","version":"hidden","input":{},"logs":"","output":%s,
     "error":%s,"status":"%s","created_at":"2026-11-24T06:00:00.123456Z","started_at":%s,
     "completed_at":%s,"urls":{"get":"%s/v1/predictions/%s","cancel":"%s/v1/predictions/%s/cancel"}}"""
        .formatted(
            task.id,
            status.equals("succeeded") ? "[\"https://replicate.delivery/out.png\"]" : "null",
            status.equals("failed") ? "\"NSFW content detected\"" : "null",
            status,
            started ? "\"2026-11-24T06:00:01.123456Z\"" : "null",
            ended ? "\"2026-11-24T06:00:04.123456Z\"" : "null",
            url(),
            task.id,
            url(),
            task.id);
  }

  @Override
  protected Reply unauthorized() {
    return Reply.of(
        401,
        "{\"title\":\"Unauthenticated\",\"detail\":\"You did not pass a token\",\"status\":401}");
  }
}
