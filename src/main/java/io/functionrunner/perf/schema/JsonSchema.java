package io.functionrunner.perf.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;

/** A file format's schema, and what is wrong with a file in words that say what would be right. */
public final class JsonSchema {
  private final JsonNode text;
  private final Schema schema;

  /** Of a JSON Schema's text (draft 2020-12), which ships with the suite and is right. */
  public JsonSchema(String json) {
    try {
      text = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
  }

  /** One line a fault: JSON pointer of the field, what is wrong, what is expected. */
  public List<String> faults(JsonNode json) {
    return schema.validate(json).stream()
        // Which alternative was meant is not known; the one line about all of them is enough.
        .filter(error -> !error.getEvaluationPath().toString().matches(".*/(oneOf|anyOf)/.*"))
        .map(this::line)
        .distinct()
        .toList();
  }

  private String line(Error error) {
    String fragment = error.getSchemaLocation().getFragment().toString();
    JsonNode rule = text.at(fragment.substring(0, fragment.lastIndexOf('/')));
    String pointer = error.getInstanceLocation().toString();
    String fault =
        switch (error.getKeyword()) {
          case "oneOf" -> "is not as expected" + description(rule);
          case "required", "additionalProperties" -> error.getMessage() + names(rule);
          case "propertyNames" -> error.getMessage();
          default -> error.getMessage() + description(rule);
        };
    return (pointer.isEmpty() ? "/" : pointer) + ": " + fault;
  }

  private static String description(JsonNode rule) {
    String description = rule.path("description").asText();
    return description.isEmpty() ? "" : ". Expecting: " + description;
  }

  private static String names(JsonNode rule) {
    List<String> names = new ArrayList<>();
    rule.path("properties").fieldNames().forEachRemaining(names::add);
    return names.isEmpty() ? "" : ". It can have: " + String.join(", ", names);
  }
}
