package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.capacity.BreakingPoint;
import io.functionrunner.perf.capacity.Capacity;
import io.functionrunner.perf.capacity.Level;
import io.functionrunner.perf.stats.LatencyCurve;
import io.functionrunner.perf.stats.Scalability;

/** The capacity in {@code analysis.json}. */
final class CapacityJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CapacityJson() {}

  static ObjectNode tree(Capacity capacity) {
    ObjectNode node = NODES.objectNode();
    AnalysisJson.put(node, "tasksPerSecond", capacity.tasksPerSecond());
    node.put("breakPoint", capacity.breakPoint().map(l -> l.phase().name()).orElse(null));
    node.put("optimum", capacity.optimum().map(l -> l.phase().name()).orElse(null));
    node.set("breakingPoint", capacity.breakingPoint().map(CapacityJson::found).orElse(null));
    node.set("saturation", capacity.saturation().map(CapacityJson::saturation).orElse(null));
    node.set("limit", capacity.limit().map(CapacityJson::limit).orElse(null));
    node.set("scalability", capacity.scalability().map(s -> law(capacity, s)).orElse(null));
    node.set("latency", capacity.latency().map(CapacityJson::latency).orElse(null));
    node.set(
        "levels",
        AnalysisJson.array(capacity.levels().stream().map(l -> level(capacity, l)).toList()));
    return node;
  }

  private static ObjectNode found(BreakingPoint point) {
    ObjectNode node = NODES.objectNode();
    AnalysisJson.put(node, "feasibleMax", point.bracket().feasibleMax());
    AnalysisJson.put(node, "infeasibleMin", point.bracket().infeasibleMin());
    ArrayNode constraint = node.putArray("constraint");
    point.constraint().forEach(constraint::add);
    node.set("estimate", point.estimate().map(CapacityJson::estimate).orElse(null));
    return node;
  }

  private static ObjectNode estimate(BreakingPoint.Estimate estimate) {
    ObjectNode node = NODES.objectNode();
    node.put("tasksPerSecond", estimate.tasksPerSecond());
    node.put("low", estimate.low());
    node.put("high", estimate.high());
    AnalysisJson.put(node, "byVerdicts", estimate.byVerdicts());
    AnalysisJson.put(node, "byCompleted", estimate.byCompleted());
    return node;
  }

  private static ObjectNode saturation(Capacity.Saturation saturation) {
    return NODES
        .objectNode()
        .put("modality", saturation.modality())
        .put("tasksPerSecond", saturation.tasksPerSecond())
        .put("completed", saturation.completed());
  }

  private static ObjectNode limit(Capacity.Limit limit) {
    return NODES
        .objectNode()
        .put("resource", limit.resource())
        .put("tasksPerSecond", limit.tasksPerSecond())
        .put("firstSaturated", limit.firstSaturated().map(l -> l.phase().name()).orElse(null));
  }

  private static ObjectNode law(Capacity capacity, Scalability law) {
    ObjectNode node = NODES.objectNode();
    node.put("sigma", law.sigma()).put("kappa", law.kappa()).put("lambda", law.lambda());
    AnalysisJson.put(node, "peakConcurrency", capacity.peakConcurrency());
    ObjectNode intervals = node.putObject("intervals");
    capacity
        .intervals()
        .ifPresent(
            i -> {
              intervals.set("sigma", AnalysisJson.interval(i.sigma()));
              intervals.set("kappa", AnalysisJson.interval(i.kappa()));
              intervals.set("peakConcurrency", AnalysisJson.interval(i.peak()));
            });
    return node;
  }

  private static ObjectNode latency(LatencyCurve curve) {
    return NODES
        .objectNode()
        .put("baseSeconds", curve.base())
        .put("riseSeconds", curve.rise())
        .put("capacityPerSecond", curve.capacity());
  }

  private static ObjectNode level(Capacity capacity, Level level) {
    ObjectNode node = NODES.objectNode();
    node.put("name", level.phase().name());
    node.put("decidedPerSecond", level.phase().tasksPerSecond());
    node.put("offeredPerSecond", level.offeredPerSecond());
    node.put("completedPerSecond", level.completedPerSecond());
    AnalysisJson.put(node, "completedShare", level.completedShare());
    node.put("inFlight", level.inFlight());
    AnalysisJson.put(node, "residenceSeconds", level.residenceSeconds());
    AnalysisJson.put(node, "efficiency", capacity.efficiency(level));
    node.put("backlogPerSecond", level.slopePerSecond());
    node.put("failedShare", level.failedShare());
    node.put("sloKept", level.sloKept());
    node.put("carried", level.carried());
    ArrayNode breaches = node.putArray("breaches");
    level.breaches().forEach(breaches::add);
    ObjectNode times = node.putObject("times");
    level.times().forEach((own, all) -> times.set(own.id(), TimesJson.times(all)));
    return node;
  }
}
