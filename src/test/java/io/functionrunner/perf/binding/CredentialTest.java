package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialTest {
  private static final String TOKEN = "tok-en+7/Q==";
  private static final URI TARGET = URI.create("http://localhost");
  private static final GenerationTask TASK =
      new GenerationTask("image_generation_v1", "draft", Map.of("prompt", "x"));

  @Test
  void onlyTheSenderSeesIt() {
    Binding binding = Binding.load("replicate", TARGET, name -> TOKEN);
    HttpCall call = binding.submit(TASK);
    assertEquals("Bearer " + TOKEN, call.headersWithSecrets().get("Authorization"));
    assertFalse(call.headers().containsKey("Authorization"));
    assertFalse(call.toString().contains(TOKEN));
    assertEquals("***", call.credentials().get("Authorization").toString());
    assertEquals(
        binding.hash(), Binding.load("replicate", TARGET, name -> "another").hash(), "hash");
  }

  /** A server that repeats what it was sent, in every answer that a reason is taken from. */
  @Test
  void noReasonRepeatsIt() {
    Binding binding = Binding.load("fal", TARGET, name -> TOKEN);
    String echo = "{\"detail\":\"bad key '%s' (%s)\"}".formatted(TOKEN, "tok-en%2B7%2FQ%3D%3D");
    Preparation preparation = binding.prepare(TASK);
    TaskRef ref =
        assertInstanceOf(
                Submission.Accepted.class,
                binding.submitted(
                    preparation,
                    new Answer(
                        200,
                        Map.of(),
                        """
                        {"request_id":"1","status_url":"http://localhost/s",
                         "response_url":"http://localhost/r","cancel_url":"http://localhost/c"}""")))
            .ref();
    List<String> texts = new ArrayList<>();
    for (int code : List.of(200, 202, 401, 404, 422, 429, 500)) {
      Answer answer = new Answer(code, Map.of("X-Fal-Error-Type", TOKEN), echo);
      texts.add(binding.submitted(preparation, answer).toString());
      texts.add(binding.checked(ref, answer).toString());
      texts.add(binding.resulted(ref, answer).toString());
    }
    texts.add(binding.submitted(preparation, new Answer(200, Map.of(), TOKEN)).toString());
    texts.add(binding.checked(ref, new Answer(200, Map.of(), "<" + TOKEN)).toString());
    for (String text : texts) {
      assertFalse(text.contains(TOKEN) || text.contains("tok-en"), text);
    }
    assertEquals("a *** b", binding.mask("a " + TOKEN + " b"));
  }

  @Test
  void aMissingVariableIsNamed() {
    BindingException e =
        assertThrows(
            BindingException.class, () -> Binding.load("openai-responses", TARGET, name -> null));
    assertEquals(
        "openai-responses /auth/environment: the environment variable OPENAI_API_KEY is not set;"
            + " this binding takes its credentials from it",
        e.getMessage());
  }

  @Test
  void aTokenThatWouldSplitTheHeaderIsRefusedWithoutBeingShown() {
    for (String bad : List.of(TOKEN + "\n", TOKEN + "\r\nX-Evil: 1", TOKEN + "\u00e9")) {
      BindingException e =
          assertThrows(BindingException.class, () -> Binding.load("fal", TARGET, name -> bad));
      assertEquals(
          "fal /auth/environment: the environment variable FAL_KEY holds a line break or another"
              + " character that no HTTP header may carry",
          e.getMessage());
    }
  }

  @Test
  void basicCredentialsAreOneHeaderAndHiddenInEveryForm() {
    Map<String, String> environment = Map.of("FLOWER_USER", "ann", "FLOWER_PASSWORD", TOKEN);
    Binding binding = Binding.load("flower", TARGET, environment::get);
    String header = binding.submit(TASK).headersWithSecrets().get("Authorization");
    String pair = header.substring("Basic ".length());
    assertEquals("ann:" + TOKEN, new String(Base64.getDecoder().decode(pair), UTF_8));
    assertEquals("*** ***", binding.mask(pair + " " + TOKEN));
    assertEquals(
        Map.of(), Binding.load("flower", TARGET, name -> null).submit(TASK).headersWithSecrets());
  }
}
