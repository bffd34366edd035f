package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The names that placeholders can use for one task.
 *
 * @param own {@code template}, {@code quality}, {@code inputs}, {@code uuid}, {@code random}, then
 *     {@code id} and what was captured
 * @param mapped the binding's values for this template and quality: templates themselves
 */
record Scope(Map<String, JsonNode> own, Map<String, Template> mapped) {

  Scope with(Map<String, JsonNode> more) {
    Map<String, JsonNode> all = new HashMap<>(own);
    all.putAll(more);
    return new Scope(all, mapped);
  }

  /** An accepted task is held until it ends, perhaps among thousands: its inputs need not be. */
  Scope withoutInputs() {
    Map<String, JsonNode> kept = new HashMap<>(own);
    kept.remove("inputs");
    return new Scope(kept, mapped);
  }

  /**
   * The value of a dotted name. JSON null counts as absent: so a server says "not yet", and a
   * caller "not given".
   */
  Optional<JsonNode> find(String name) {
    String[] steps = name.split("\\.", -1);
    JsonNode node = own.get(steps[0]);
    if (node == null && mapped.containsKey(steps[0])) {
      node = mapped.get(steps[0]).expand(this).orElse(null);
    }
    for (int i = 1; i < steps.length && node != null; i++) {
      boolean index = node.isArray() && steps[i].matches("\\d{1,9}");
      node = index ? node.get(Integer.parseInt(steps[i])) : node.get(steps[i]);
    }
    return Optional.ofNullable(node).filter(found -> !found.isNull());
  }

  /** For an error message: everything that could have been meant. */
  String names() {
    TreeSet<String> names = new TreeSet<>(own.keySet());
    names.addAll(mapped.keySet());
    JsonNode inputs = own.get("inputs");
    if (inputs != null) {
      inputs.fieldNames().forEachRemaining(name -> names.add("inputs." + name));
    }
    return names.stream().collect(Collectors.joining(", "));
  }
}
