package io.functionrunner.perf.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Quality;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A task as its submitter described it.
 *
 * @param promptCharacters length of {@code inputs.prompt}, 0 when there is none
 */
record Submission(Modality modality, Quality quality, ContentHash content, int promptCharacters) {
  private static final int MAX_ECHO = 60;
  private static final ObjectReader JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  /** A body that is not a task; the message is for the submitter. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  /**
   * From the body of a submission: an object with the strings {@code template_id} and {@code
   * quality} and the object {@code inputs}. Other fields are ignored.
   */
  static Submission parse(byte[] body) throws MalformedException {
    JsonNode root = read(body);
    if (!root.isObject()) {
      throw new MalformedException(
          "the body: expecting a JSON object with template_id, inputs and quality");
    }
    Modality modality = choice(root, "template_id", Modality.values(), Modality::template);
    Quality quality = choice(root, "quality", Quality.values(), Quality::id);
    JsonNode inputs = root.path("inputs");
    if (!inputs.isObject()) {
      throw new MalformedException("inputs: expecting a JSON object, got " + describe(inputs));
    }
    return new Submission(
        modality,
        quality,
        ContentHash.of(modality.template(), quality.id(), inputs),
        inputs.path("prompt").asText().length());
  }

  private static JsonNode read(byte[] body) throws MalformedException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      throw new MalformedException(
          where == null
              ? "the body: not JSON"
              : "the body: not JSON at line %d, column %d"
                  .formatted(where.getLineNr(), where.getColumnNr()));
    } catch (IOException e) {
      throw new MalformedException("the body: not UTF-8 text");
    }
  }

  private static <T> T choice(JsonNode root, String field, T[] values, Function<T, String> name)
      throws MalformedException {
    JsonNode given = root.path(field);
    for (T value : values) {
      if (given.isTextual() && name.apply(value).equals(given.textValue())) {
        return value;
      }
    }
    String legal = Arrays.stream(values).map(name).collect(Collectors.joining(", "));
    throw new MalformedException(
        "%s: expecting one of %s, got %s".formatted(field, legal, describe(given)));
  }

  /** The node as an error may show it: its kind, or the start of its text. */
  private static String describe(JsonNode node) {
    if (node.isMissingNode()) {
      return "nothing";
    }
    if (!node.isTextual()) {
      return switch (node.getNodeType()) {
        case ARRAY -> "an array";
        case OBJECT -> "an object";
        default -> "a " + node.getNodeType().toString().toLowerCase(Locale.ROOT);
      };
    }
    String text = node.textValue();
    return '"' + (text.length() > MAX_ECHO ? text.substring(0, MAX_ECHO) + "…" : text) + '"';
  }
}
