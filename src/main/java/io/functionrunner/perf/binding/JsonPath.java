package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of RFC 9535 (JSONPath) that finds one value: {@code $.a.b}, {@code $['task-id']}, {@code
 * $[0]}, {@code $[-1]} and {@code $.tasks[?@.id=='{id}']}. Inside quotes {@code {id}}, or any name
 * of the task, stands for its value: {@code $['{id}'].status}.
 */
record JsonPath(List<Step> steps) {
  private static final String QUOTED = "'[^']*'|\"[^\"]*\"";
  private static final Pattern STEP =
      Pattern.compile(
          ("\\.(?<dotted>[\\w-]+)|\\[(?<index>-?\\d{1,9})]|\\[(?<quoted>%s)]"
                  + "|\\[\\?\\(?\\s*@\\.(?<member>[\\w-]+)\\s*==\\s*(?<wanted>%s)\\s*\\)?]")
              .formatted(QUOTED, QUOTED));
  private static final Pattern NAME = Pattern.compile("\\{([A-Za-z_][\\w.-]*)}");

  /** One step down from a value; null where there is nothing. */
  private sealed interface Step {
    JsonNode from(JsonNode node, Scope scope);
  }

  private record Member(String name) implements Step {
    @Override
    public JsonNode from(JsonNode node, Scope scope) {
      return node.get(named(name, scope));
    }
  }

  private record Index(int index) implements Step {
    @Override
    public JsonNode from(JsonNode node, Scope scope) {
      return node.get(index < 0 ? node.size() + index : index);
    }
  }

  /** The first element whose member equals a text. */
  private record Where(String member, String wanted) implements Step {
    @Override
    public JsonNode from(JsonNode node, Scope scope) {
      String text = named(wanted, scope);
      for (JsonNode element : node) {
        if (element.path(member).asText().equals(text)) {
          return element;
        }
      }
      return null;
    }
  }

  static JsonPath of(Element element) {
    String text = element.text();
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    int end = 1;
    while (end < text.length()) {
      if (!matcher.region(end, text.length()).lookingAt()) {
        throw element.wrong(
            "'%s': not a path from character %d on. Expecting $ and then .name, ['any name'], [0] or [?@.name=='value']"
                .formatted(text, end + 1));
      }
      steps.add(step(matcher));
      end = matcher.end();
    }
    return new JsonPath(List.copyOf(steps));
  }

  /** The value, unless it is missing or null. */
  Optional<JsonNode> find(JsonNode root, Scope scope) {
    JsonNode node = root;
    for (Step step : steps) {
      node = step.from(node, scope);
      if (node == null) {
        return Optional.empty();
      }
    }
    return Optional.of(node).filter(found -> !found.isNull());
  }

  private static String named(String name, Scope scope) {
    if (name.indexOf('{') < 0) {
      return name;
    }
    return NAME.matcher(name)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    scope.find(match.group(1)).map(JsonNode::asText).orElse(match.group())));
  }

  private static Step step(Matcher matcher) {
    if (matcher.group("dotted") != null) {
      return new Member(matcher.group("dotted"));
    }
    if (matcher.group("index") != null) {
      return new Index(Integer.parseInt(matcher.group("index")));
    }
    return matcher.group("quoted") != null
        ? new Member(unquoted(matcher.group("quoted")))
        : new Where(matcher.group("member"), unquoted(matcher.group("wanted")));
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }
}
