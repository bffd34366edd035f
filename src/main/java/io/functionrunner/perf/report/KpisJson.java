package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.baseline.Comparer;
import io.functionrunner.perf.baseline.Comparison;
import io.functionrunner.perf.kpi.Kpi;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.stats.Interval;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code analysis.json} says of a run, for those who compare runs.
 *
 * @param status of {@code run.json}; empty for a foreign log
 * @param undecided ids of the criteria that are INCONCLUSIVE
 * @param baselineRuns how many accepted runs it was compared with
 */
public record KpisJson(
    String verdict,
    String reason,
    String status,
    List<Reading> kpis,
    List<String> undecided,
    int baselineRuns) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public KpisJson {
    kpis = List.copyOf(kpis);
    undecided = List.copyOf(undecided);
  }

  /**
   * Whether nothing but the comparison with the baseline leaves it open, and more runs of its load
   * could settle that: fewer accepted runs than are needed stay too few.
   */
  public boolean openForMoreRuns() {
    return verdict.equals(Verdict.INCONCLUSIVE.name())
        && baselineRuns >= Comparer.ENOUGH_RUNS
        && undecided.stream().allMatch(id -> id.startsWith(Comparison.CRITERION + "."));
  }

  /** Reads the file; an {@link IOException} says what is wrong with it. */
  public static KpisJson read(Path file) throws IOException {
    JsonNode root = JSON.readTree(file.toFile());
    int version = root.path("schemaVersion").asInt();
    if (version != AnalysisJson.SCHEMA_VERSION) {
      throw new IOException(
          "%s has schema version %d; this suite reads %d"
              .formatted(file, version, AnalysisJson.SCHEMA_VERSION));
    }
    List<Reading> kpis = new ArrayList<>();
    root.path("kpis")
        .properties()
        .forEach(kpi -> kpis.add(new Reading(kpi(kpi.getKey(), kpi.getValue()), value(kpi))));
    List<String> undecided = new ArrayList<>();
    for (JsonNode criterion : root.path("criteria")) {
      if (criterion.path("verdict").asText().equals(Verdict.INCONCLUSIVE.name())) {
        undecided.add(criterion.path("id").asText());
      }
    }
    return new KpisJson(
        root.path("verdict").asText(),
        root.path("reason").asText(),
        root.at("/run/status").asText(),
        kpis,
        undecided,
        root.at("/comparison/baselineRuns").asInt());
  }

  private static Kpi kpi(String id, JsonNode kpi) {
    return new Kpi(
        id,
        kpi.path("title").asText(),
        kpi.path("unit").asText(),
        Kpi.Direction.valueOf(kpi.path("direction").asText().toUpperCase(Locale.ROOT)),
        kpi.path("formula").asText(),
        kpi.path("gates").asBoolean());
  }

  private static KpiValue value(Map.Entry<String, JsonNode> entry) {
    JsonNode kpi = entry.getValue();
    if (!kpi.path("value").isNumber()) {
      return KpiValue.missing(kpi.path("missing").asText());
    }
    JsonNode certified = kpi.path("certified");
    return new KpiValue.Measured(
        kpi.path("value").asDouble(),
        kpi.has("interval") ? Optional.of(interval(kpi.get("interval"))) : Optional.empty(),
        certified.isNumber() ? OptionalDouble.of(certified.asDouble()) : OptionalDouble.empty());
  }

  private static Interval interval(JsonNode interval) {
    return new Interval(
        interval.path("low").asDouble(Double.NEGATIVE_INFINITY),
        interval.path("high").asDouble(Double.POSITIVE_INFINITY),
        interval.path("confidence").asDouble());
  }
}
