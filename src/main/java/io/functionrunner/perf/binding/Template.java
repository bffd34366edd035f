package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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
record Template(String pointer, TemplatePart root) {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\s*([A-Za-z_][\\w-]*(?:\\.[\\w-]+)*)(\\??)\\s*}}");
  private static final String SPREAD = "...";

  static Template of(Element element) {
    return new Template(element.pointer(), part(element));
  }

  /** The value for a task; empty when it consists of an optional placeholder that has no value. */
  Optional<JsonNode> expand(Scope scope) {
    return Optional.ofNullable(root.expand(scope));
  }

  /** The names used, without what follows their first dot. */
  Set<String> roots() {
    Set<String> roots = new TreeSet<>();
    root.names().forEach(name -> roots.add(name.split("\\.", 2)[0]));
    return roots;
  }

  private static TemplatePart part(Element element) {
    JsonNode node = element.node();
    if (node.isTextual()) {
      return text(node, element.pointer());
    }
    if (node.isArray()) {
      List<TemplatePart> elements = new ArrayList<>();
      element.each().forEach(each -> elements.add(part(each)));
      return new TemplatePart.Elements(List.copyOf(elements));
    }
    if (node.isObject()) {
      List<TemplatePart.Member> members = new ArrayList<>();
      element
          .members(member -> member)
          .forEach(
              (name, member) ->
                  members.add(
                      new TemplatePart.Member(
                          name, name.equals(SPREAD), part(member), member.pointer())));
      return new TemplatePart.Members(List.copyOf(members));
    }
    return new TemplatePart.Fixed(node);
  }

  private static TemplatePart text(JsonNode node, String pointer) {
    String text = node.textValue();
    if (PLACEHOLDER.matcher(text).replaceAll("").contains("{{")) {
      throw new BindingException(
          pointer + ": {{ without a name and }}. Expecting for instance {{inputs.prompt}}");
    }
    Matcher matcher = PLACEHOLDER.matcher(text);
    if (matcher.matches()) {
      return placeholder(matcher, pointer);
    }
    matcher.reset();
    List<TemplatePart.Placeholder> placeholders = new ArrayList<>();
    List<String> between = new ArrayList<>();
    int end = 0;
    while (matcher.find()) {
      between.add(text.substring(end, matcher.start()));
      placeholders.add(placeholder(matcher, pointer));
      end = matcher.end();
    }
    between.add(text.substring(end));
    return placeholders.isEmpty()
        ? new TemplatePart.Fixed(node)
        : new TemplatePart.Text(List.copyOf(between), List.copyOf(placeholders));
  }

  private static TemplatePart.Placeholder placeholder(Matcher matcher, String pointer) {
    return new TemplatePart.Placeholder(matcher.group(1), !matcher.group(2).isEmpty(), pointer);
  }
}
