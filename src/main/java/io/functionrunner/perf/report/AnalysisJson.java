package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.LogFile;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.stats.Interval;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Writes {@code analysis.json}: all of an analysis, for programs. docs/analysis.md is its schema.
 */
public final class AnalysisJson {

  /** Raised when a field is renamed, removed or changes its meaning; additions leave it. */
  public static final int SCHEMA_VERSION = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // The same run gives the same bytes, whatever order its maps have in this JVM.
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AnalysisJson() {}

  /** Writes UTF-8, and leaves {@code out} open. */
  public static void write(OutputStream out, Analysis analysis) throws IOException {
    out.write(JSON.writeValueAsBytes(tree(analysis)));
    out.write('\n');
  }

  static ObjectNode tree(Analysis analysis) {
    ObjectNode root = NODES.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("name", analysis.name());
    root.put("simulation", analysis.simulation());
    root.put("verdict", analysis.conclusion().verdict().name());
    root.put("reason", analysis.conclusion().sentence());
    root.put("startMillis", analysis.timeline().startMillis());
    root.set("conservation", analysis.conservation().map(AnalysisJson::conservation).orElse(null));
    root.put("criteriaFile", analysis.criteriaName());
    root.set("criteria", array(analysis.criteria().stream().map(AnalysisJson::criterion).toList()));
    root.set("comparison", ComparisonJson.tree(analysis.comparison()));
    root.set("findings", array(analysis.findings().stream().map(AnalysisJson::finding).toList()));
    root.set("diagnosis", DiagnosisJson.tree(analysis.diagnosis()));
    root.set("capacity", analysis.capacity().map(CapacityJson::tree).orElse(null));
    ObjectNode kpis = root.putObject("kpis");
    analysis.kpis().forEach(reading -> kpis.set(reading.kpi().id(), kpi(reading)));
    root.set(
        "phases",
        array(analysis.timeline().phases().stream().map(p -> phase(analysis, p)).toList()));
    root.set("tasks", analysis.tasks().map(TasksJson::tree).orElse(null));
    root.set("requests", analysis.requests().map(AnalysisJson::requests).orElse(null));
    root.set("errors", analysis.requests().map(AnalysisJson::errors).orElse(null));
    root.set("metrics", analysis.metrics().map(ResourcesJson::metrics).orElse(null));
    root.set("injector", ResourcesJson.injector(analysis.injector()));
    root.set("log", analysis.log().map(AnalysisJson::log).orElse(null));
    root.set("run", JSON.valueToTree(analysis.manifest().orElse(null)));
    return root;
  }

  static ObjectNode conservation(Conservation counts) {
    return NODES
        .objectNode()
        .put("submitted", counts.submitted())
        .put("completed", counts.completed())
        .put("failed", counts.failed())
        .put("rejected", counts.rejected())
        .put("timedOut", counts.timedOut())
        .put("inFlight", counts.inFlight());
  }

  static ArrayNode array(List<ObjectNode> elements) {
    return NODES.arrayNode().addAll(elements);
  }

  private static ObjectNode criterion(CriterionResult criterion) {
    ObjectNode node = NODES.objectNode();
    node.put("id", criterion.id());
    node.put("role", lower(criterion.role()));
    node.put("text", criterion.text());
    node.put("verdict", criterion.verdict().map(Enum::name).orElse(null));
    node.put("reason", criterion.reason());
    node.put("unit", criterion.unit());
    if (criterion.value() instanceof KpiValue.Measured measured) {
      node.put("value", measured.value());
    } else {
      node.putNull("value");
    }
    put(node, "limit", criterion.limit());
    return node;
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode node = NODES.objectNode();
    node.put("severity", lower(finding.severity()));
    node.put("title", finding.title());
    node.put("evidence", finding.evidence());
    node.put("startMillis", finding.window().map(Finding.Span::startMillis).orElse(null));
    node.put("endMillis", finding.window().map(Finding.Span::endMillis).orElse(null));
    return node;
  }

  private static ObjectNode kpi(Reading reading) {
    ObjectNode node = NODES.objectNode();
    node.put("title", reading.kpi().title());
    node.put("unit", reading.kpi().unit());
    node.put("direction", lower(reading.kpi().direction()));
    node.put("formula", reading.kpi().formula());
    node.put("gates", reading.kpi().gates());
    if (reading.value() instanceof KpiValue.Measured measured) {
      node.put("value", measured.value());
      measured.interval().ifPresent(interval -> node.set("interval", interval(interval)));
      measured.certified().ifPresent(limit -> node.put("certified", limit));
    } else if (reading.value() instanceof KpiValue.Missing missing) {
      node.putNull("value");
      node.put("missing", missing.reason());
    }
    return node;
  }

  static ObjectNode interval(Interval interval) {
    ObjectNode node = NODES.objectNode();
    node.put("low", Double.isInfinite(interval.low()) ? null : interval.low());
    node.put("high", Double.isInfinite(interval.high()) ? null : interval.high());
    node.put("confidence", interval.confidence());
    return node;
  }

  private static ObjectNode phase(Analysis analysis, Phase phase) {
    ObjectNode node = NODES.objectNode();
    node.put("name", phase.name());
    node.put("kind", phase.kind().id());
    node.put("measured", phase.kind().measured());
    node.put("startMillis", phase.startMillis());
    node.put("endMillis", phase.endMillis());
    node.set(
        "conservation",
        analysis
            .tasks()
            .flatMap(
                tasks ->
                    tasks.phases().stream()
                        .filter(p -> p.phase().name().equals(phase.name()))
                        .findFirst())
            .map(p -> conservation(p.counts()))
            .orElse(null));
    return node;
  }

  private static ObjectNode requests(LogSummary log) {
    ObjectNode node = NODES.objectNode();
    for (RequestSummary request : log.requests()) {
      node.set(request.key().label(), TimesJson.request(request));
    }
    return node;
  }

  private static ArrayNode errors(LogSummary log) {
    return array(
        log.errors().stream()
            .map(e -> NODES.objectNode().put("message", e.message()).put("count", e.count()))
            .toList());
  }

  private static ObjectNode log(LogFile log) {
    ObjectNode node = NODES.objectNode();
    node.put("gatlingVersion", log.gatlingVersion());
    node.put("simulationClass", log.simulationClass());
    node.put("startMillis", log.startMillis());
    node.put("records", log.records());
    node.put("truncation", log.truncation().orElse(null));
    return node;
  }

  static void put(ObjectNode node, String field, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(field, value.getAsDouble());
    } else {
      node.putNull(field);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
