package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.functionrunner.perf.run.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Habits of APIs that no shipped binding has, each described by a file alone. */
class DescribedApiTest {
  private static final GenerationTask TASK =
      new GenerationTask("image_generation_v1", "draft", Map.of("prompt", "a cat", "size", 512));

  /** Google's long-running operations: a boolean, then error or response. */
  @Test
  void booleanThenErrorOrResponse() {
    Binding binding =
        binding(
            """
            {"name": "operations",
             "submit": {"url": "/v1/models/m:predictLongRunning", "id": "$.name"},
             "status": {"url": "/v1/{+id}", "state": "$.done", "absent": "pending",
                        "pending": [false], "success": [true],
                        "failedBy": "$.error", "reason": "$.error.message"},
             "cancel": {"url": "/v1/{+id}:cancel", "body": {"json": {}}}}""");
    TaskRef ref = accepted(binding, 200, "{'name':'projects/p/operations/7'}");
    assertEquals("http://api.test/base/v1/projects/p/operations/7", binding.check(ref).url());
    assertEquals(
        "http://api.test/base/v1/projects/p/operations/7:cancel",
        binding.cancel(ref).orElseThrow().url());
    assertInstanceOf(Status.Pending.class, binding.checked(ref, answer(200, "{'name':'x'}")));
    assertInstanceOf(
        Status.Pending.class,
        binding.checked(ref, answer(200, "{'done':false,'error':{'code':1}}")));
    assertEquals(
        Outcome.COMPLETED,
        ended(binding.checked(ref, answer(200, "{'done':true,'response':{}}"))).outcome());
    Status.Ended failed =
        ended(
            binding.checked(
                ref, answer(200, "{'done':true,'error':{'code':8,'message':'quota'}}")));
    assertEquals(Outcome.FAILED, failed.outcome());
    assertEquals("{\"code\":8,\"message\":\"quota\"}", failed.reason());
  }

  /** Azure's habit: no body to speak of, the status URL in a header. */
  @Test
  void statusUrlInAHeader() {
    Binding binding =
        binding(
            """
            {"name": "header-url", "headers": {"X-Client": "perf {{template}}"},
             "submit": {"url": "analyze?q={quality}", "accept": [202],
                        "body": {"form": {"prompt": "{{inputs.prompt}}", "seed": "{{inputs.seed?}}"}},
                        "id": "header:Operation-Location",
                        "capture": {"operation": "header:operation-location"}},
             "status": {"url": "{+operation}", "state": "$.status", "pending": ["running"],
                        "success": ["succeeded"]}}""");
    HttpCall submit = binding.submit(TASK);
    assertEquals("http://api.test/base/analyze?q=draft", submit.url());
    assertEquals("perf image_generation_v1", submit.headers().get("X-Client"));
    assertEquals(new Body.Text("application/x-www-form-urlencoded", "prompt=a+cat"), submit.body());
    Submission submission =
        binding.submitted(
            binding.prepare(TASK),
            new Answer(202, Map.of("Operation-Location", "/ops/7?api=2"), ""));
    TaskRef ref = assertInstanceOf(Submission.Accepted.class, submission).ref();
    assertEquals("http://api.test/ops/7?api=2", binding.check(ref).url());
    Status.Pending pending =
        assertInstanceOf(
            Status.Pending.class,
            binding.checked(
                ref, new Answer(200, Map.of("retry-after", "3"), "{\"status\":\"running\"}")));
    assertEquals(Optional.of(Duration.ofSeconds(3)), pending.hint());
  }

  /** The plain habit of HTTP: 202 until done, then 303 to the result. */
  @Test
  void theCodeIsTheState() {
    Binding binding =
        binding(
            """
            {"name": "codes",
             "submit": {"url": "/jobs", "id": "header:Location"},
             "status": {"url": "{+id}", "state": "code", "pending": [202], "success": [303],
                        "failure": [500], "expired": [410], "notFound": "pending",
                        "capture": {"where": "header:Location"}},
             "result": {"url": "{+where}", "confirms": true}}""");
    Submission submission =
        binding.submitted(
            binding.prepare(TASK), new Answer(201, Map.of("Location", "/jobs/7"), ""));
    TaskRef ref = assertInstanceOf(Submission.Accepted.class, submission).ref();
    assertInstanceOf(Status.Pending.class, binding.checked(ref, answer(202, "''")));
    assertInstanceOf(Status.Pending.class, binding.checked(ref, answer(404, "''")));
    assertEquals(Outcome.FAILED, ended(binding.checked(ref, answer(500, "''"))).outcome());
    assertEquals(Outcome.TIMED_OUT, ended(binding.checked(ref, answer(410, "''"))).outcome());
    assertEquals(
        ErrorKind.HTTP_5XX,
        assertInstanceOf(Status.Broken.class, binding.checked(ref, answer(503, "''"))).kind());
    Status.Ended ended =
        ended(binding.checked(ref, new Answer(303, Map.of("Location", "/results/9"), "")));
    assertEquals("http://api.test/results/9", binding.result(ended.ref()).orElseThrow().url());
    assertEquals(
        Outcome.COMPLETED, ended(binding.resulted(ended.ref(), answer(200, "'png'"))).outcome());
    assertEquals(
        ErrorKind.UNEXPECTED,
        assertInstanceOf(Status.Broken.class, binding.checked(ref, new Answer(303, Map.of(), "")))
            .kind(),
        "a success that does not say where the result is");
    assertEquals(
        ErrorKind.FOREIGN_HOST,
        assertInstanceOf(
                Status.Broken.class,
                binding.checked(ref, new Answer(303, Map.of("Location", "//evil.test/"), "")))
            .kind());
  }

  /** Everything is HTTP 200; a code in the body tells, and all tasks come in one list. */
  @Test
  void alwaysOkWithACodeInside() {
    Binding binding =
        binding(
            """
            {"name": "envelope",
             "throttle": {"codes": [429, 503], "at": "$.code", "values": [1302, "BUSY"]},
             "hints": [{"at": "$.wait", "as": "duration_s"}],
             "submit": {"url": "/tasks", "id": "$.data.id", "failedBy": "$.message"},
             "status": {"url": "/tasks?ids={id}", "state": "$.data[?@.id=='{id}'].state",
                        "pending": [0, 1], "success": [2], "failure": [3], "lost": [9],
                        "absent": "lost", "unknown": "failure"},
             "times": {"created": {"at": "$.data[0].at", "as": "epoch_ms"},
                       "ran": {"at": "$.data[0].took", "as": "duration_s"}}}""");
    Submission.Rejected rejected =
        assertInstanceOf(
            Submission.Rejected.class,
            binding.submitted(binding.prepare(TASK), answer(200, "{'code':1302,'wait':0.5}")));
    assertEquals(Optional.of(Duration.ofMillis(500)), rejected.retryAfter());
    Submission.Refused refused =
        assertInstanceOf(
            Submission.Refused.class,
            binding.submitted(
                binding.prepare(TASK), answer(200, "{'code':7,'message':'no credit'}")));
    assertEquals("no credit", refused.reason());
    TaskRef ref = accepted(binding, 200, "{'code':0,'message':'','data':{'id':12}}");
    assertEquals("http://api.test/base/tasks?ids=12", binding.check(ref).url());
    assertInstanceOf(
        Status.Pending.class,
        binding.checked(ref, answer(200, "{'data':[{'id':11,'state':2},{'id':12,'state':1}]}")));
    Status.Ended ended =
        ended(
            binding.checked(
                ref, answer(200, "{'data':[{'id':12,'state':2,'at':1000,'took':1.5}]}")));
    assertEquals(1000, ended.times().createdMillis().orElseThrow());
    assertEquals(1500, ended.times().run().orElseThrow());
    assertEquals(Outcome.LOST, ended(binding.checked(ref, answer(200, "{'data':[]}"))).outcome());
    assertEquals(
        Outcome.FAILED,
        ended(binding.checked(ref, answer(200, "{'data':[{'id':12,'state':77}]}"))).outcome());
    assertInstanceOf(Status.Throttled.class, binding.checked(ref, answer(200, "{'code':'BUSY'}")));
    assertInstanceOf(Status.Throttled.class, binding.checked(ref, answer(503, "''")));
  }

  @Test
  void stateAsPlainText() {
    Binding binding =
        binding(
            """
            {"name": "text", "submit": {"url": "/", "id": "body"},
             "status": {"url": "/{id}", "state": "body", "pending": ["WAIT"], "success": ["OK"],
                        "unknown": "failure"}}""");
    Submission submission =
        binding.submitted(binding.prepare(TASK), new Answer(200, Map.of(), "job 7\n"));
    TaskRef ref = assertInstanceOf(Submission.Accepted.class, submission).ref();
    assertEquals("http://api.test/base/job%207", binding.check(ref).url());
    assertEquals(
        Outcome.COMPLETED,
        ended(binding.checked(ref, new Answer(200, Map.of(), "OK\n"))).outcome());
    Status.Ended failed =
        ended(binding.checked(ref, new Answer(200, Map.of(), "no\u0007 memory\r\n")));
    assertEquals("no memory", failed.reason());
  }

  @Test
  void theMoreSpecialValueWins() {
    Binding binding =
        binding(
            """
            {"name": "values", "values": {"v": "constant", "w": "constant"},
             "qualities": {"draft": {"v": "quality"}, "high": {"v": "quality"}},
             "templates": {
               "image_generation_v1": {"values": {"v": "template", "w": "template"},
                                       "qualities": {"draft": {"v": "both"}},
                                       "polling": {"deadline": "30m"}},
               "text_generation_v1": {}},
             "submit": {"url": "/", "id": "$.id", "body": {"json": ["{{v}}", "{{w}}"]}},
             "status": {"url": "/{id}", "state": "$.s"},
             "polling": {"maxInterval": "9s"}}""");
    assertEquals("[\"both\",\"template\"]", json(binding, "image_generation_v1", "draft"));
    assertEquals("[\"template\",\"template\"]", json(binding, "image_generation_v1", "high"));
    assertEquals("[\"quality\",\"constant\"]", json(binding, "text_generation_v1", "high"));
    assertEquals("[\"constant\",\"constant\"]", json(binding, "text_generation_v1", "standard"));
    assertEquals(Duration.ofMinutes(30), binding.polling("image_generation_v1").deadline());
    assertEquals(Duration.ofSeconds(9), binding.polling("image_generation_v1").maxInterval());
    assertEquals(Duration.ofMinutes(10), binding.polling("text_generation_v1").deadline());
    BindingException e =
        assertThrows(BindingException.class, () -> json(binding, "video_generation_v1", "draft"));
    assertEquals(
        "binding values has no template video_generation_v1."
            + " Those it has: image_generation_v1, text_generation_v1",
        e.getMessage());
  }

  @Test
  void hostileTextStaysText() {
    Binding binding =
        binding(
            """
            {"name": "hostile", "submit": {"url": "/", "id": "$.id", "capture": {"session": "$.session"},
                                           "headers": {"X-Prompt": "{{inputs.prompt}}"}},
             "status": {"url": "/{id}", "headers": {"X-Session": "{{session}}"}, "state": "$.s"}}""");
    for (String id : new String[] {"a\\r\\nX: y", "a\\u0000", " ", "x".repeat(513)}) {
      Submission submission =
          binding.submitted(
              binding.prepare(TASK),
              new Answer(200, Map.of(), "{\"id\":\"%s\",\"session\":\"s\"}".formatted(id)));
      assertEquals(
          ErrorKind.UNEXPECTED, assertInstanceOf(Submission.Refused.class, submission).kind(), id);
    }
    Submission split =
        binding.submitted(
            binding.prepare(TASK),
            new Answer(200, Map.of(), "{\"id\":\"1\",\"session\":\"s\\r\\nHost: evil\"}"));
    assertEquals(
        "inline.json /status/headers/X-Session: 's Host: evil' has a line break or another"
            + " character that no HTTP header may carry",
        assertInstanceOf(Submission.Refused.class, split).reason());
    GenerationTask lines = new GenerationTask("t", "draft", Map.of("prompt", "a\nb"));
    assertThrows(BindingException.class, () -> binding.submit(lines));
  }

  private static String json(Binding binding, String template, String quality) {
    HttpCall call = binding.submit(new GenerationTask(template, quality, Map.of()));
    return assertInstanceOf(Body.Json.class, call.body()).json().toString();
  }

  private static Binding binding(String json) {
    return Binding.of(
        BindingFile.parse("inline.json", json),
        URI.create("http://api.test/base"),
        name -> null,
        InstantSource.fixed(Instant.EPOCH));
  }

  private static TaskRef accepted(Binding binding, int code, String json) {
    Submission submission = binding.submitted(binding.prepare(TASK), answer(code, json));
    return assertInstanceOf(Submission.Accepted.class, submission).ref();
  }

  private static Status.Ended ended(Status status) {
    return assertInstanceOf(Status.Ended.class, status);
  }

  private static Answer answer(int code, String json) {
    return new Answer(code, Map.of(), Samples.wire(json));
  }
}
