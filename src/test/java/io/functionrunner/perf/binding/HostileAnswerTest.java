package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No answer makes a binding throw, and none gets more than one short printable line out. */
class HostileAnswerTest {
  private static final int[] CODES = {
    0, 100, 200, 201, 202, 303, 400, 404, 410, 429, 500, 503, 999
  };
  private static final String ANSWER =
      """
      {"id":"1","task_id":"1","request_id":"1","task-id":"1","prompt_id":"1","status":"succeeded",
       "state":"SUCCESS","error":{"message":"x"},"detail":[{"msg":"y"}],"created_at":"2026-11-24T06:00:00Z",
       "started_at":1e400,"completed_at":-1,"delayTime":"soon","metrics":{"inference_time":[]},
       "status_url":"http://api.test/s","response_url":"//api.test/r","cancel_url":"/c",
       "1":{"status":{"status_str":"success"},"outputs":{"9":{"images":[{"filename":"../../x"}]}}}}""";

  static List<String> builtIn() {
    return Binding.builtIn();
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void mutationsOfAnAnswer(String name) {
    Binding binding = Binding.load(name, URI.create("http://api.test"), variable -> "s3cr3t-value");
    String template = name.startsWith("openai") ? "text_generation_v1" : "image_generation_v1";
    Preparation preparation =
        binding.prepare(new GenerationTask(template, "draft", Map.of("prompt", "x")));
    Submission submission =
        binding.submitted(
            preparation, new Answer(name.startsWith("fun") ? 202 : 200, Map.of(), ANSWER));
    TaskRef ref = assertInstanceOf(Submission.Accepted.class, submission).ref();
    SplittableRandom random = new SplittableRandom(20261124);
    for (int i = 0; i < 3000; i++) {
      Answer answer =
          new Answer(
              CODES[random.nextInt(CODES.length)],
              Map.of("Retry-After", mutated("Tue, 24 Nov 2026 06:46:14 GMT", random)),
              mutated(ANSWER, random));
      read(binding.submitted(preparation, answer));
      Status status = binding.checked(ref, answer);
      read(status);
      if (status instanceof Status.Ended ended) {
        binding.result(ended.ref()).ifPresent(call -> read(binding.resulted(ended.ref(), answer)));
      }
    }
  }

  @Test
  void deepAndHugeJsonIsOnlyMalformed() {
    Binding binding = Binding.load("function-runner", URI.create("http://api.test"), v -> null);
    Preparation preparation = binding.prepare(new GenerationTask("t", "draft", Map.of()));
    for (String body : List.of("[".repeat(200_000), "{\"task_id\":" + "9".repeat(100_000) + "}")) {
      Submission submission = binding.submitted(preparation, new Answer(202, Map.of(), body));
      Submission.Refused refused = assertInstanceOf(Submission.Refused.class, submission);
      assertEquals(ErrorKind.MALFORMED, refused.kind());
      assertTrue(refused.reason().length() < 250, refused::reason);
    }
  }

  private static void read(Submission submission) {
    if (submission instanceof Submission.Refused refused) {
      assertLine(refused.reason());
    } else if (submission instanceof Submission.Rejected rejected) {
      assertLine(rejected.reason());
    }
  }

  private static void read(Status status) {
    if (status instanceof Status.Ended ended) {
      assertLine(ended.reason());
    } else if (status instanceof Status.Broken broken) {
      assertLine(broken.reason());
    }
  }

  private static void assertLine(String reason) {
    assertTrue(reason.length() < 450, reason);
    assertTrue(reason.chars().noneMatch(Character::isISOControl), reason);
  }

  private static String mutated(String text, SplittableRandom random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int n = random.nextInt(4); n > 0; n--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
