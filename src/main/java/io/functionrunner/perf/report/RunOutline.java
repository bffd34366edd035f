package io.functionrunner.perf.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a list of runs shows of one.
 *
 * @param folder name of the run directory
 * @param verdict empty for a run that has no analysis, or none that can be read
 * @param reason of the verdict, or why there is none
 * @param startMillis epoch milliseconds; 0 where not known
 * @param numbers KPIs as text, by id
 */
public record RunOutline(
    String folder,
    String simulation,
    Optional<Verdict> verdict,
    String reason,
    long startMillis,
    Map<String, String> numbers,
    boolean hasReport,
    boolean hasGatlingReport) {

  private static final String ANALYSIS = "analysis.json";
  private static final String GATLING = "index.html";
  private static final String LOG = "simulation.log";

  /** It reads as much of a file as is needed: an analysis has its verdict and KPIs first. */
  private static final JsonFactory JSON = new ObjectMapper().getFactory();

  public RunOutline {
    numbers = Map.copyOf(numbers);
  }

  /** Of a directory; empty when it is not that of a run. Never fails for what lies in it. */
  public static Optional<RunOutline> of(Path directory) {
    Path analysis = directory.resolve(ANALYSIS);
    if (Files.isRegularFile(analysis)) {
      try {
        return Optional.of(read(directory, analysis));
      } catch (IOException | RuntimeException e) {
        return Optional.of(without(directory, "analysis.json cannot be read"));
      }
    }
    boolean run =
        Stream.of(LOG, RunManifest.FILE).map(directory::resolve).anyMatch(Files::isRegularFile);
    return run
        ? Optional.of(without(directory, "not analysed: bin/perf analyze"))
        : Optional.empty();
  }

  /** Of the one run in a results folder; empty when there is none. */
  public static Optional<RunOutline> in(Path results) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files
          .filter(Files::isDirectory)
          .sorted()
          .map(RunOutline::of)
          .flatMap(Optional::stream)
          .findFirst();
    }
  }

  private static RunOutline without(Path directory, String reason) {
    return outline(directory, "", Optional.empty(), reason, 0, Map.of());
  }

  private static RunOutline read(Path directory, Path file) throws IOException {
    Map<String, String> texts = new HashMap<>();
    Map<String, String> numbers = new HashMap<>();
    try (JsonParser json = JSON.createParser(file.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (numbers.isEmpty() && json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("kpis")) {
          JsonNode kpis = json.readValueAsTree();
          kpis.properties().forEach(kpi -> number(kpi.getKey(), kpi.getValue(), numbers));
        } else if (value.isScalarValue()) {
          texts.put(field, json.getText());
        } else {
          json.skipChildren();
        }
      }
    }
    if (!texts.getOrDefault("schemaVersion", "").equals("" + AnalysisJson.SCHEMA_VERSION)) {
      return without(directory, "analysis.json has another schema: bin/perf analyze");
    }
    return outline(
        directory,
        texts.getOrDefault("simulation", ""),
        Optional.of(Verdict.valueOf(texts.getOrDefault("verdict", ""))),
        texts.getOrDefault("reason", ""),
        Long.parseLong(texts.getOrDefault("startMillis", "0")),
        numbers);
  }

  private static void number(String id, JsonNode kpi, Map<String, String> numbers) {
    if (kpi.path("value").isNumber()) {
      numbers.put(id, Display.number(kpi.get("value").asDouble(), kpi.path("unit").asText()));
    }
  }

  private static RunOutline outline(
      Path directory,
      String simulation,
      Optional<Verdict> verdict,
      String reason,
      long startMillis,
      Map<String, String> numbers) {
    return new RunOutline(
        directory.getFileName().toString(),
        simulation,
        verdict,
        reason,
        startMillis,
        numbers,
        Files.isRegularFile(directory.resolve(ReportWriter.HTML)),
        Files.isRegularFile(directory.resolve(GATLING)));
  }

  /**
   * As a row of a table.
   *
   * @param above folders between the page and the run directory
   */
  Map<String, Object> row(String... above) {
    Map<String, Object> row = new HashMap<>();
    row.put("verdict", verdict.map(Verdict::name).orElse("INFO"));
    row.put("word", verdict.map(Verdict::name).orElse("no verdict"));
    row.put("simulation", simulation);
    row.put("folder", folder);
    row.put("reason", reason);
    row.put("started", startMillis == 0 ? Display.NOTHING : Display.minute(startMillis));
    row.put("report", hasReport ? link(above, ReportWriter.HTML) : null);
    row.put("gatling", hasGatlingReport ? link(above, GATLING) : null);
    for (String id : new String[] {"throughput", "completedShare", "errorRate", "submit.p95"}) {
      // A dot would mean a field of a field in the template.
      row.put(id.replace(".", ""), numbers.getOrDefault(id, Display.NOTHING));
    }
    row.put("inFlight", numbers.getOrDefault("inFlight.max", Display.NOTHING));
    row.put("queue", numbers.getOrDefault("queue.max", Display.NOTHING));
    return row;
  }

  private String link(String[] above, String file) {
    return HtmlPage.link(
        Stream.concat(Stream.of(above), Stream.of(folder, file)).toArray(String[]::new));
  }
}
