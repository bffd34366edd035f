package io.functionrunner.perf.binding.standin;

import java.util.Map;

/** fal's queue API: absolute URLs for all that follows, failures only in the result. */
public final class FalStandIn extends StandIn {

  public FalStandIn(String key) throws Exception {
    super("Key " + key);
  }

  @Override
  protected Reply answer(Call call) {
    if (call.is("POST", "/[^/]+/[^/]+(/.*)?")) {
      String app = call.segment(1) + "/" + call.segment(2);
      return submit(app, Scenario.valueOf(call.json().path("prompt").asText()));
    }
    Task task = call.segment(3).equals("requests") ? find(call.segment(4)) : null;
    if (task == null) {
      return Reply.of(404, "{\"detail\":\"Request not found\"}");
    }
    if (call.is("PUT", ".*/cancel")) {
      task.cancelled = true;
      return Reply.of(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
    }
    return call.is("GET", ".*/status") ? status(task) : result(task);
  }

  private Reply submit(String app, Scenario scenario) {
    return switch (scenario) {
      case SUBMIT_BROKEN -> Reply.of(500, "Internal Server Error");
      case SUBMIT_MALFORMED -> Reply.of(200, "ok");
      case SUBMIT_WITHOUT_ID -> Reply.of(200, "{\"status\":\"IN_QUEUE\"}");
      default -> {
        Task task = accept("r" + calls().size(), scenario);
        String host = scenario == Scenario.FOREIGN_HOST ? "http://evil.example" : url().toString();
        String base = "%s/%s/requests/%s".formatted(host, app, task.id);
        yield Reply.of(
            200,
            """
            {"status":"IN_QUEUE","request_id":"%s","response_url":"%s","status_url":"%s/status",
             "cancel_url":"%s/cancel","logs":null,"metrics":{},"queue_position":0}"""
                .formatted(task.id, base, base, base));
      }
    };
  }

  private static Reply status(Task task) {
    int poll = ++task.polls;
    if (poll == 1) {
      return Reply.of(202, "{\"status\":\"IN_QUEUE\",\"queue_position\":3}");
    }
    if (poll == 2 && task.scenario == Scenario.POLL_BROKEN_ONCE) {
      return Reply.of(504, "");
    }
    if (poll == 2 && task.scenario == Scenario.POLL_MALFORMED_ONCE) {
      return Reply.of(200, "]");
    }
    if (poll == 2 && task.scenario == Scenario.UNKNOWN_STATE_ONCE) {
      return Reply.of(202, "{\"status\":\"IN_LIMBO\"}");
    }
    if (poll == 2 || task.scenario == Scenario.NEVER_END) {
      return Reply.of(202, "{\"status\":\"IN_PROGRESS\",\"logs\":null}");
    }
    return Reply.of(200, "{\"status\":\"COMPLETED\",\"metrics\":{\"inference_time\":1.25}}");
  }

  private static Reply result(Task task) {
    return switch (task.scenario) {
      case FAIL ->
          new Reply(
              504,
              Map.of("X-Fal-Error-Type", "request_timeout"),
              "{\"detail\":\"Request timed out\",\"error_type\":\"request_timeout\"}");
      case FAIL_OTHERWISE ->
          Reply.of(
              422,
              "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"content was flagged\",\"type\":\"content_policy_violation\"}]}");
      default ->
          Reply.of(200, "{\"images\":[{\"url\":\"https://v3.fal.media/out.png\"}],\"seed\":1}");
    };
  }

  @Override
  protected Reply unauthorized() {
    return Reply.of(401, "{\"detail\":\"No user found for Key ID and Secret\"}");
  }
}
