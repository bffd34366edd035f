package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.binding.TargetReport.Step;
import io.functionrunner.perf.binding.standin.FalStandIn;
import io.functionrunner.perf.binding.standin.FunctionRunnerStandIn;
import io.functionrunner.perf.binding.standin.OpenAiStandIn;
import io.functionrunner.perf.binding.standin.ReplicateStandIn;
import io.functionrunner.perf.binding.standin.Scenario;
import io.functionrunner.perf.binding.standin.StandIn;
import io.functionrunner.perf.run.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole tasks, driven by the shipped bindings alone against servers that speak the vendors' APIs.
 */
class StandInTest {
  private static final String TOKEN = "s3cret-of-the-test";

  private StandIn standIn;
  private String running = "";

  @AfterEach
  void stop() throws Exception {
    if (standIn != null) {
      standIn.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"function-runner", "replicate", "openai-responses"})
  void everyWayThatATaskCanGo(String api) throws Exception {
    Map<Scenario, Outcome> expected = new EnumMap<>(Scenario.class);
    expected.put(Scenario.SUCCEED, Outcome.COMPLETED);
    expected.put(Scenario.FAIL, Outcome.FAILED);
    expected.put(Scenario.CANCELLED_BY_OTHERS, Outcome.CANCELLED);
    expected.put(Scenario.REJECT, Outcome.REJECTED);
    expected.put(Scenario.SUBMIT_BROKEN, Outcome.ERROR);
    expected.put(Scenario.SUBMIT_MALFORMED, Outcome.ERROR);
    expected.put(Scenario.SUBMIT_WITHOUT_ID, Outcome.ERROR);
    expected.put(Scenario.VANISH, Outcome.LOST);
    expected.put(Scenario.POLL_BROKEN_ONCE, Outcome.COMPLETED);
    expected.put(Scenario.POLL_MALFORMED_ONCE, Outcome.COMPLETED);
    expected.put(Scenario.POLL_THROTTLED_ONCE, Outcome.COMPLETED);
    expected.put(Scenario.UNKNOWN_STATE_ONCE, Outcome.COMPLETED);
    for (Map.Entry<Scenario, Outcome> entry : expected.entrySet()) {
      TargetReport.TaskSteps task = drive(api, entry.getKey());
      assertEquals(entry.getValue(), task.outcome(), () -> entry.getKey() + ": " + task.steps());
    }
  }

  @Test
  void falShowsFailureOnlyInTheResult() throws Exception {
    assertEquals(Outcome.COMPLETED, drive("fal", Scenario.SUCCEED).outcome());
    assertEquals(1, standIn.count("GET", "/fal-ai/flux/requests/r1"));

    TargetReport.TaskSteps failed = drive("fal", Scenario.FAIL);
    assertEquals(Outcome.FAILED, failed.outcome());
    assertEquals("failed: request_timeout", last(failed).understood());

    TargetReport.TaskSteps invalid = drive("fal", Scenario.FAIL_OTHERWISE);
    assertEquals(Outcome.FAILED, invalid.outcome());
    assertEquals("failed: content was flagged", last(invalid).understood());
  }

  @Test
  void falWithTroubles() throws Exception {
    assertEquals(Outcome.ERROR, drive("fal", Scenario.SUBMIT_BROKEN).outcome());
    assertEquals(Outcome.ERROR, drive("fal", Scenario.SUBMIT_MALFORMED).outcome());
    assertEquals(Outcome.ERROR, drive("fal", Scenario.SUBMIT_WITHOUT_ID).outcome());
    assertEquals(Outcome.LOST, drive("fal", Scenario.VANISH).outcome());
    assertEquals(Outcome.COMPLETED, drive("fal", Scenario.POLL_BROKEN_ONCE).outcome());
    assertEquals(Outcome.COMPLETED, drive("fal", Scenario.POLL_MALFORMED_ONCE).outcome());
    assertEquals(Outcome.COMPLETED, drive("fal", Scenario.UNKNOWN_STATE_ONCE).outcome());
  }

  @Test
  void aStatusUrlOfAnotherHostIsRefusedBeforeAnythingGoesThere() throws Exception {
    TargetReport.TaskSteps task = drive("fal", Scenario.FOREIGN_HOST);
    assertEquals(Outcome.ERROR, task.outcome());
    assertEquals(
        "foreign_host: http://evil.example is neither the target's origin %s nor in the binding's allowedHosts"
            .formatted(standIn.url()),
        last(task).understood());
    assertEquals(1, task.steps().size());
  }

  @ParameterizedTest
  @CsvSource({
    "function-runner, DELETE, /v1/tasks/task-1",
    "replicate, POST, /v1/predictions/p1/cancel",
    "fal, PUT, /fal-ai/flux/requests/r1/cancel",
    "openai-responses, POST, /v1/responses/resp_1/cancel"
  })
  void aTaskPastItsDeadlineIsCancelled(String api, String method, String path) throws Exception {
    TargetReport.TaskSteps task = drive(api, Scenario.NEVER_END, Duration.ofMillis(150));
    assertEquals(Outcome.TIMED_OUT, task.outcome());
    assertEquals("cancellation accepted", last(task).understood());
    assertEquals(1, standIn.count(method, path), () -> standIn.calls().toString());
  }

  @ParameterizedTest
  @CsvSource({"function-runner", "replicate", "fal", "openai-responses"})
  void withoutTheRightTokenNothingIsAccepted(String api) throws Exception {
    standIn = standIn(api);
    Binding binding = Binding.load(api, standIn.url(), name -> "wrong");
    TargetReport.TaskSteps task = check(binding, api, Scenario.SUCCEED, Duration.ofSeconds(10));
    assertEquals(Outcome.ERROR, task.outcome());
    assertTrue(last(task).understood().startsWith("http_4xx: HTTP 401"), last(task)::understood);
  }

  @Test
  void rejectionsCarryTheHint() throws Exception {
    assertEquals(
        "rejected for load, ask again after 2000 ms: HTTP 429: queue of images is full",
        last(drive("function-runner", Scenario.REJECT)).understood());
    assertEquals(
        "rejected for load: HTTP 429: Request was throttled. Expected available in 1 second.",
        last(drive("replicate", Scenario.REJECT)).understood());
    assertEquals(
        "rejected for load, ask again after 30 ms: HTTP 429: Rate limit reached",
        last(drive("openai-responses", Scenario.REJECT)).understood());
  }

  @Test
  void serverTimesSplitTheTask() throws Exception {
    ServerTimes own = drive("function-runner", Scenario.SUCCEED).times();
    assertEquals(300, own.queue().orElseThrow());
    assertEquals(2000, own.run().orElseThrow());
    ServerTimes replicate = drive("replicate", Scenario.SUCCEED).times();
    assertEquals(1000, replicate.queue().orElseThrow());
    assertEquals(3000, replicate.run().orElseThrow());
    ServerTimes fal = drive("fal", Scenario.SUCCEED).times();
    assertEquals(1250, fal.run().orElseThrow());
    assertTrue(fal.queue().isEmpty());
    ServerTimes openAi = drive("openai-responses", Scenario.SUCCEED).times();
    assertEquals(1_795_500_000_000L, openAi.createdMillis().orElseThrow());
    assertEquals(1_795_500_003_000L, openAi.completedMillis().orElseThrow());
  }

  @Test
  void failuresCarryTheReason() throws Exception {
    assertEquals(
        "failed: NSFW content detected", last(drive("replicate", Scenario.FAIL)).understood());
    assertEquals(Outcome.CANCELLED, drive("replicate", Scenario.FAIL_OTHERWISE).outcome());
    assertEquals(
        "failed: the model fell over", last(drive("openai-responses", Scenario.FAIL)).understood());
    assertEquals(
        "failed: max_output_tokens",
        last(drive("openai-responses", Scenario.FAIL_OTHERWISE)).understood());
  }

  @Test
  void theReportTellsTheStoryWithoutTheSecret() throws Exception {
    standIn = standIn("function-runner");
    Binding binding = Binding.load("function-runner", standIn.url(), name -> TOKEN);
    TargetReport report =
        new TargetCheck(binding, limits(Duration.ofSeconds(10)))
            .run(List.of(task("function-runner", Scenario.SUCCEED)));
    assertTrue(report.isGood());
    List<String> names = report.tasks().get(0).steps().stream().map(Step::name).toList();
    assertEquals(List.of("submit", "check", "check", "result"), names);
    String text = report.text();
    assertTrue(text.contains("completed"), text);
    assertTrue(text.contains("the server says queue 300 ms, run 2000 ms"), text);
    assertFalse(text.contains(TOKEN));
    assertFalse(report.toString().contains(TOKEN));
  }

  private TargetReport.TaskSteps drive(String api, Scenario scenario) throws Exception {
    return drive(api, scenario, Duration.ofSeconds(10));
  }

  private TargetReport.TaskSteps drive(String api, Scenario scenario, Duration bound)
      throws Exception {
    if (!api.equals(running)) {
      stop();
      standIn = standIn(api);
      running = api;
    }
    return check(Binding.load(api, standIn.url(), name -> TOKEN), api, scenario, bound);
  }

  private static TargetReport.TaskSteps check(
      Binding binding, String api, Scenario scenario, Duration bound) throws Exception {
    return new TargetCheck(binding, limits(bound)).run(List.of(task(api, scenario))).tasks().get(0);
  }

  private static TargetCheck.Limits limits(Duration bound) {
    return new TargetCheck.Limits(Duration.ofSeconds(5), bound, 200);
  }

  private static GenerationTask task(String api, Scenario scenario) {
    String template = api.equals("openai-responses") ? "text_generation_v1" : "image_generation_v1";
    return new GenerationTask(template, "draft", Map.of("prompt", scenario.name()));
  }

  private static StandIn standIn(String api) throws Exception {
    return switch (api) {
      case "function-runner" -> new FunctionRunnerStandIn("Bearer " + TOKEN);
      case "replicate" -> new ReplicateStandIn(TOKEN);
      case "fal" -> new FalStandIn(TOKEN);
      default -> new OpenAiStandIn(TOKEN);
    };
  }

  private static Step last(TargetReport.TaskSteps task) {
    return task.steps().get(task.steps().size() - 1);
  }
}
