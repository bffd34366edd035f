package io.functionrunner.perf.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A value in a JSON file that knows where it stands, so that a complaint can say so. */
record Field(String file, String path, JsonNode node) {

  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m|h)");

  boolean has(String name) {
    return node.has(name);
  }

  Field required(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw new Misplaced(place() + ": no \"" + name + "\"", null);
    }
    return new Field(file, path.isEmpty() ? name : path + "." + name, value);
  }

  /** Refuses a misspelt field, which would else be left out in silence. */
  void only(String... names) {
    if (!node.isObject()) {
      throw wrong("Expecting an object");
    }
    for (Iterator<String> fields = node.fieldNames(); fields.hasNext(); ) {
      String name = fields.next();
      if (!Arrays.asList(names).contains(name)) {
        throw new Misplaced(
            "%s: unknown field \"%s\". Expecting %s"
                .formatted(place(), name, String.join(", ", names)),
            null);
      }
    }
  }

  List<Field> elements() {
    if (!node.isArray()) {
      throw wrong("Expecting an array");
    }
    List<Field> elements = new ArrayList<>();
    for (JsonNode element : node) {
      elements.add(new Field(file, path + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  String text() {
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw wrong("Expecting a text");
    }
    return node.textValue();
  }

  double number() {
    if (!node.isNumber()) {
      throw wrong("Expecting a number");
    }
    return node.doubleValue();
  }

  int integer() {
    if (!node.isInt()) {
      throw wrong("Expecting a whole number");
    }
    return node.intValue();
  }

  boolean bool() {
    if (!node.isBoolean()) {
      throw wrong("Expecting true or false");
    }
    return node.booleanValue();
  }

  Duration duration() {
    Matcher duration = DURATION.matcher(node.isTextual() ? node.textValue() : "");
    if (!duration.matches()) {
      throw wrong("Expecting a whole number and ms, s, m or h, for instance \"30s\"");
    }
    long number = Long.parseLong(duration.group(1));
    return switch (duration.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  <E extends Enum<E>> E choice(Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (node.isTextual() && constant.name().toLowerCase(Locale.ROOT).equals(node.textValue())) {
        return constant;
      }
    }
    throw wrong("Expecting one of " + names(type));
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** Runs a constructor that checks its own values, and adds the place to its complaint. */
  <T> T valid(Supplier<T> made) {
    try {
      return made.get();
    } catch (Misplaced e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Misplaced(place() + ": " + e.getMessage(), e);
    }
  }

  IllegalArgumentException wrong(String rule) {
    return new Misplaced(place() + ": " + node + ". " + rule, null);
  }

  private String place() {
    return path.isEmpty() ? file : file + ": " + path;
  }

  /** A complaint that names its place already. */
  private static final class Misplaced extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Misplaced(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
