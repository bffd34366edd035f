package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BindingFileTest {
  private static final String SMALLEST =
      """
      {"name": "mine",
       "submit": {"url": "/jobs", "id": "$.id"},
       "status": {"url": "/jobs/{id}", "state": "$.state"}}""";

  @Test
  void theSchemaIsOneItself() throws IOException {
    String schema = text("/io/functionrunner/perf/binding/binding.schema.json");
    JsonNode meta = Samples.json("{'$ref':'https://json-schema.org/draft/2020-12/schema'}");
    assertEquals(
        List.of(),
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(meta)
            .validate(Samples.json(schema)));
  }

  static List<String> builtIn() {
    return Binding.builtIn();
  }

  /** Loading checks the schema, every path, every template, and that every name has a value. */
  @ParameterizedTest
  @MethodSource("builtIn")
  void everyShippedBindingLoadsAndSubmits(String name) {
    Binding binding = Binding.load(name, URI.create("http://localhost:1"), variable -> "x");
    assertEquals(name, binding.name());
    for (String template : List.of("image", "video", "audio", "text")) {
      GenerationTask task =
          new GenerationTask(template + "_generation_v1", "high", Map.of("prompt", "a cat"));
      if (binding.supports(task.template())) {
        HttpCall call = binding.submit(task);
        assertEquals("POST", call.method());
        assertTrue(((Body.Json) call.body()).json().toString().contains("a cat"), call::toString);
      }
    }
  }

  @Test
  void defaultsComeFromTheFileAndTheBaseUrlFromTheCaller() {
    assertEquals(
        URI.create("https://api.replicate.com"),
        Binding.load("replicate", null, variable -> "x").baseUrl());
    assertRefused(
        "mine.json /baseUrl: this binding has no usual address, so the target's base URL must be given",
        () -> Binding.of(BindingFile.parse("mine.json", SMALLEST), null, v -> null, null));
  }

  @Test
  void aUsersFileIsTakenByItsPath(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("mine.json"), SMALLEST);
    Binding binding = Binding.load(file.toString(), URI.create("http://localhost"), v -> null);
    assertEquals("mine", binding.name());
    assertEquals(
        "http://localhost/jobs", binding.submit(new GenerationTask("t", "q", Map.of())).url());
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThatExist() {
    assertRefused(
        "replicat: neither a built-in binding (function-runner, replicate, fal, openai-responses,"
            + " runpod, flower, bentoml, comfyui) nor a file",
        () -> BindingFile.read("replicat"));
  }

  @Test
  void syntaxErrorsHaveALine() {
    String message =
        assertThrows(BindingException.class, () -> BindingFile.parse("x.json", "{\n \"name\": }"))
            .getMessage();
    assertTrue(message.startsWith("x.json, line 2, column 10: not JSON: "), message);
    String twice = "{\"name\": \"a\",\n\"name\": \"b\"}";
    message =
        assertThrows(BindingException.class, () -> BindingFile.parse("x.json", twice)).getMessage();
    assertTrue(message.contains("line 2") && message.contains("Duplicate field 'name'"), message);
  }

  /** Each edit breaks one rule; the message names the field by its pointer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"name\": \"mine\" | \"name\": \"My API\" | x.json /name: does not match the regex pattern",
        "\"id\": \"$.id\" | \"ident\": \"$.id\" | x.json /submit: required property 'id' not found",
        "\"id\": \"$.id\" | \"id\": \"id\" | x.json /submit/id: does not match the regex pattern",
        "\"url\": \"/jobs\" | \"url\": \"/jobs\", \"methd\": \"PUT\" | property 'methd' is not defined",
        "\"state\": \"$.state\" | \"state\": \"$.state\", \"done\": [] | x.json /status: property 'done' name is not valid",
        "\"state\": \"$.state\" | \"state\": \"$.state\", \"absent\": \"never\" | x.json /status/absent: does not have a value in the enumeration",
        "\"url\": \"/jobs\" | \"url\": \"/jobs\", \"accept\": [99] | x.json /submit/accept/0: ",
        "\"url\": \"/jobs\" | \"url\": \"/jobs\", \"body\": {\"jsn\": 1} | x.json /submit/body: is not as expected. Expecting: Exactly one of json, form, multipart, raw.",
        "\"name\": \"mine\" | \"name\": \"mine\", \"auth\": {\"header\": \"X\", \"enviroment\": \"T\"} | x.json /auth: required property 'environment' not found. It can have: header, prefix, environment, optional",
        "\"name\": \"mine\" | \"name\": \"mine\", \"polling\": {\"deadline\": 10} | x.json /polling/deadline: integer found, string expected. Expecting: For instance 500ms",
      })
  void theSchemaNamesTheField(String right, String wrong, String message) {
    String text = SMALLEST.replace(right, wrong);
    assertNotEquals(SMALLEST, text);
    String said =
        assertThrows(BindingException.class, () -> BindingFile.parse("x.json", text)).getMessage();
    assertTrue(said.contains(message), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"state\": \"$.state\" | \"state\": \"$..state\" | x.json /status/state: '$..state': not a path from character 2 on",
        "/jobs/{id} | /jobs/{job} | x.json /status: 'job' is no name that has a value here. Those that have: id, quality,",
        "\"url\": \"/jobs\" | \"url\": \"/{id}\" | x.json /submit: 'id' is no name that has a value here",
        "/jobs/{id} | /jobs/{inputs.prompt} | x.json /status: 'inputs' is no name",
        "\"name\": \"mine\", | \"name\": \"mine\", \"values\": {\"uuid\": 1}, | x.json /values/uuid: 'uuid' is a name that every task has",
        "\"state\": \"$.state\" | \"state\": \"$.state\", \"success\": [1, \"a\"], \"failure\": [\"b\", \"1\"] | x.json /status/failure/1: '1' is also among success",
      })
  void whatTheSchemaCannotSeeIsNamedToo(String right, String wrong, String message) {
    String text = SMALLEST.replace(right, wrong);
    assertNotEquals(SMALLEST, text);
    String said = assertThrows(BindingException.class, () -> load(text)).getMessage();
    assertTrue(said.startsWith(message), said);
  }

  @Test
  void valuesMustNotDefineThemselves() {
    String text =
        SMALLEST
            .replace("\"name\"", "\"values\": {\"a\": \"{{b}}\", \"b\": [\"{{a}}\"]}, \"name\"")
            .replace("/jobs\"", "/jobs/{a}\"");
    assertRefused("x.json /submit (a) (b): 'a' is defined by itself", () -> load(text));
  }

  @Test
  void theHashIsOfWhatTheBindingDoes() {
    String hash = BindingFile.parse("a", SMALLEST).hash();
    String reordered =
        """
        {"description": "the same", "status": {"state": "$.state", "url": "/jobs/{id}"},
         "submit": {"id": "$.id", "url": "/jobs"}, "name": "mine"}""";
    assertEquals(hash, BindingFile.parse("b", reordered).hash());
    assertNotEquals(hash, BindingFile.parse("a", SMALLEST.replace("$.state", "$.stat")).hash());
    // sha256sum of the canonical text: members sorted, no white space.
    assertEquals("9d03cdd24a52e7f0", hash);
  }

  private static Binding load(String text) {
    return Binding.of(
        BindingFile.parse("x.json", text), URI.create("http://localhost"), v -> null, null);
  }

  private static void assertRefused(String message, Executable load) {
    assertEquals(message, assertThrows(BindingException.class, load).getMessage());
  }

  private static String text(String resource) throws IOException {
    try (var in = BindingFileTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
