package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.functionrunner.perf.run.Outcome;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The function runner's own API, answer by answer. */
class BuiltInTest {
  private static final GenerationTask TASK =
      new GenerationTask("image_generation_v1", "draft", Map.of("prompt", "a cat", "width", 512));

  private final Binding binding =
      Binding.load("function-runner", URI.create("http://localhost:8080/api/"), name -> null);

  @Test
  void submitsTheTaskWithItsTypes() {
    HttpCall call = binding.submit(TASK);
    assertEquals("POST", call.method());
    assertEquals("http://localhost:8080/api/v1/tasks", call.url());
    assertEquals(Map.of(), call.headersWithSecrets());
    assertEquals(
        Samples.json(
            "{'template_id':'image_generation_v1','quality':'draft','inputs':{'prompt':'a cat','width':512}}"),
        assertInstanceOf(Body.Json.class, call.body()).json());
  }

  @Test
  void followsATaskToItsEnd() {
    TaskRef ref =
        accepted(new Answer(202, Map.of(), "{\"task_id\":\"t/1\",\"status\":\"queued\"}"));
    assertEquals("http://localhost:8080/api/v1/tasks/t%2F1", binding.check(ref).url());
    assertInstanceOf(
        Status.Pending.class,
        binding.checked(ref, new Answer(200, Map.of(), "{\"status\":\"running\"}")));
    Status.Ended ended =
        assertInstanceOf(
            Status.Ended.class,
            binding.checked(
                ref,
                new Answer(
                    200,
                    Map.of(),
                    """
                    {"status":"succeeded","created_at":"2026-11-24T00:00:00.250Z",
                     "started_at":"2026-11-24T00:00:01Z","completed_at":"2026-11-24T00:00:03Z"}""")));
    assertEquals(Outcome.COMPLETED, ended.outcome());
    assertEquals(750, ended.times().queue().orElseThrow());
    assertEquals(2000, ended.times().run().orElseThrow());
    assertEquals(
        "http://localhost:8080/api/v1/tasks/t%2F1/result", binding.result(ref).orElseThrow().url());
    assertEquals("DELETE", binding.cancel(ref).orElseThrow().method());
  }

  private TaskRef accepted(Answer answer) {
    Submission submission = binding.submitted(binding.prepare(TASK), answer);
    return assertInstanceOf(Submission.Accepted.class, submission).ref();
  }
}
