package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON value with placeholders.
 *
 * <ul>
 *   <li>{@code "{{inputs.width}}"}: the value itself, its type kept
 *   <li>{@code "a {{inputs.style}} cat"}: its text, inside a text
 *   <li>{@code "{{inputs.seed?}}"}: may be absent; then the member that holds it is left out
 *   <li>{@code "...": "{{inputs}}"}: the object's members, in place; members that follow win
 * </ul>
 */
record Template(JsonNode node, String pointer) {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\s*([A-Za-z_][\\w-]*(?:\\.[\\w-]+)*)(\\??)\\s*}}");
  private static final String SPREAD = "...";

  static Template of(Element element) {
    Template template = new Template(element.node(), element.pointer());
    template.refuseStrayBraces(element.node(), element.pointer());
    return template;
  }

  /** The value for a task; empty when it consists of an optional placeholder that has no value. */
  Optional<JsonNode> expand(Scope scope) {
    return Optional.ofNullable(expand(node, pointer, scope));
  }

  /** The names used, without what follows their first dot. */
  Set<String> roots() {
    Set<String> roots = new TreeSet<>();
    collectRoots(node, roots);
    return roots;
  }

  private static JsonNode expand(JsonNode node, String pointer, Scope scope) {
    if (node.isTextual()) {
      return node.textValue().contains("{{") ? expandText(node.textValue(), pointer, scope) : node;
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < node.size(); i++) {
        JsonNode value = expand(node.get(i), pointer + "/" + i, scope);
        if (value != null) {
          array.add(value);
        }
      }
      return array;
    }
    return node.isObject() ? expandObject(node, pointer, scope) : node;
  }

  private static JsonNode expandObject(JsonNode node, String pointer, Scope scope) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String at = pointer + "/" + member.getKey();
      JsonNode value = expand(member.getValue(), at, scope);
      if (value == null) {
        continue;
      }
      if (!member.getKey().equals(SPREAD)) {
        object.set(member.getKey(), value);
      } else if (value instanceof ObjectNode members) {
        object.setAll(members);
      } else {
        throw new BindingException(at + ": \"...\" takes an object's members; this is no object");
      }
    }
    return object;
  }

  private static JsonNode expandText(String text, String pointer, Scope scope) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    if (matcher.matches()) {
      return value(matcher, pointer, scope).orElse(null);
    }
    matcher.reset();
    return TextNode.valueOf(
        matcher.replaceAll(
            match ->
                Matcher.quoteReplacement(
                    value(match, pointer, scope).map(Template::inText).orElse(""))));
  }

  private static Optional<JsonNode> value(
      java.util.regex.MatchResult match, String pointer, Scope scope) {
    Optional<JsonNode> value = scope.find(match.group(1));
    if (value.isEmpty() && match.group(2).isEmpty()) {
      throw new BindingException(
          "%s: {{%s}} has no value for this task. Names that have one: %s. Where it may be absent, write {{%s?}}"
              .formatted(pointer, match.group(1), scope.names(), match.group(1)));
    }
    return value;
  }

  private static String inText(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static void collectRoots(JsonNode node, Set<String> roots) {
    if (node.isTextual()) {
      PLACEHOLDER
          .matcher(node.textValue())
          .results()
          .forEach(match -> roots.add(match.group(1).split("\\.", 2)[0]));
    }
    node.forEach(child -> collectRoots(child, roots));
  }

  private void refuseStrayBraces(JsonNode value, String at) {
    if (value.isTextual() && PLACEHOLDER.matcher(value.textValue()).replaceAll("").contains("{{")) {
      throw new BindingException(
          at + ": {{ without a name and }}. Expecting for instance {{inputs.prompt}}");
    }
    for (Element child : children(value, at)) {
      refuseStrayBraces(child.node(), child.pointer());
    }
  }

  private static Iterable<Element> children(JsonNode value, String at) {
    Element element = new Element(value, at);
    return value.isArray() ? element.each() : element.members(member -> member).values();
  }
}
