package io.functionrunner.perf.binding;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A binding's own names: constants, and what a quality or template is called by the API. The more
 * special wins: constants, then quality, then template, then quality of the template.
 */
record Values(
    Map<String, Template> constants,
    Map<String, Map<String, Template>> qualities,
    Map<String, ForTemplate> templates) {

  private static final Set<String> GIVEN =
      Set.of("template", "quality", "inputs", "uuid", "random", "id");

  /** What is special to a template. */
  record ForTemplate(
      Map<String, Template> values,
      Map<String, Map<String, Template>> qualities,
      Optional<Polling> polling) {}

  static Values of(Element file, Function<Element, Polling> polling) {
    return new Values(
        named(file.at("values")),
        file.at("qualities").members(Values::named),
        file.at("templates")
            .members(
                template ->
                    new ForTemplate(
                        named(template.at("values")),
                        template.at("qualities").members(Values::named),
                        template.at("polling").each(polling).stream().findFirst())));
  }

  Map<String, Template> of(String template, String quality) {
    Map<String, Template> values = new HashMap<>(constants);
    values.putAll(qualities.getOrDefault(quality, Map.of()));
    ForTemplate special = templates.get(template);
    if (special != null) {
      values.putAll(special.values());
      values.putAll(special.qualities().getOrDefault(quality, Map.of()));
    }
    return values;
  }

  /**
   * Refuses a call that uses a name which nothing can give it.
   *
   * @param available what the task has when the call is made
   */
  void check(Call call, Set<String> available) {
    Map<String, Set<String>> uses = uses();
    for (String name : call.roots()) {
      check(name, call.pointer(), available, uses, new HashSet<>());
    }
  }

  private static void check(
      String name,
      String where,
      Set<String> available,
      Map<String, Set<String>> uses,
      Set<String> within) {
    if (available.contains(name)) {
      return;
    }
    if (!uses.containsKey(name)) {
      Set<String> known = new TreeSet<>(available);
      known.addAll(uses.keySet());
      throw new BindingException(
          "%s: '%s' is no name that has a value here. Those that have: %s. What the caller gives is inputs.…"
              .formatted(where, name, String.join(", ", known)));
    }
    if (!within.add(name)) {
      throw new BindingException("%s: '%s' is defined by itself".formatted(where, name));
    }
    for (String used : uses.get(name)) {
      check(used, where + " (" + name + ")", available, uses, within);
    }
    within.remove(name);
  }

  /** Of every name, whatever the template and quality, the names in its definitions. */
  private Map<String, Set<String>> uses() {
    Map<String, Set<String>> uses = new HashMap<>();
    collect(constants, uses);
    qualities.values().forEach(values -> collect(values, uses));
    for (ForTemplate template : templates.values()) {
      collect(template.values(), uses);
      template.qualities().values().forEach(values -> collect(values, uses));
    }
    return uses;
  }

  private static void collect(Map<String, Template> values, Map<String, Set<String>> uses) {
    values.forEach(
        (name, template) ->
            uses.computeIfAbsent(name, unused -> new HashSet<>()).addAll(template.roots()));
  }

  private static Map<String, Template> named(Element values) {
    return values.members(
        value -> {
          String name = value.pointer().substring(value.pointer().lastIndexOf('/') + 1);
          if (GIVEN.contains(name)) {
            throw value.wrong("'%s' is a name that every task has; choose another".formatted(name));
          }
          return Template.of(value);
        });
  }
}
