package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InputTreeTest {

  /** Whatever inputs may be made of, and what nobody should give. */
  @Test
  void isWhatJacksonMakesOfIt() {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("text", "a \"fox\" – 狐");
    inputs.put("int", 7);
    inputs.put("long", Long.MAX_VALUE);
    inputs.put("double", 0.1);
    inputs.put("flag", true);
    inputs.put("list", List.of("a", 1, Map.of("b", 2L)));
    inputs.put("none", null);
    assertEquals(new ObjectMapper().valueToTree(inputs), InputTree.of(inputs));
  }

  @Test
  void textsThatAreEscapedAlreadyAreTextsLikeOthers() throws Exception {
    String text = "a \"fox\" – 狐";
    ObjectNode tree =
        InputTree.of(
            Map.of(
                "text",
                new SerializedString(text),
                "list",
                List.of(new SerializedString(text), new SerializedString("b"))));
    assertEquals(new ObjectMapper().readTree(tree.toString()).get("text").textValue(), text);
    JsonNode written = new ObjectMapper().readTree(new ObjectMapper().writeValueAsBytes(tree));
    assertEquals(text, written.get("text").textValue());
    assertEquals(text, written.get("list").get(0).textValue());
    assertTrue(tree.get("text").isTextual());
    assertEquals(text, tree.get("text").asText());
    assertEquals(text, tree.get("text").textValue());
    assertEquals(tree.get("text"), tree.get("list").get(0));
  }

  @Test
  void everyTaskHasAnUuidOfItsOwnThatIsOne() {
    Binding binding =
        Binding.of(
            BindingFile.parse(
                "x.json",
                """
                {"name": "x",
                 "submit": {"url": "/{uuid}", "id": "$.id"},
                 "status": {"url": "/{id}", "state": "$.state", "success": ["done"]}}"""),
            URI.create("http://127.0.0.1"),
            name -> null,
            null);
    Set<UUID> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String url = binding.submit(new GenerationTask("t", "draft", Map.of())).url();
      UUID uuid = UUID.fromString(url.substring(url.lastIndexOf('/') + 1));
      assertEquals(4, uuid.version());
      assertEquals(2, uuid.variant());
      assertTrue(seen.add(uuid));
    }
  }
}
