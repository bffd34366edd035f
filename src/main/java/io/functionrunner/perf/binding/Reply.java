package io.functionrunner.perf.binding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** An answer whose body is parsed at most once, and only where somebody looks into it. */
final class Reply {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Answer answer;
  private Optional<JsonNode> json;

  Reply(Answer answer) {
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }

  /** Empty when the body is not JSON. */
  Optional<JsonNode> json() {
    if (json == null) {
      json = parsed();
    }
    return json;
  }

  private Optional<JsonNode> parsed() {
    try {
      return Optional.of(JSON.readTree(answer.body())).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
