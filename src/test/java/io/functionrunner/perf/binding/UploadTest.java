package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.binding.standin.StandIn;
import io.functionrunner.perf.binding.standin.UploadStandIn;
import io.functionrunner.perf.run.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Inputs that go to the server before the task does. */
class UploadTest {
  private static final String AUTH =
      "\"auth\": {\"header\": \"Authorization\", \"prefix\": \"Bearer \", \"environment\": \"T\"},";
  private static final String STATUS =
      "\"status\": {\"url\": \"/jobs/{id}\", \"state\": \"$.state\", \"success\": [\"done\"]}";
  private static final String MULTIPART =
      """
      {"name": "multipart", %s
       "uploads": [{"when": "inputs.image", "url": "/files",
                    "body": {"multipart": [
                      {"name": "purpose", "value": "input of {{template}}"},
                      {"name": "note", "value": "{{inputs.note?}}"},
                      {"name": "file", "value": "{{inputs.image}}", "base64": true,
                       "fileName": "in.png", "contentType": "image/png"}]},
                    "capture": {"file": "$.file.id"}}],
       "submit": {"url": "/jobs", "id": "$.id", "body": {"json": {"image": "{{file?}}"}}},
       %s}"""
          .formatted(AUTH, STATUS);
  private static final String SIGNED =
      """
      {"name": "signed", %s "allowedHosts": ["localhost:%s"],
       "uploads": [{"url": "/sign", "capture": {"put": "$.put", "key": "$.key"}},
                   {"method": "PUT", "url": "{+put}", "authenticated": false,
                    "body": {"raw": "{{inputs.bytes}}", "contentType": "image/png"}}],
       "submit": {"url": "/jobs", "id": "$.id", "body": {"json": {"image": "{{key}}"}}},
       %s}""";

  private StandIn standIn;
  private TargetReport report;

  @BeforeEach
  void start() throws Exception {
    standIn = new UploadStandIn("tok");
  }

  @AfterEach
  void stop() throws Exception {
    standIn.stop();
  }

  @Test
  void aFormBringsTheFileAndTheTaskNamesIt() throws Exception {
    String image =
        "data:image/png;base64," + Base64.getEncoder().encodeToString("PNG!".getBytes(UTF_8));
    assertEquals(Outcome.COMPLETED, drive(MULTIPART, Map.of("image", image)));
    StandIn.Call upload = standIn.calls().get(0);
    String boundary = upload.headers().get("Content-Type").replaceFirst(".*boundary=", "");
    assertEquals(
        """
        --B
        Content-Disposition: form-data; name="purpose"
        Content-Type: text/plain

        input of t
        --B
        Content-Disposition: form-data; name="file"; filename="in.png"
        Content-Type: image/png

        PNG!
        --B--
        """
            .replace("\n", "\r\n"),
        upload.body().replace(boundary, "B"));
    assertEquals("{\"image\":\"f-1\"}", standIn.calls().get(1).body());
  }

  @Test
  void withoutTheInputThereIsNoUpload() throws Exception {
    assertEquals(Outcome.COMPLETED, drive(MULTIPART, Map.of()));
    assertEquals("POST /jobs {}", line(standIn.calls().get(0)));
  }

  @Test
  void aSignedUrlOfAnAllowedHostGetsTheBytesAndNoCredentials() throws Exception {
    String binding = SIGNED.formatted(AUTH, standIn.url().getPort(), STATUS);
    assertEquals(Outcome.COMPLETED, drive(binding, Map.of("bytes", "PNG!".getBytes(UTF_8))));
    StandIn.Call put = standIn.calls().get(1);
    assertEquals("PUT /bucket/x PNG!", line(put));
    assertEquals("sig=1", put.query());
    assertFalse(put.headers().containsKey("Authorization"));
    assertEquals("POST /jobs {\"image\":\"k-1\"}", line(standIn.calls().get(2)));
  }

  @Test
  void aSignedUrlOfAnotherHostIsAnError() throws Exception {
    String binding = SIGNED.formatted(AUTH, 1, STATUS);
    assertEquals(Outcome.ERROR, drive(binding, Map.of("bytes", new byte[1])));
    assertEquals(1, standIn.calls().size());
    String said = report.tasks().get(0).steps().get(0).understood();
    assertTrue(said.startsWith("foreign_host: http://localhost:"), said);
  }

  private Outcome drive(String json, Map<String, Object> inputs) throws Exception {
    Binding binding =
        Binding.of(
            BindingFile.parse("inline.json", json),
            standIn.url(),
            name -> "tok",
            InstantSource.system());
    TargetCheck check =
        new TargetCheck(
            binding, new TargetCheck.Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), 100));
    report = check.run(List.of(new GenerationTask("t", "draft", inputs)));
    return report.tasks().get(0).outcome();
  }

  private static String line(StandIn.Call call) {
    return call.method() + " " + call.path() + " " + call.body();
  }
}
