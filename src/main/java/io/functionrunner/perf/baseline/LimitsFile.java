package io.functionrunner.perf.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.functionrunner.perf.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reviewed file of limits, laid over those that the suite ships: what a simulation says comes
 * first, then the file's default, then the shipped one.
 */
public final class LimitsFile {

  /** Its name in a folder of baselines. */
  public static final String NAME = "limits.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final JsonSchema SCHEMA = new JsonSchema(resource("limits.schema.json"));

  private final List<JsonNode> files;

  private LimitsFile(List<JsonNode> files) {
    this.files = files;
  }

  /** Those that ship with the suite. */
  public static LimitsFile shipped() {
    try {
      return new LimitsFile(List.of(parse("the shipped limits", resource(NAME))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A user's own, over the shipped ones; an {@link IOException} names the file and each fault. */
  public static LimitsFile read(Path file) throws IOException {
    List<JsonNode> files = new ArrayList<>();
    files.add(parse(file.toString(), Files.readString(file)));
    files.addAll(shipped().files);
    return new LimitsFile(files);
  }

  /** The limits of a simulation. */
  public Limits of(String simulation) {
    List<JsonNode> layers = new ArrayList<>();
    for (JsonNode file : files) {
      layers.add(file.path("simulations").path(simulation));
      layers.add(file.path("default"));
    }
    Map<String, Double> limits = new LinkedHashMap<>();
    List<String> gates = null;
    for (JsonNode layer : layers) {
      layer
          .path("limits")
          .properties()
          .forEach(e -> limits.putIfAbsent(e.getKey(), e.getValue().asDouble()));
      if (gates == null && layer.has("gates")) {
        gates = new ArrayList<>();
        for (JsonNode gate : layer.get("gates")) {
          gates.add(gate.asText());
        }
      }
    }
    return new Limits(limits, gates == null ? List.of() : gates);
  }

  private static JsonNode parse(String name, String text) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s: not JSON: %s at line %d"
              .formatted(name, e.getOriginalMessage(), e.getLocation().getLineNr()),
          e);
    }
    List<String> faults = SCHEMA.faults(json);
    if (!faults.isEmpty()) {
      throw new IOException(
          String.join(
              System.lineSeparator(), faults.stream().map(fault -> name + " " + fault).toList()));
    }
    return json;
  }

  private static String resource(String name) {
    try (InputStream in = LimitsFile.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
