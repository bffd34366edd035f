package io.functionrunner.perf.kpi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * A reviewed JSON file of limits: {@code default}, and under {@code simulations} what differs for
 * some of them. {@code null} takes a limit away. An error names the file and the field.
 */
public final class CriteriaFile {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int SCHEMA_VERSION = 1;
  private static final Set<String> TOP = Set.of("schemaVersion", "default", "simulations");
  private static final String TASKS = "taskP95Seconds";

  /** The numbers of a set of limits. */
  private enum Limit {
    ERROR_RATE("errorRate", Kind.SHARE),
    COMPLETED_SHARE("completedShare", Kind.SHARE),
    SUBMIT("submitP95Millis", Kind.MILLIS),
    LAG("scheduleLagP99Millis", Kind.MILLIS),
    ANOMALIES("criticalAnomalies", Kind.COUNT),
    BOTTLENECKS("criticalBottlenecks", Kind.COUNT);

    private final String field;
    private final Kind kind;

    Limit(String field, Kind kind) {
      this.field = field;
      this.kind = kind;
    }
  }

  /** What a number may be. */
  private enum Kind {
    SHARE("a share above 0 and below 1") {
      @Override
      boolean allows(double value) {
        return value > 0 && value < 1;
      }
    },
    MILLIS("milliseconds above 0") {
      @Override
      boolean allows(double value) {
        return value > 0;
      }
    },
    SECONDS("seconds above 0") {
      @Override
      boolean allows(double value) {
        return value > 0;
      }
    },
    COUNT("a whole number from 0") {
      @Override
      boolean allows(double value) {
        return value >= 0 && value == Math.rint(value);
      }
    };

    private final String expected;

    Kind(String expected) {
      this.expected = expected;
    }

    abstract boolean allows(double value);
  }

  private final String name;
  private final JsonNode root;

  private CriteriaFile(String name, JsonNode root) throws IOException {
    this.name = name;
    this.root = root;
    validate();
  }

  /** The limits that ship with the suite. */
  public static CriteriaFile shipped() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CriteriaFile.class.getResourceAsStream("criteria.json"))) {
      return parse("criteria.json", in.readAllBytes());
    }
  }

  /** A user's own limits. */
  public static CriteriaFile read(Path file) throws IOException {
    return parse(file.toString(), Files.readAllBytes(file));
  }

  private static CriteriaFile parse(String name, byte[] json) throws IOException {
    try {
      return new CriteriaFile(name, JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s: not JSON: %s at line %d"
              .formatted(name, e.getOriginalMessage(), e.getLocation().getLineNr()),
          e);
    }
  }

  /** Where the limits come from, for reports. */
  public String name() {
    return name;
  }

  /** The default limits, of a simulation that has none of its own. */
  public Criteria ofAny() {
    return of("");
  }

  /** The limits of a simulation: the default ones, with its own laid over them. */
  public Criteria of(String simulation) {
    List<JsonNode> layers = new ArrayList<>();
    layers.add(root.path("default"));
    layers.add(root.path("simulations").path(simulation));
    return new Criteria(
        limit(layers, Limit.ERROR_RATE),
        limit(layers, Limit.COMPLETED_SHARE),
        limit(layers, Limit.SUBMIT),
        limit(layers, Limit.LAG),
        limit(layers, Limit.ANOMALIES),
        limit(layers, Limit.BOTTLENECKS),
        tasks(layers));
  }

  private static OptionalDouble limit(List<JsonNode> layers, Limit limit) {
    OptionalDouble value = OptionalDouble.empty();
    for (JsonNode layer : layers) {
      JsonNode own = layer.path(limit.field);
      if (!own.isMissingNode()) {
        value = own.isNull() ? OptionalDouble.empty() : OptionalDouble.of(own.asDouble());
      }
    }
    return value;
  }

  private static Map<String, Double> tasks(List<JsonNode> layers) {
    Map<String, Double> limits = new TreeMap<>();
    for (JsonNode layer : layers) {
      JsonNode own = layer.path(TASKS);
      if (own.isNull()) {
        limits.clear();
      }
      own.properties()
          .forEach(
              e -> {
                // What is said of a whole modality replaces what was said of its qualities.
                limits.keySet().removeIf(key -> key.startsWith(e.getKey() + "."));
                limits.remove(e.getKey());
              });
      own.properties().stream()
          .filter(e -> !e.getValue().isNull())
          .forEach(e -> limits.put(e.getKey(), e.getValue().asDouble()));
    }
    return limits;
  }

  private void validate() throws IOException {
    fields("", root, TOP);
    JsonNode version = root.path("schemaVersion");
    if (!version.isInt() || version.asInt() != SCHEMA_VERSION) {
      throw bad("schemaVersion", version, String.valueOf(SCHEMA_VERSION));
    }
    limits("default", root.path("default"));
    JsonNode simulations = root.path("simulations");
    if (!simulations.isMissingNode() && !simulations.isObject()) {
      throw bad("simulations", simulations, "an object of limits by simulation");
    }
    for (Map.Entry<String, JsonNode> own : simulations.properties()) {
      limits("simulations." + own.getKey(), own.getValue());
    }
  }

  private void limits(String path, JsonNode node) throws IOException {
    List<String> known = new ArrayList<>(List.of(TASKS));
    for (Limit limit : Limit.values()) {
      known.add(limit.field);
      number(path + "." + limit.field, node.path(limit.field), limit.kind);
    }
    fields(path, node, Set.copyOf(known));
    JsonNode tasks = node.path(TASKS);
    if (!tasks.isMissingNode() && !tasks.isNull() && !tasks.isObject()) {
      throw bad(path + "." + TASKS, tasks, "an object of seconds by task class, or null");
    }
    for (Map.Entry<String, JsonNode> own : tasks.properties()) {
      number(path + "." + TASKS + "." + own.getKey(), own.getValue(), Kind.SECONDS);
    }
  }

  private void fields(String path, JsonNode node, Set<String> known) throws IOException {
    if (!node.isObject()) {
      throw bad(path.isEmpty() ? "the file" : path, node, "an object");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!known.contains(field.getKey())) {
        throw new IOException(
            "%s: %s%s: unknown. Expecting one of %s"
                .formatted(
                    name,
                    path.isEmpty() ? "" : path + ".",
                    field.getKey(),
                    String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  private void number(String path, JsonNode node, Kind kind) throws IOException {
    boolean legal = node.isNumber() && kind.allows(node.asDouble());
    if (!node.isMissingNode() && !node.isNull() && !legal) {
      throw bad(path, node, kind.expected + ", or null for no limit");
    }
  }

  private IOException bad(String path, JsonNode node, String expected) {
    return new IOException(
        "%s: %s: %s. Expecting %s"
            .formatted(name, path, node.isMissingNode() ? "missing" : node, expected));
  }
}
