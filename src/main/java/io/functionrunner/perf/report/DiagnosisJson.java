package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.diagnosis.Anomaly;
import io.functionrunner.perf.diagnosis.Bottleneck;
import io.functionrunner.perf.diagnosis.Diagnosis;
import io.functionrunner.perf.diagnosis.Drift;
import io.functionrunner.perf.diagnosis.Episode;
import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.diagnosis.LittlesLaw;
import io.functionrunner.perf.diagnosis.Recommendation;
import io.functionrunner.perf.diagnosis.ResourceUse;
import io.functionrunner.perf.diagnosis.SpikeResponse;
import java.util.Locale;
import java.util.Optional;

/** The diagnosis in {@code analysis.json}. */
final class DiagnosisJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private DiagnosisJson() {}

  static ObjectNode tree(Diagnosis diagnosis) {
    ObjectNode node = NODES.objectNode();
    node.set(
        "resources",
        AnalysisJson.array(diagnosis.resources().stream().map(DiagnosisJson::resource).toList()));
    node.set(
        "bottlenecks",
        AnalysisJson.array(
            diagnosis.bottlenecks().stream().map(DiagnosisJson::bottleneck).toList()));
    node.set(
        "anomalies",
        AnalysisJson.array(diagnosis.episodes().stream().map(DiagnosisJson::episode).toList()));
    node.set(
        "drifts",
        AnalysisJson.array(diagnosis.drifts().stream().map(DiagnosisJson::drift).toList()));
    node.set("spike", diagnosis.spike().map(DiagnosisJson::spike).orElse(null));
    node.set("littlesLaw", diagnosis.littlesLaw().map(DiagnosisJson::law).orElse(null));
    node.set(
        "recommendations",
        AnalysisJson.array(
            diagnosis.recommendations().stream().map(DiagnosisJson::recommendation).toList()));
    return node;
  }

  private static ObjectNode resource(ResourceUse use) {
    ObjectNode node = NODES.objectNode();
    node.put("kind", use.kind()).put("name", use.name()).put("title", use.title());
    node.put("role", use.role().name().toLowerCase(Locale.ROOT));
    node.put("servers", use.servers());
    node.put("utilisation", use.utilisation());
    node.put("working", use.working());
    node.put("saturatedShare", use.saturatedShare());
    span(node, use.saturated());
    AnalysisJson.put(node, "demandSeconds", use.demandSeconds());
    AnalysisJson.put(node, "capacityPerSecond", use.capacityPerSecond());
    AnalysisJson.put(node, "completedPerSecond", use.completedPerSecond());
    AnalysisJson.put(node, "offeredPerSecond", use.offeredPerSecond());
    AnalysisJson.put(node, "waitingAverage", use.waitingAverage());
    AnalysisJson.put(node, "waitingPeak", use.waitingPeak());
    node.put("growthPerSecond", use.growthPerSecond());
    node.put("drained", use.drained());
    return node;
  }

  private static ObjectNode bottleneck(Bottleneck found) {
    ObjectNode node = NODES.objectNode();
    node.put("kind", found.kind()).put("name", found.name()).put("resource", found.resource());
    node.put("severity", found.severity().name().toLowerCase(Locale.ROOT));
    node.put("evidence", found.evidence());
    span(node, found.window());
    return node;
  }

  private static ObjectNode episode(Episode episode) {
    ObjectNode node = NODES.objectNode();
    node.put("severity", episode.severity().name().toLowerCase(Locale.ROOT));
    span(node, Optional.of(episode.window()));
    node.set(
        "series",
        AnalysisJson.array(episode.anomalies().stream().map(DiagnosisJson::anomaly).toList()));
    return node;
  }

  private static ObjectNode anomaly(Anomaly anomaly) {
    ObjectNode node = NODES.objectNode();
    node.put("series", anomaly.series()).put("group", anomaly.group()).put("unit", anomaly.unit());
    span(node, Optional.of(anomaly.window()));
    return node.put("usual", anomaly.usual())
        .put("extreme", anomaly.extreme())
        .put("score", anomaly.score());
  }

  private static ObjectNode drift(Drift drift) {
    ObjectNode node = NODES.objectNode();
    node.put("subject", drift.subject()).put("unit", drift.unit());
    node.put("relative", drift.relative());
    node.put("perHour", drift.perHour());
    node.set("interval", AnalysisJson.interval(drift.interval()));
    node.put("p", drift.p()).put("start", drift.start()).put("end", drift.end());
    AnalysisJson.put(node, "limit", drift.limit());
    AnalysisJson.put(node, "hoursToLimit", drift.hoursToLimit());
    node.put("leak", drift.leak());
    span(node, Optional.of(drift.window()));
    return node;
  }

  private static ObjectNode spike(SpikeResponse spike) {
    ObjectNode node = NODES.objectNode();
    node.put("usualInFlight", spike.usual()).put("peakInFlight", spike.peak());
    AnalysisJson.put(node, "recoverySeconds", spike.recoverySeconds());
    AnalysisJson.put(node, "drainPerSecond", spike.drainPerSecond());
    ObjectNode errors = node.putObject("notCompleted");
    spike.errors().forEach(e -> errors.put(e.phase().name(), e.share()));
    return node;
  }

  private static ObjectNode law(LittlesLaw law) {
    return NODES
        .objectNode()
        .put("gauges", law.gauges())
        .put("tasks", law.tasks())
        .put("consistent", law.consistent());
  }

  private static ObjectNode recommendation(Recommendation r) {
    return NODES
        .objectNode()
        .put("rule", r.rule())
        .put("because", r.because())
        .put("change", r.change());
  }

  private static void span(ObjectNode node, Optional<Span> window) {
    node.put("startMillis", window.map(Span::startMillis).orElse(null));
    node.put("endMillis", window.map(Span::endMillis).orElse(null));
  }
}
