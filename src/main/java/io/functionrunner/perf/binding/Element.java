package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A piece of a binding file and where it stands (JSON pointer), so that every error can say where.
 * The schema has vouched for types and presence; this reads on that word.
 */
record Element(JsonNode node, String pointer) {

  boolean present() {
    return !node.isMissingNode();
  }

  Element at(String name) {
    String escaped = name.replace("~", "~0").replace("/", "~1");
    return new Element(node.path(name), pointer + "/" + escaped);
  }

  String text() {
    return node.asText();
  }

  String text(String absent) {
    return present() ? text() : absent;
  }

  boolean flag(boolean absent) {
    return node.asBoolean(absent);
  }

  /** {@code 500ms}, {@code 1.5s}, {@code 10m}, {@code 1h}: the schema's pattern. */
  Duration duration(Duration absent) {
    if (!present()) {
      return absent;
    }
    int unitAt = text().indexOf(text().replaceAll("[0-9.]", ""));
    double number = Double.parseDouble(text().substring(0, unitAt));
    double millis =
        switch (text().substring(unitAt)) {
          case "ms" -> number;
          case "s" -> number * 1e3;
          case "m" -> number * 60e3;
          default -> number * 3600e3;
        };
    return Duration.ofMillis(Math.round(millis));
  }

  /** The elements of an array; of anything else, itself; of nothing, none. */
  List<Element> each() {
    if (!present()) {
      return List.of();
    }
    if (!node.isArray()) {
      return List.of(this);
    }
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      elements.add(new Element(node.get(i), pointer + "/" + i));
    }
    return elements;
  }

  <T> List<T> each(Function<Element, T> read) {
    return each().stream().map(read).toList();
  }

  /** The members of an object, in the file's order; of nothing, none. */
  <T> Map<String, T> members(Function<Element, T> read) {
    Map<String, T> members = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> members.put(name, read.apply(at(name))));
    return members;
  }

  BindingException wrong(String rule) {
    return new BindingException(pointer + ": " + rule);
  }
}
