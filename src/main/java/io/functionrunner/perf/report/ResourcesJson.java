package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.analysis.CollectedMetric;
import io.functionrunner.perf.analysis.InjectorReport;
import io.functionrunner.perf.analysis.MissingMetric;
import io.functionrunner.perf.analysis.ServerMetrics;
import io.functionrunner.perf.run.MetricSummary;
import io.functionrunner.perf.run.PhaseResources;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The target's metrics and the injector's health, as JSON. The points stay in their files. */
final class ResourcesJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ResourcesJson() {}

  static ObjectNode metrics(ServerMetrics metrics) {
    ObjectNode node = NODES.objectNode();
    node.put("source", metrics.source());
    node.put("stepMillis", metrics.step().toMillis());
    node.put("truncated", metrics.truncated());
    node.set("clockOffset", metrics.clock().map(TasksJson::clock).orElse(null));
    ObjectNode resources = node.putObject("resources");
    resources.set("measured", resources(metrics.measured()));
    ObjectNode phases = resources.putObject("phases");
    metrics.phases().forEach(phase -> phases.set(phase.phase(), resources(phase)));
    node.set("collected", collected(metrics.collected()));
    node.set(
        "missing",
        AnalysisJson.array(metrics.missing().stream().map(ResourcesJson::missing).toList()));
    metrics.notices().forEach(node.putArray("notices")::add);
    return node;
  }

  static ObjectNode injector(InjectorReport injector) {
    ObjectNode node = NODES.objectNode();
    node.put("state", injector.state().name().toLowerCase(Locale.ROOT));
    node.set(
        "reasons",
        AnalysisJson.array(injector.reasons().stream().map(ResourcesJson::reason).toList()));
    injector.notes().forEach(node.putArray("notes")::add);
    node.put("stepMillis", injector.step().toMillis());
    node.set("collected", collected(injector.metrics()));
    return node;
  }

  private static ObjectNode resources(PhaseResources resources) {
    ObjectNode node = NODES.objectNode();
    put(node, "queueDepthAverage", resources.queueDepthAverage());
    put(node, "queueDepthPeak", resources.queueDepthPeak());
    put(node, "maxConcurrentTasks", resources.maxConcurrentTasks());
    put(node, "workerUtilisation", resources.workerUtilisation());
    put(node, "workerEfficiency", resources.workerEfficiency());
    ObjectNode demands = node.putObject("demands");
    for (PhaseResources.Demand demand : resources.demands()) {
      ObjectNode one = demands.putObject(demand.resource());
      one.put("busyServers", demand.busyServers());
      put(one, "servers", demand.servers());
      put(one, "utilisation", demand.utilisation());
      put(one, "demandSeconds", demand.demandSeconds());
    }
    return node;
  }

  private static ObjectNode collected(List<CollectedMetric> metrics) {
    ObjectNode node = NODES.objectNode();
    for (CollectedMetric metric : metrics) {
      ObjectNode one = node.putObject(metric.id());
      one.put("exporter", metric.exporter());
      one.put("unit", metric.unit());
      one.put("direction", metric.direction().name().toLowerCase(Locale.ROOT));
      one.put("meaning", metric.meaning());
      put(one, "limit", metric.limit());
      one.set(
          "series",
          AnalysisJson.array(metric.series().stream().map(ResourcesJson::series).toList()));
    }
    return node;
  }

  private static ObjectNode series(CollectedMetric.OneSeries series) {
    ObjectNode node = NODES.objectNode();
    ObjectNode labels = node.putObject("labels");
    series.points().labels().forEach(labels::put);
    node.set("measured", series.measured().map(ResourcesJson::summary).orElse(null));
    ObjectNode phases = node.putObject("phases");
    series.phases().forEach(phase -> phases.set(phase.phase(), summary(phase)));
    return node;
  }

  private static ObjectNode summary(MetricSummary summary) {
    return NODES
        .objectNode()
        .put("points", summary.points())
        .put("average", summary.average())
        .put("min", summary.min())
        .put("max", summary.max())
        .put("last", summary.last())
        .put("coverage", summary.coverage());
  }

  private static ObjectNode missing(MissingMetric metric) {
    return NODES
        .objectNode()
        .put("id", metric.id())
        .put("exporter", metric.exporter())
        .put("required", metric.required())
        .put("reason", metric.reason());
  }

  private static ObjectNode reason(InjectorReport.Reason reason) {
    return NODES
        .objectNode()
        .put("id", reason.id())
        .put("text", reason.text())
        .put("evidence", reason.evidence())
        .put("startMillis", reason.window().startMillis())
        .put("endMillis", reason.window().endMillis());
  }

  private static void put(ObjectNode node, String field, OptionalDouble value) {
    AnalysisJson.put(node, field, value);
  }
}
