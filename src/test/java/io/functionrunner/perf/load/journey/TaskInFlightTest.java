package io.functionrunner.perf.load.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.binding.Answer;
import io.functionrunner.perf.binding.Binding;
import io.functionrunner.perf.binding.GenerationTask;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Quality;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's side of the function runner's own API, answer by answer. */
class TaskInFlightTest {

  private static final Binding BINDING =
      Binding.load("function-runner", URI.create("http://127.0.0.1:1"), name -> null);
  private static final PlannedTask PLANNED =
      new PlannedTask(4, 2, 900, Modality.IMAGE, Quality.DRAFT, 77);
  private static final long REQUEST_TIMEOUT = 60_000;
  private static final Answer ACCEPTED =
      json(202, "{'task_id':'t1','status':'queued','created_at':'2026-01-01T00:00:00.000Z'}");

  private static final Answer SIGNED =
      json(200, "{'put':'http://127.0.0.1:1/bucket/1','key':'k1'}");

  /** What was heard, in order. */
  private static final class Heard implements TaskEvents {

    final List<String> events = new ArrayList<>();
    long onTheWire;

    @Override
    public void submitted(PlannedTask task, long intendedMillis, long nowMillis) {
      events.add("submitted " + intendedMillis + " " + nowMillis);
    }

    @Override
    public void submissionSent() {
      onTheWire++;
    }

    @Override
    public void submissionOver() {
      onTheWire--;
    }

    @Override
    public void accepted(PlannedTask task, long submitMillis, long nowMillis) {
      events.add("accepted " + submitMillis + " " + nowMillis);
    }

    @Override
    public void ended(TaskRecord task) {
      events.add("ended " + task.outcome());
    }
  }

  @TempDir private Path folder;
  private final Heard heard = new Heard();
  private final TaskInFlight task = task(1);

  private TaskInFlight task(int retries) {
    TaskRules rules = new TaskRules(BINDING.polling(), 10, 5000, retries);
    GenerationTask wanted =
        new GenerationTask("image_generation_v1", "draft", Map.of("prompt", "a fox"));
    return new TaskInFlight(PLANNED, 1000, BINDING.prepare(wanted), BINDING, rules, heard);
  }

  private static Answer json(int status, String body) {
    return new Answer(status, Map.of("Content-Type", "application/json"), body.replace('\'', '"'));
  }

  private static Optional<String> exchange(TaskInFlight task, long at, Answer answer) {
    task.sending(at);
    task.answered(answer, at + 5);
    task.over(at + 5, REQUEST_TIMEOUT);
    return task.fault();
  }

  private static void silence(TaskInFlight task, long at, long until) {
    task.sending(at);
    task.over(until, REQUEST_TIMEOUT);
  }

  @Test
  void submitsPollsAndEnds() {
    assertEquals("submit image", task.requestName());
    assertEquals("POST", task.call().method());
    assertEquals("http://127.0.0.1:1/v1/tasks", task.call().url());
    assertEquals(Optional.empty(), exchange(task, 1002, ACCEPTED));
    assertEquals("check image", task.requestName());
    assertEquals("http://127.0.0.1:1/v1/tasks/t1", task.call().url());
    double first = BINDING.polling().firstDelay().toMillis() / 10.0;
    double delay = task.delay().toMillis();
    assertEquals(first, delay, first * BINDING.polling().jitter() + 1);
    exchange(task, 1100, json(200, "{'task_id':'t1','status':'running'}"));
    assertTrue(task.open());
    exchange(
        task,
        1400,
        json(
            200,
            "{'task_id':'t1','status':'succeeded','created_at':'2026-01-01T00:00:00.001Z',"
                + "'started_at':'2026-01-01T00:00:00.002Z',"
                + "'completed_at':'2026-01-01T00:00:00.003Z'}"));
    assertFalse(task.open());
    assertEquals("", task.message());
    TaskRecord record = task.record();
    assertEquals(Outcome.COMPLETED, record.outcome());
    assertEquals(1000, record.intendedMillis());
    assertEquals(1002, record.submitMillis());
    assertEquals(1007, record.acceptedMillis());
    assertEquals(1405, record.endMillis());
    assertEquals(1100, record.pendingMillis(), "when the last call that found it unended was sent");
    assertEquals(2, record.completedMillis() - record.createdMillis());
    assertEquals(2, record.checks());
    assertEquals(
        List.of("submitted 1000 1002", "accepted 1002 1007", "ended COMPLETED"), heard.events);
    assertEquals(0, heard.onTheWire);
  }

  @Test
  void aFailureOfTheServerIsFailed() {
    exchange(task, 1000, ACCEPTED);
    Optional<String> fault =
        exchange(task, 1100, json(200, "{'task_id':'t1','status':'failed','error':'no GPU'}"));
    assertEquals(Optional.empty(), fault, "the status call itself was good");
    assertEquals(Outcome.FAILED, task.record().outcome());
    assertEquals("failed", task.message());
    assertTrue(task.record().reason().contains("no GPU"));
  }

  @Test
  void aTaskThatTheServerForgotIsLost() {
    exchange(task, 1000, ACCEPTED);
    exchange(task, 1100, json(404, "{'error':'unknown'}"));
    assertEquals(Outcome.LOST, task.record().outcome());
  }

  @Test
  void refusedForLoadIsTriedAgainWhenTheServerSaysSo() {
    Answer full = new Answer(429, Map.of("Retry-After", "2"), "{}");
    assertEquals(Optional.of("rejected"), exchange(task, 1000, full));
    assertTrue(task.open());
    assertEquals("submit image", task.requestName());
    assertEquals(2000, task.delay().toMillis(), "the server's own seconds, not compressed ones");
    exchange(task, 3000, ACCEPTED);
    exchange(task, 3100, json(200, "{'task_id':'t1','status':'succeeded'}"));
    assertEquals(Outcome.COMPLETED, task.record().outcome());
    assertEquals(3000, task.record().pendingMillis(), "the submission that was accepted");
    assertEquals(1, task.record().rejections());
    assertEquals(1000, task.record().submitMillis(), "from the first try");
    assertEquals(1, heard.events.stream().filter(e -> e.startsWith("submitted")).count());
  }

  @Test
  void refusedForLoadOnceTooOftenIsRejected() {
    Answer full = new Answer(429, Map.of(), "{}");
    exchange(task, 1000, full);
    assertEquals(100, task.delay().toMillis(), "a second, compressed");
    exchange(task, 1200, full);
    assertEquals(Outcome.REJECTED, task.record().outcome());
    assertEquals("rejected", task.message());
    assertEquals(0, heard.onTheWire);
  }

  @Test
  void noAnswerToTheSubmissionIsAnErrorOfItsKind() {
    silence(task, 1000, 1001);
    assertEquals(Outcome.ERROR, task.record().outcome());
    assertEquals("error: connection", task.message());
    TaskInFlight slow = task(1);
    silence(slow, 1000, 61_000);
    assertEquals("error: timeout", slow.message());
  }

  @Test
  void aServerErrorOnSubmissionIsAnError() {
    assertEquals(Optional.of("http_5xx"), exchange(task, 1000, json(503, "{}")));
    assertEquals("error: http_5xx", task.message());
  }

  @Test
  void pollsThatGoWrongAreRepeatedUntilTheTaskTimesOut() {
    exchange(task, 1000, ACCEPTED);
    assertEquals(Optional.of("malformed"), exchange(task, 1500, json(200, "<html>")));
    assertEquals(Optional.of("http_5xx"), exchange(task, 2000, json(500, "{}")));
    silence(task, 2500, 2501);
    assertTrue(task.open());
    exchange(task, 5900, json(200, "{'task_id':'t1','status':'running'}"));
    assertEquals(95, task.delay().toMillis(), "not beyond the deadline, 5 s after submission");
    exchange(task, 6001, json(200, "{'task_id':'t1','status':'running'}"));
    assertEquals(Outcome.TIMED_OUT, task.record().outcome());
    assertTrue(task.open(), "it is still to be cancelled");
    assertEquals("cancel image", task.requestName());
    assertEquals("DELETE", task.call().method());
    exchange(task, 6010, json(200, "{'task_id':'t1','status':'cancelled'}"));
    assertFalse(task.open());
    assertEquals(Outcome.TIMED_OUT, task.record().outcome());
    assertEquals(1, heard.events.stream().filter(e -> e.startsWith("ended")).count());
  }

  /** An API that wants the input first, in two steps, and then names it. */
  private TaskInFlight uploading() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("signed.json"),
            """
            {"name": "signed",
             "uploads": [{"url": "/sign", "capture": {"put": "$.put", "key": "$.key"}},
                         {"method": "PUT", "url": "{+put}",
                          "body": {"raw": "{{inputs.prompt}}", "contentType": "text/plain"}}],
             "submit": {"url": "/jobs", "id": "$.id", "body": {"json": {"image": "{{key}}"}}},
             "status": {"url": "/jobs/{id}", "state": "$.state", "success": ["done"]}}""");
    Binding binding = Binding.load(file.toString(), URI.create("http://127.0.0.1:1"), name -> null);
    GenerationTask wanted =
        new GenerationTask("image_generation_v1", "draft", Map.of("prompt", "a fox"));
    TaskRules rules = new TaskRules(binding.polling(), 10, 5000, 1);
    return new TaskInFlight(PLANNED, 1000, binding.prepare(wanted), binding, rules, heard);
  }

  @Test
  void inputsAreUploadedBeforeTheSubmission() throws IOException {
    TaskInFlight uploading = uploading();
    assertEquals("upload image", uploading.requestName());
    assertEquals("http://127.0.0.1:1/sign", uploading.call().url());
    assertEquals(Optional.empty(), exchange(uploading, 1002, SIGNED));
    assertEquals("upload image", uploading.requestName());
    assertEquals("PUT", uploading.call().method());
    assertEquals("http://127.0.0.1:1/bucket/1", uploading.call().url());
    assertEquals(0, uploading.delay().toMillis());
    exchange(uploading, 1020, json(200, ""));
    assertEquals("submit image", uploading.requestName());
    assertEquals(
        List.of("submitted 1000 1002"), heard.events, "once, when its first call went out");
    exchange(uploading, 1040, json(200, "{'id':'j1'}"));
    assertEquals("check image", uploading.requestName());
    exchange(uploading, 1200, json(200, "{'state':'done'}"));
    TaskRecord record = uploading.record();
    assertEquals(Outcome.COMPLETED, record.outcome());
    assertEquals(1002, record.submitMillis(), "uploading is a part of the task's time");
    assertEquals(1045, record.acceptedMillis());
    assertEquals(1, record.checks());
    assertEquals(0, heard.onTheWire);
  }

  @Test
  void anUploadThatIsRefusedForLoadIsTriedAgain() throws IOException {
    TaskInFlight uploading = uploading();
    assertEquals(
        Optional.of("rejected"), exchange(uploading, 1000, new Answer(429, Map.of(), "{}")));
    assertEquals("upload image", uploading.requestName());
    exchange(uploading, 1200, SIGNED);
    assertEquals("http://127.0.0.1:1/bucket/1", uploading.call().url());
    exchange(uploading, 1300, new Answer(429, Map.of(), "{}"));
    assertEquals(
        Outcome.REJECTED, uploading.record().outcome(), "one retry for the task as a whole");
    assertEquals(1, heard.events.stream().filter(e -> e.startsWith("submitted")).count());
  }

  @Test
  void anUploadThatComesToNothingIsAnErrorOfTheTask() throws IOException {
    TaskInFlight broken = uploading();
    assertEquals(Optional.of("http_5xx"), exchange(broken, 1000, json(500, "{}")));
    assertEquals(Outcome.ERROR, broken.record().outcome());
    assertEquals("error: http_5xx", broken.message());
    TaskInFlight silent = uploading();
    exchange(silent, 2000, SIGNED);
    silence(silent, 2010, 2011);
    assertEquals("error: connection", silent.message());
    assertEquals(TaskRecord.ABSENT, silent.record().acceptedMillis());
    assertEquals(0, heard.onTheWire);
  }
}
