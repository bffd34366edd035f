package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPathTest {

  /** Names and indexes: the examples of RFC 9535, sections 2.3.1.3 and 2.3.3.3. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "$.o['j j']; {'o': {'j j': {'k.k': 3}}, '``': {'@': 2}}; {\"k.k\":3}",
        "$.o['j j']['k.k']; {'o': {'j j': {'k.k': 3}}}; 3",
        "$.o[\"j j\"][\"k.k\"]; {'o': {'j j': {'k.k': 3}}}; 3",
        "$['']['@']; {'': {'@': 2}}; 2",
        "$[1]; ['a','b']; b",
        "$[-2]; ['a','b']; a",
        "$['task-id']; {'task-id': '7'}; 7",
        "$.task-id; {'task-id': '7'}; 7",
        "$; true; true",
        "$.jobs[?@.id=='{id}'].state; {'jobs':[{'id':'8','state':'x'},{'id':'7','state':'y'}]}; y",
        "$.jobs[?(@.id == \"7\")].state; {'jobs':[{'id':8},{'id':7,'state':'y'}]}; y",
        "$['{id}'].status.completed; {'7': {'status': {'completed': true}}}; true",
      },
      delimiter = ';')
  void findsOneValue(String path, String json, String expected) {
    Optional<JsonNode> found = path(path).find(Samples.json(json), scope("7"));
    assertEquals(
        expected, found.map(node -> node.isValueNode() ? node.asText() : node.toString()).get());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {"$.a; {}", "$.a; {'a': null}", "$.a.b; {'a': 1}", "$[2]; [1]", "$[-2]; [1]"})
  void missingAndNullAreAbsent(String path, String json) {
    assertEquals(Optional.empty(), path(path).find(Samples.json(json), scope("7")));
  }

  @Test
  void anIdIsAValueAndNeverAPath() {
    JsonNode json = Samples.json("{\"a'].b['c\": 1, 'a': {'b': {'c': 2}}}");
    assertEquals(1, path("$['{id}']").find(json, scope("a'].b['c")).get().asInt());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"$..a, 2", "$.a[*], 4", "$.a[, 4", "$a, 2", "$.a['b, 4", "$[?@.a>1], 2"})
  void refusesWhatItCannotFollow(String path, int character) {
    BindingException e = assertThrows(BindingException.class, () -> path(path));
    assertEquals(
        "x /status/state: '%s': not a path from character %d on. Expecting $ and then .name, ['any name'], [0] or [?@.name=='value']"
            .formatted(path, character),
        e.getMessage());
  }

  private static JsonPath path(String text) {
    return JsonPath.of(new Element(TextNode.valueOf(text), "x /status/state"));
  }

  private static Scope scope(String id) {
    return new Scope(Map.of("id", TextNode.valueOf(id)), Map.of());
  }
}
