package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import io.functionrunner.perf.run.Outcome;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The shipped bindings that have no stand-in, on answers as the vendors' documentation shows them.
 */
class ShippedTest {
  private static final GenerationTask TASK =
      new GenerationTask("image_generation_v1", "draft", Map.of("prompt", "a cat"));

  @Test
  void runpod() {
    Binding binding = load("runpod", "http://api.test/v2/abc");
    HttpCall submit = binding.submit(TASK);
    assertEquals("http://api.test/v2/abc/run", submit.url());
    assertEquals(
        Samples.json(
            "{'input':{'prompt':'a cat','template':'image_generation_v1','quality':'draft'}}"),
        body(submit));
    TaskRef ref = accepted(binding, 200, "{'id':'c80ffee4-u1','status':'IN_QUEUE'}");
    assertEquals("http://api.test/v2/abc/status/c80ffee4-u1", binding.check(ref).url());
    assertPending(binding, ref, "{'delayTime':2624,'id':'c80ffee4-u1','status':'IN_PROGRESS'}");
    Status.Ended ended =
        ended(
            binding.checked(
                ref,
                answer(
                    200,
                    "{'delayTime':31618,'executionTime':1437,'id':'c80ffee4-u1','output':[],'status':'COMPLETED'}")));
    assertEquals(Outcome.COMPLETED, ended.outcome());
    assertEquals(31_618, ended.times().queue().orElseThrow());
    assertEquals(1437, ended.times().run().orElseThrow());
    assertEnds(Outcome.FAILED, binding, ref, 200, "{'status':'FAILED','error':'boom'}");
    assertEnds(Outcome.CANCELLED, binding, ref, 200, "{'status':'CANCELLED'}");
    assertEnds(Outcome.TIMED_OUT, binding, ref, 200, "{'status':'TIMED_OUT'}");
    assertEnds(Outcome.LOST, binding, ref, 404, "{'error':'request does not exist'}");
    assertEquals("http://api.test/v2/abc/cancel/c80ffee4-u1", cancel(binding, ref).url());
  }

  @Test
  void flower() {
    Binding binding = load("flower", "http://flower.test:5555");
    HttpCall submit = binding.submit(TASK);
    assertEquals(
        "http://flower.test:5555/api/task/async-apply/tasks.image_generation_v1", submit.url());
    assertEquals(
        Samples.json("{'args':[],'kwargs':{'quality':'draft','inputs':{'prompt':'a cat'}}}"),
        body(submit));
    TaskRef ref = accepted(binding, 200, "{'state':'PENDING','task-id':'abc300c7'}");
    assertEquals("http://flower.test:5555/api/task/result/abc300c7", binding.check(ref).url());
    assertPending(binding, ref, "{'state':'STARTED','task-id':'abc300c7'}");
    assertPending(binding, ref, "{'state':'RETRY','task-id':'abc300c7'}");
    assertEnds(Outcome.COMPLETED, binding, ref, 200, "{'result':3,'state':'SUCCESS'}");
    assertEnds(Outcome.CANCELLED, binding, ref, 200, "{'state':'REVOKED'}");
    assertEquals(
        "KeyError('x')",
        assertEnds(
                Outcome.FAILED,
                binding,
                ref,
                200,
                "{'result':\"KeyError('x')\",'state':'FAILURE','traceback':'…'}")
            .reason());
    Status.Broken noBackend =
        assertInstanceOf(Status.Broken.class, binding.checked(ref, answer(503, "''")));
    assertEquals(ErrorKind.HTTP_5XX, noBackend.kind());
    assertEquals(
        "http://flower.test:5555/api/task/revoke/abc300c7?terminate=true",
        cancel(binding, ref).url());
  }

  @Test
  void bentoml() {
    Binding binding = load("bentoml", "http://bento.test:3000");
    assertEquals("http://bento.test:3000/image_generation_v1/submit", binding.submit(TASK).url());
    TaskRef ref = accepted(binding, 200, "{'task_id':'6e8d','status':'in_progress'}");
    assertEquals(
        "http://bento.test:3000/image_generation_v1/status?task_id=6e8d", binding.check(ref).url());
    assertPending(binding, ref, "{'task_id':'6e8d','status':'in_progress'}");
    assertEnds(
        Outcome.COMPLETED,
        binding,
        ref,
        200,
        "{'task_id':'6e8d','status':'completed','created_at':'2026-11-24T06:46:14.123456'}");
    assertEnds(Outcome.FAILED, binding, ref, 200, "{'status':'failed'}");
    assertEnds(Outcome.CANCELLED, binding, ref, 200, "{'status':'canceled'}");
    assertEquals(
        "http://bento.test:3000/image_generation_v1/get?task_id=6e8d",
        binding.result(ref).orElseThrow().url());
    assertEquals("PUT", cancel(binding, ref).method());
  }

  @Test
  void comfyui() {
    Binding binding = load("comfyui", "http://comfy.test:8188");
    JsonNode prompt = body(binding.submit(TASK)).path("prompt");
    assertEquals(8, prompt.at("/3/inputs/steps").asInt());
    assertEquals("a cat", prompt.at("/6/inputs/text").asText());
    Submission.Refused refused =
        assertInstanceOf(
            Submission.Refused.class,
            binding.submitted(
                binding.prepare(TASK),
                answer(
                    400,
                    "{'error':{'type':'prompt_outputs_failed_validation','message':'Prompt outputs failed validation'},'node_errors':{'4':{}}}")));
    assertEquals(ErrorKind.HTTP_4XX, refused.kind());
    assertEquals("HTTP 400: Prompt outputs failed validation", refused.reason());
    TaskRef ref = accepted(binding, 200, "{'prompt_id':'f0-1','number':3,'node_errors':{}}");
    assertEquals("http://comfy.test:8188/history/f0-1", binding.check(ref).url());
    assertPending(binding, ref, "{}");
    Status.Ended ended =
        assertEnds(
            Outcome.COMPLETED,
            binding,
            ref,
            200,
            "{'f0-1':{'outputs':{'9':{'images':[{'filename':'perf_1.png','subfolder':'','type':'output'}]}},'status':{'status_str':'success','completed':true,'messages':[]}}}");
    assertEquals(
        "http://comfy.test:8188/view?filename=perf_1.png&subfolder=&type=output",
        binding.result(ended.ref()).orElseThrow().url());
    assertEquals(Optional.empty(), binding.result(ref));
    assertEnds(
        Outcome.FAILED,
        binding,
        ref,
        200,
        "{'f0-1':{'outputs':{},'status':{'status_str':'error','completed':false,'messages':[['execution_error',{}]]}}}");
    assertEquals(Samples.json("{'delete':['f0-1']}"), body(cancel(binding, ref)));
  }

  private static Binding load(String name, String url) {
    return Binding.load(name, URI.create(url), variable -> "secret-of-the-test");
  }

  private static TaskRef accepted(Binding binding, int code, String json) {
    Submission submission = binding.submitted(binding.prepare(TASK), answer(code, json));
    return assertInstanceOf(Submission.Accepted.class, submission).ref();
  }

  private static void assertPending(Binding binding, TaskRef ref, String json) {
    assertInstanceOf(Status.Pending.class, binding.checked(ref, answer(200, json)));
  }

  private static Status.Ended assertEnds(
      Outcome outcome, Binding binding, TaskRef ref, int code, String json) {
    Status.Ended ended = ended(binding.checked(ref, answer(code, json)));
    assertEquals(outcome, ended.outcome());
    return ended;
  }

  private static Status.Ended ended(Status status) {
    return assertInstanceOf(Status.Ended.class, status);
  }

  private static HttpCall cancel(Binding binding, TaskRef ref) {
    return binding.cancel(ref).orElseThrow();
  }

  private static JsonNode body(HttpCall call) {
    return assertInstanceOf(Body.Json.class, call.body()).json();
  }

  private static Answer answer(int code, String json) {
    return new Answer(code, Map.of(), Samples.wire(json));
  }
}
