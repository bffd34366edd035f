package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A suite's result as a page and as JSON; docs/suite.md is the schema. */
final class SuiteFiles {

  /** Raised when a field is renamed, removed or changes its meaning; additions leave it. */
  static final int SCHEMA_VERSION = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private SuiteFiles() {}

  static void json(OutputStream out, SuiteResult suite) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("suite", suite.suite());
    root.put("verdict", suite.verdict().name());
    root.put("reason", suite.sentence());
    root.put("startMillis", suite.startMillis());
    ArrayNode runs = root.putArray("runs");
    for (SuiteResult.Run run : suite.runs()) {
      runs.addObject()
          .put("simulation", run.simulation())
          .put("verdict", run.verdict().name())
          .put("reason", run.reason())
          .put("results", run.results())
          .put("run", run.outline().map(RunOutline::folder).orElse(null))
          .put("reruns", run.reruns())
          .put("tookMillis", run.tookMillis());
    }
    out.write(JSON.writeValueAsBytes(root));
    out.write('\n');
  }

  static void page(OutputStream out, SuiteResult suite) throws IOException {
    Verdict verdict = suite.verdict();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SuiteResult.Run run : suite.runs()) {
      Map<String, Object> row =
          new HashMap<>(run.outline().map(o -> o.row(run.results())).orElseGet(Map::of));
      row.put("verdict", run.verdict().name());
      row.put("simulation", run.simulation());
      row.put("reason", run.reason());
      row.put("took", run.tookMillis() == 0 ? Display.NOTHING : Display.clock(run.tookMillis()));
      row.put("isAnalysed", run.outline().isPresent());
      rows.add(row);
    }
    HtmlPage.write(
        out,
        "suite.html",
        Map.of(
            "suite", suite.suite(),
            "verdict", verdict.name(),
            "sentence", suite.sentence(),
            "started", Display.minute(suite.startMillis()),
            "runs", rows));
  }
}
