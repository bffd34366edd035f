package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of a binding, checked against the schema.
 *
 * @param source what error messages call it
 */
record BindingFile(String source, ObjectNode json) {

  /** Those that come with the product; the first is the default. */
  static final List<String> BUILT_IN =
      List.of(
          "function-runner",
          "replicate",
          "fal",
          "openai-responses",
          "runpod",
          "flower",
          "bentoml",
          "comfyui");

  private static final JsonSchema SCHEMA = new JsonSchema(resource("binding.schema.json"));
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
          .build();

  static BindingFile read(String nameOrFile) {
    if (BUILT_IN.contains(nameOrFile)) {
      return parse(nameOrFile, resource(nameOrFile + ".json"));
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new BindingException(
          "%s: neither a built-in binding (%s) nor a file"
              .formatted(nameOrFile, String.join(", ", BUILT_IN)));
    }
    try {
      return parse(nameOrFile, Files.readString(file));
    } catch (IOException e) {
      throw new BindingException(
          "%s: cannot be read as UTF-8 text (%s)"
              .formatted(nameOrFile, e.getClass().getSimpleName()));
    }
  }

  static BindingFile parse(String source, String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BindingException(
          "%s, line %d, column %d: not JSON: %s"
              .formatted(
                  source,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    }
    List<String> faults = SCHEMA.faults(json);
    if (!faults.isEmpty()) {
      throw new BindingException(
          faults.stream()
              .map(fault -> source + " " + fault)
              .collect(Collectors.joining(System.lineSeparator())));
    }
    return new BindingFile(source, (ObjectNode) json);
  }

  /** The whole file; pointers into it start with the file's name. */
  Element root() {
    return new Element(json, source + " ");
  }

  /** Of what the binding does: neither layout, nor member order, nor words for readers count. */
  String hash() {
    ObjectNode content = json.deepCopy();
    content.remove(List.of("$schema", "description"));
    try {
      byte[] canonical = JSON.writeValueAsBytes(JSON.treeToValue(content, Object.class));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = BindingFile.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
