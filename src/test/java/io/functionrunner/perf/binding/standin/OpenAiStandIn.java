package io.functionrunner.perf.binding.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** OpenAI's Responses API, background mode only. */
public final class OpenAiStandIn extends StandIn {

  public OpenAiStandIn(String key) throws Exception {
    super("Bearer " + key);
  }

  @Override
  protected Reply answer(Call call) {
    if (call.is("POST", "/v1/responses")) {
      JsonNode body = call.json();
      boolean valid = body.path("model").isTextual() && body.path("background").isBoolean();
      return valid
          ? create(Scenario.valueOf(body.path("input").asText()))
          : error(400, "Missing required parameter", "invalid_request_error");
    }
    Task task = find(call.segment(3));
    if (task == null) {
      return error(404, "Response with id not found.", "invalid_request_error");
    }
    if (call.is("POST", "/v1/responses/[^/]+/cancel")) {
      task.cancelled = true;
      return Reply.of(200, response(task, "cancelled"));
    }
    return poll(task);
  }

  private Reply create(Scenario scenario) {
    return switch (scenario) {
      case REJECT -> rateLimited();
      case SUBMIT_BROKEN -> error(500, "The server had an error", "server_error");
      case SUBMIT_MALFORMED -> Reply.of(200, "{\"id\":\"resp_1\"");
      case SUBMIT_WITHOUT_ID -> Reply.of(200, "{\"object\":\"response\"}");
      default -> Reply.of(200, response(accept("resp_" + calls().size(), scenario), "queued"));
    };
  }

  private static Reply poll(Task task) {
    int poll = ++task.polls;
    if (poll == 1) {
      return Reply.of(200, response(task, "queued"));
    }
    if (poll == 2 && task.scenario == Scenario.POLL_BROKEN_ONCE) {
      return error(503, "The engine is currently overloaded", "server_error");
    }
    if (poll == 2 && task.scenario == Scenario.POLL_MALFORMED_ONCE) {
      return Reply.of(200, "\u0000");
    }
    if (poll == 2 && task.scenario == Scenario.POLL_THROTTLED_ONCE) {
      return rateLimited();
    }
    if (poll == 2) {
      String unknown = task.scenario == Scenario.UNKNOWN_STATE_ONCE ? "musing" : "in_progress";
      return Reply.of(200, response(task, unknown));
    }
    return Reply.of(
        200,
        switch (task.scenario) {
          case FAIL -> response(task, "failed");
          case FAIL_OTHERWISE -> response(task, "incomplete");
          case CANCELLED_BY_OTHERS -> response(task, "cancelled");
          case NEVER_END -> response(task, "in_progress");
          default -> response(task, "completed");
        });
  }

  private static Reply rateLimited() {
    return new Reply(
        429,
        Map.of("retry-after-ms", "30", "Retry-After", "1"),
        "{\"error\":{\"message\":\"Rate limit reached\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}");
  }

  private static String response(Task task, String status) {
    return """
    {"id":"%s","object":"response","created_at":1795500000,"status":"%s","background":true,
     "completed_at":%s,"error":%s,"incomplete_details":%s,"model":"gpt-5-mini","output":[]}"""
        .formatted(
            task.id,
            status,
            status.equals("completed") ? "1795500003" : "null",
            status.equals("failed")
                ? "{\"code\":\"server_error\",\"message\":\"the model fell over\"}"
                : "null",
            status.equals("incomplete") ? "{\"reason\":\"max_output_tokens\"}" : "null");
  }

  private static Reply error(int status, String message, String type) {
    return Reply.of(
        status, "{\"error\":{\"message\":\"%s\",\"type\":\"%s\"}}".formatted(message, type));
  }

  @Override
  protected Reply unauthorized() {
    return error(401, "Incorrect API key provided", "invalid_request_error");
  }
}
