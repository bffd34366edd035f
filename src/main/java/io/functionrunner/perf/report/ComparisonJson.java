package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.baseline.Comparison;
import io.functionrunner.perf.baseline.KpiComparison;

/** The comparison with a baseline, as analysis.json has it. */
final class ComparisonJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ComparisonJson() {}

  static ObjectNode tree(Comparison comparison) {
    ObjectNode node = NODES.objectNode();
    node.put("baseline", comparison.baseline().isEmpty() ? null : comparison.baseline());
    node.put("baselineRuns", comparison.baselineRuns().size());
    node.put("runs", comparison.runs());
    node.put("gates", comparison.gates());
    node.put("notice", comparison.notice());
    ObjectNode kpis = node.putObject("kpis");
    comparison.kpis().forEach(kpi -> kpis.set(kpi.id(), kpi(kpi)));
    return node;
  }

  private static ObjectNode kpi(KpiComparison kpi) {
    ObjectNode node = NODES.objectNode();
    node.put("title", kpi.title());
    node.put("unit", kpi.unit());
    node.put("gates", kpi.gates());
    node.put("verdict", kpi.verdict().map(Enum::name).orElse(null));
    AnalysisJson.put(node, "baseline", kpi.baseline());
    AnalysisJson.put(node, "value", kpi.value());
    AnalysisJson.put(node, "change", kpi.change());
    AnalysisJson.put(node, "atLeast", kpi.atLeast());
    AnalysisJson.put(node, "atMost", kpi.atMost());
    node.put("limit", kpi.limit());
    node.put("notable", kpi.notable());
    node.put("sentence", kpi.sentence());
    return node;
  }
}
