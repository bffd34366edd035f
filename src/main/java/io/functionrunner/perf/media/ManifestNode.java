package io.functionrunner.perf.media;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a manifest and where it stands, so that every complaint about it can say so. */
record ManifestNode(String file, String pointer, JsonNode json) {
  private static final int MAX_DEPTH = 32;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Longest piece of a file that a message repeats. */
  private static final int MAX_QUOTED = 60;

  static ManifestNode parse(String file, byte[] bytes) {
    try {
      JsonNode json = MAPPER.readTree(bytes);
      if (json.isMissingNode()) {
        throw new ManifestException(file, "", "empty. Expecting a JSON object");
      }
      return new ManifestNode(file, "", json);
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : "line %d, column %d: "
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new ManifestException(
          file, "", "not JSON: " + where + shortened(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ManifestException(file, "", "not JSON: " + e.getMessage());
    }
  }

  /** Refuses members other than {@code names}, and anything but an object. */
  void allow(String... names) {
    List<String> known = Arrays.asList(names);
    for (String name : members().keySet()) {
      if (!known.contains(name)) {
        throw member(name).error("unknown field", "one of " + String.join(", ", known));
      }
    }
  }

  ManifestNode at(String name) {
    return find(name)
        .orElseThrow(() -> member(name).error("missing", "a value: the field is required"));
  }

  Optional<ManifestNode> find(String name) {
    return json.has(name) ? Optional.of(member(name)) : Optional.empty();
  }

  boolean has(String name) {
    return json.has(name);
  }

  /** Members in the file's order. */
  Map<String, ManifestNode> members() {
    if (!json.isObject()) {
      throw error(quoted() + " is not an object", "{ ... }");
    }
    Map<String, ManifestNode> members = new LinkedHashMap<>();
    json.fieldNames().forEachRemaining(name -> members.put(name, member(name)));
    return members;
  }

  /** At least one element. */
  List<ManifestNode> elements() {
    if (!json.isArray() || json.isEmpty()) {
      throw error(quoted() + " is not a list with elements", "[ ... ] with at least one element");
    }
    List<ManifestNode> elements = new ArrayList<>(json.size());
    for (int i = 0; i < json.size(); i++) {
      elements.add(new ManifestNode(file, pointer + "/" + i, json.get(i)));
    }
    return elements;
  }

  /** Text that is not blank. */
  String text() {
    if (!json.isTextual() || json.textValue().isBlank()) {
      throw error(quoted() + " is not a text", "a text that is not blank");
    }
    return json.textValue();
  }

  double number(double least, double most) {
    double value = json.isNumber() ? json.doubleValue() : Double.NaN;
    if (!(value >= least && value <= most)) {
      throw error(quoted() + " is out of range", "a number from " + least + " to " + most);
    }
    return value;
  }

  int integer(int least, int most) {
    boolean fits = json.isIntegralNumber() && json.canConvertToInt();
    if (!fits || json.intValue() < least || json.intValue() > most) {
      throw error(quoted() + " is out of range", "a whole number from " + least + " to " + most);
    }
    return json.intValue();
  }

  /** As immutable Java values: String, Integer, Long, Double, Boolean, List, Map. */
  Object value() {
    if (json.isObject()) {
      Map<String, Object> values = new LinkedHashMap<>();
      members().forEach((name, node) -> values.put(name, node.value()));
      return Collections.unmodifiableMap(values);
    }
    if (json.isArray()) {
      return json.isEmpty()
          ? List.of()
          : elements().stream().<Object>map(ManifestNode::value).toList();
    }
    if (json.isTextual()) {
      return json.textValue();
    }
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      return json.canConvertToInt() ? (Object) json.intValue() : (Object) json.longValue();
    }
    if (json.isFloatingPointNumber() && Double.isFinite(json.doubleValue())) {
      return json.doubleValue();
    }
    throw error(
        quoted() + " cannot be an input", "a text, number, true, false, list or object, not null");
  }

  ManifestException error(String problem, String expecting) {
    return new ManifestException(file, pointer, problem + ". Expecting " + expecting);
  }

  /** The value as JSON, which escapes control characters, cut to a readable length. */
  String quoted() {
    return shortened(json.toString());
  }

  private ManifestNode member(String name) {
    String token = name.replace("~", "~0").replace("/", "~1");
    return new ManifestNode(file, pointer + "/" + shortened(token), json.path(name));
  }

  private static String shortened(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
  }
}
