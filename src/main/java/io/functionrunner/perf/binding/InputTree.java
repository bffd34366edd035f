package io.functionrunner.perf.binding;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;

/**
 * Inputs of a task as JSON. Jackson's own conversion writes and reads the whole of them once; most
 * are texts, which need neither.
 */
final class InputTree {
  private static final ObjectMapper JSON = new ObjectMapper();

  private InputTree() {}

  static ObjectNode of(Map<String, Object> inputs) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    inputs.forEach((name, value) -> tree.set(name, node(value)));
    return tree;
  }

  private static JsonNode node(Object value) {
    if (value instanceof String text) {
      return TextNode.valueOf(text);
    }
    if (value instanceof SerializableString text) {
      return new EscapedText(text);
    }
    if (value instanceof Integer number) {
      return IntNode.valueOf(number);
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(list.size());
      list.forEach(each -> array.add(node(each)));
      return array;
    }
    return value instanceof Long number ? LongNode.valueOf(number) : JSON.valueToTree(value);
  }
}
