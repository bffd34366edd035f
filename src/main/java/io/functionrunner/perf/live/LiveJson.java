package io.functionrunner.perf.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.live.LiveStatistics.ErrorKind;
import io.functionrunner.perf.run.Phase;
import java.util.List;

/**
 * What the page's script is told, as events. {@code all} has everything there is; {@code tick} has
 * where the run stands and the last row of the charts, by its index. Times are seconds, rates are
 * per second, null is no value.
 */
final class LiveJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double SECOND = 1000;

  private LiveJson() {}

  static String all(LiveRun run, Standing standing, LiveRows rows) {
    ObjectNode json = NODES.objectNode();
    json.put("simulation", run.simulation()).put("run", run.name()).put("target", run.target());
    ArrayNode phases = json.putArray("phases");
    for (Phase phase : run.phases()) {
      phases
          .addObject()
          .put("name", phase.name())
          .put("kind", phase.kind().id())
          .put("measured", phase.kind().measured())
          .put("start", phase.startMillis() / SECOND)
          .put("end", phase.endMillis() / SECOND);
    }
    ArrayNode charts = json.putArray("charts");
    rows.charts()
        .values()
        .forEach(
            c ->
                charts
                    .addObject()
                    .put("id", c.id())
                    .put("caption", c.caption())
                    .put("target", c.target()));
    ArrayNode columns = json.putArray("columns");
    for (History.Column column : rows.history().columns()) {
      columns.addObject().put("chart", column.chart()).put("label", column.label());
    }
    ArrayNode all = json.putArray("rows");
    rows.history().rows().forEach(row -> all.add(row(row)));
    json.set("now", now(standing));
    return Viewers.event("all", json.toString());
  }

  static String tick(Standing standing, LiveRows rows) {
    ObjectNode json = NODES.objectNode();
    List<double[]> all = rows.history().rows();
    if (!all.isEmpty()) {
      json.put("index", all.size() - 1).set("row", row(all.get(all.size() - 1)));
    }
    json.set("now", now(standing));
    return Viewers.event("tick", json.toString());
  }

  private static ArrayNode row(double... values) {
    ArrayNode row = NODES.arrayNode();
    for (double value : values) {
      if (Double.isFinite(value)) {
        // Three decimals are a millisecond, and more than a chart shows.
        row.add(Math.round(value * SECOND) / SECOND);
      } else {
        row.addNull();
      }
    }
    return row;
  }

  private static ObjectNode now(Standing standing) {
    ObjectNode now = NODES.objectNode();
    now.put("status", standing.status().name())
        .put("phase", standing.phase())
        .put("since", standing.sinceStartMillis() / SECOND)
        .put("left", standing.leftMillis() / SECOND)
        .put("verdict", standing.verdict())
        .put("sentence", standing.sentence())
        .put("report", standing.report());
    if (!Double.isNaN(standing.users())) {
      now.put("users", standing.users());
    }
    now.putObject("tasks")
        .put("submitted", standing.tasks().submitted())
        .put("completed", standing.tasks().completed())
        .put("failed", standing.tasks().failed())
        .put("rejected", standing.tasks().rejected())
        .put("timedOut", standing.tasks().timedOut())
        .put("inFlight", standing.tasks().inFlight());
    ArrayNode errors = now.putArray("errors");
    for (ErrorKind kind : standing.errors()) {
      errors
          .addObject()
          .put("kind", kind.kind())
          .put("count", kind.count())
          .put("last", kind.last());
    }
    ArrayNode criteria = now.putArray("criteria");
    for (CriterionResult result : standing.criteria()) {
      criteria
          .addObject()
          .put("text", result.text())
          .put("verdict", result.verdict().map(Enum::name).orElse("INFO"))
          .put("reason", result.reason());
    }
    return now;
  }
}
