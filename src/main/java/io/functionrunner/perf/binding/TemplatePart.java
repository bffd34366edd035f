package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.stream.Stream;

/** A part of a {@link Template}, taken apart once: a load expands it for every call. */
sealed interface TemplatePart {

  /** The value for a task; null: left out. */
  JsonNode expand(Scope scope);

  /** Every name used in it. */
  Stream<String> names();

  /** No placeholder in it. */
  record Fixed(JsonNode value) implements TemplatePart {
    @Override
    public JsonNode expand(Scope scope) {
      return value;
    }

    @Override
    public Stream<String> names() {
      return Stream.of();
    }
  }

  /** A value, its type kept. */
  record Placeholder(String name, boolean optional, String pointer) implements TemplatePart {
    @Override
    public JsonNode expand(Scope scope) {
      JsonNode value = scope.find(name).orElse(null);
      if (value == null && !optional) {
        throw new BindingException(
            "%s: {{%s}} has no value for this task. Names that have one: %s. Where it may be absent, write {{%s?}}"
                .formatted(pointer, name, scope.names(), name));
      }
      return value;
    }

    @Override
    public Stream<String> names() {
      return Stream.of(name);
    }

    private String inText(Scope scope) {
      JsonNode value = expand(scope);
      if (value == null) {
        return "";
      }
      return value.isValueNode() ? value.asText() : value.toString();
    }
  }

  /**
   * Values inside a text.
   *
   * @param between what stands before, between and after them: one more than there are placeholders
   */
  record Text(List<String> between, List<Placeholder> placeholders) implements TemplatePart {
    @Override
    public JsonNode expand(Scope scope) {
      StringBuilder text = new StringBuilder(between.get(0));
      for (int i = 0; i < placeholders.size(); i++) {
        text.append(placeholders.get(i).inText(scope)).append(between.get(i + 1));
      }
      return TextNode.valueOf(text.toString());
    }

    @Override
    public Stream<String> names() {
      return placeholders.stream().map(Placeholder::name);
    }
  }

  /** An array. */
  record Elements(List<TemplatePart> parts) implements TemplatePart {
    @Override
    public JsonNode expand(Scope scope) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (TemplatePart part : parts) {
        JsonNode value = part.expand(scope);
        if (value != null) {
          array.add(value);
        }
      }
      return array;
    }

    @Override
    public Stream<String> names() {
      return parts.stream().flatMap(TemplatePart::names);
    }
  }

  /**
   * A member of an object.
   *
   * @param spread whether its value's members come in its place
   */
  record Member(String name, boolean spread, TemplatePart value, String pointer) {}

  /** An object. */
  record Members(List<Member> members) implements TemplatePart {
    @Override
    public JsonNode expand(Scope scope) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (Member member : members) {
        JsonNode value = member.value.expand(scope);
        if (value == null) {
          continue;
        }
        if (!member.spread) {
          object.set(member.name, value);
        } else if (value instanceof ObjectNode spread) {
          object.setAll(spread);
        } else {
          throw new BindingException(
              member.pointer + ": \"...\" takes an object's members; this is no object");
        }
      }
      return object;
    }

    @Override
    public Stream<String> names() {
      return members.stream().flatMap(member -> member.value.names());
    }
  }
}
