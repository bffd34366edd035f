package io.functionrunner.perf.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.baseline.Baseline.Accepted;
import io.functionrunner.perf.baseline.Baseline.Earlier;
import io.functionrunner.perf.kpi.TaskTime;
import io.functionrunner.perf.stats.MillisHistogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A baseline's file: JSON that a review can read, one line a value, and beside it, in a folder of
 * the same name, every task's time, one file a run ({@link TasksFile}).
 */
public final class BaselineFile {

  private static final int SCHEMA_VERSION = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private BaselineFile() {}

  /** Reads it with all that belongs to it; an {@link IOException} says what is wrong, and where. */
  public static Baseline read(Path file) throws IOException {
    JsonNode root = head(file);
    try {
      Identity identity = JSON.treeToValue(root.required("load"), Identity.class);
      List<Accepted> runs = new ArrayList<>();
      for (JsonNode run : root.required("runs")) {
        runs.add(accepted(file, identity, run));
      }
      List<Earlier> earlier = new ArrayList<>();
      for (JsonNode entry : root.path("earlier")) {
        earlier.add(JSON.treeToValue(entry, Earlier.class));
      }
      return new Baseline(identity, runs, earlier);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException("%s: not a baseline: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Only what it is of, without its runs. */
  static Identity identity(Path file) throws IOException {
    try {
      return JSON.treeToValue(head(file).required("load"), Identity.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException("%s: not a baseline: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static JsonNode head(Path file) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s: not JSON: %s at line %d"
              .formatted(file, e.getOriginalMessage(), e.getLocation().getLineNr()),
          e);
    }
    int version = root.path("schemaVersion").asInt();
    if (version != SCHEMA_VERSION) {
      throw new IOException(
          "%s: schema version %s; this suite reads %d. %s"
              .formatted(
                  file,
                  root.path("schemaVersion"),
                  SCHEMA_VERSION,
                  version > SCHEMA_VERSION
                      ? "Use a newer suite"
                      : "Accept runs of today: bin/perf baseline accept --replace <run>..."));
    }
    return root;
  }

  private static Accepted accepted(Path file, Identity identity, JsonNode run) throws IOException {
    String name = run.required("name").asText();
    Path tasksFile = folder(file).resolve(TasksFile.name(name));
    List<TaskTime> tasks = TasksFile.read(tasksFile);
    Map<String, Double> kpis = new TreeMap<>();
    run.required("kpis").properties().forEach(e -> kpis.put(e.getKey(), e.getValue().asDouble()));
    Map<String, String> versions = new TreeMap<>();
    run.path("versions").properties().forEach(e -> versions.put(e.getKey(), e.getValue().asText()));
    Accepted accepted =
        new Accepted(
            new RunSample(
                name,
                identity,
                run.required("fingerprint").asText(),
                JSON.treeToValue(run.required("counts"), RunSample.Counts.class),
                kpis,
                tasks),
            run.required("startedAt").asText(),
            run.required("acceptedAt").asText(),
            run.required("acceptedBy").asText(),
            run.required("reason").asText(),
            versions);
    Map<String, MillisHistogram> told = new TreeMap<>();
    for (Map.Entry<String, JsonNode> own : run.required("times").properties()) {
      told.put(own.getKey(), CompactHistogram.parse(own.getValue().required("millis").asText()));
    }
    if (!told.equals(accepted.times())) {
      throw new IOException(
          "%s does not belong to %s: its times of %s are others. Check out both from one commit"
              .formatted(tasksFile, file, name));
    }
    return accepted;
  }

  /** Replaces the file as a whole; files of runs that are no longer in it are deleted after. */
  public static void write(Path file, Baseline baseline) throws IOException {
    Path folder = Files.createDirectories(folder(file));
    ObjectNode root = JSON.createObjectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.set("load", JSON.valueToTree(baseline.identity()));
    for (Accepted run : baseline.runs()) {
      TasksFile.write(folder.resolve(TasksFile.name(run.sample().name())), run.sample().tasks());
      root.withArray("runs").add(run(run));
    }
    root.putArray("earlier");
    baseline.earlier().forEach(e -> root.withArray("earlier").addPOJO(e));
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    JSON.writerWithDefaultPrettyPrinter().writeValue(temporary.toFile(), root);
    Files.writeString(temporary, Files.readString(temporary) + "\n");
    Files.move(
        temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    Set<String> kept =
        baseline.runs().stream()
            .map(r -> TasksFile.name(r.sample().name()))
            .collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path other : files.toList()) {
        if (other.toString().endsWith(TasksFile.ENDING)
            && !kept.contains(other.getFileName().toString())) {
          Files.delete(other);
        }
      }
    }
  }

  private static ObjectNode run(Accepted run) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", run.sample().name());
    node.put("startedAt", run.startedAt());
    node.put("acceptedAt", run.acceptedAt());
    node.put("acceptedBy", run.acceptedBy());
    node.put("reason", run.reason());
    node.put("fingerprint", run.sample().fingerprint());
    node.set("versions", JSON.valueToTree(run.versions()));
    node.set("counts", JSON.valueToTree(run.sample().counts()));
    node.set("kpis", JSON.valueToTree(new TreeMap<>(run.sample().kpis())));
    node.set("times", times(run));
    return node;
  }

  private static ObjectNode times(Accepted run) {
    ObjectNode classes = JSON.createObjectNode();
    run.times()
        .forEach(
            (id, own) ->
                classes
                    .putObject(id)
                    .put("count", own.count())
                    .put("p50", own.quantile(0.5))
                    .put("p95", own.quantile(0.95))
                    .put("p99", own.quantile(0.99))
                    .put("millis", CompactHistogram.text(own)));
    return classes;
  }

  private static Path folder(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - ".json".length()));
  }
}
