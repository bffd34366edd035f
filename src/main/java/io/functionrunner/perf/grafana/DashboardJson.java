package io.functionrunner.perf.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.grafana.Dashboard.Kind;
import io.functionrunner.perf.grafana.Dashboard.Panel;
import io.functionrunner.perf.grafana.Dashboard.Query;
import io.functionrunner.perf.grafana.Dashboard.Row;
import io.functionrunner.perf.grafana.Dashboard.Variable;
import java.util.List;

/** Grafana's classic dashboard JSON, schema version 39 (Grafana 10.4 and later read it). */
public final class DashboardJson {

  /** Tag of our dashboards: their links find each other by it. */
  static final String TAG = "loadtest";

  private static final int SCHEMA_VERSION = 39;
  private static final int COLUMNS = 24;
  private static final int CHART_HEIGHT = 8;
  private static final int NUMBER_HEIGHT = 4;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ArrayNode panels = NODES.arrayNode();
  private int id;
  private int x;
  private int y;
  private int lineHeight;

  private DashboardJson() {}

  /** The dashboard as Grafana takes it; {@code id} is null, since the uid tells which it is. */
  public static ObjectNode of(Dashboard dashboard) {
    DashboardJson layout = new DashboardJson();
    dashboard.rows().forEach(layout::row);
    ObjectNode json = NODES.objectNode();
    json.putNull("id");
    json.put("uid", dashboard.uid())
        .put("title", dashboard.title())
        .put("description", dashboard.description())
        .put("schemaVersion", SCHEMA_VERSION)
        .put("editable", true)
        .put("graphTooltip", 1)
        .put("refresh", "10s")
        .put("timezone", "browser");
    json.putArray("tags").add(TAG);
    json.putObject("time").put("from", "now-30m").put("to", "now");
    json.putObject("templating").set("list", variables(dashboard.variables()));
    json.putObject("annotations").putArray("list").add(annotations());
    json.putArray("links")
        .addObject()
        .put("type", "dashboards")
        .put("title", "Load tests")
        .put("asDropdown", true)
        .put("includeVars", true)
        .put("keepTime", true)
        .put("targetBlank", false)
        .put("icon", "external link")
        .put("tooltip", "")
        .putArray("tags")
        .add(TAG);
    json.set("panels", layout.panels);
    return json;
  }

  private static ObjectNode source() {
    return NODES.objectNode().put("type", "prometheus").put("uid", "${datasource}");
  }

  private static ArrayNode variables(List<Variable> own) {
    ArrayNode list = NODES.arrayNode();
    list.addObject()
        .put("name", "datasource")
        .put("label", "Data source")
        .put("type", "datasource")
        .put("query", "prometheus")
        .put("refresh", 1)
        .put("hide", 0);
    for (Variable variable : own) {
      ObjectNode json =
          list.addObject()
              .put("name", variable.name())
              .put("label", variable.label())
              .put("type", "query")
              .put("query", variable.query())
              .put("regex", variable.regex())
              // With the time range: a run's labels are there only while it lasts.
              .put("refresh", 2)
              .put("sort", variable.multi() ? 1 : 2)
              .put("hide", variable.hidden() ? 2 : 0)
              .put("multi", variable.multi())
              .put("includeAll", variable.multi());
      json.set("datasource", source());
      if (variable.multi()) {
        json.put("allValue", ".*");
        json.putObject("current").put("selected", true).put("text", "All").put("value", "$__all");
      }
    }
    return list;
  }

  /** What {@link RunAnnotations} writes: runs, their phases and verdicts. */
  private static ObjectNode annotations() {
    ObjectNode json = NODES.objectNode();
    json.put("name", "Load tests").put("enable", true).put("iconColor", "blue").put("hide", false);
    json.putObject("datasource").put("type", "grafana").put("uid", "-- Grafana --");
    ObjectNode target = json.putObject("target");
    target.put("type", "tags").put("limit", 500).put("matchAny", false);
    target.putArray("tags").add(RunAnnotations.TAG);
    return json;
  }

  private void row(Row row) {
    newLine();
    ObjectNode heading =
        panels
            .addObject()
            .put("id", ++id)
            .put("type", "row")
            .put("title", row.title())
            .put("collapsed", false);
    heading.set("gridPos", position(COLUMNS, 1));
    heading.putArray("panels");
    if (!row.repeat().isEmpty()) {
      heading.put("repeat", row.repeat());
    }
    row.panels().forEach(this::panel);
  }

  private void panel(Panel panel) {
    ObjectNode json =
        panels
            .addObject()
            .put("id", ++id)
            .put("type", panel.kind().type())
            .put("title", panel.title())
            .put("description", panel.description());
    json.set("datasource", source());
    json.set(
        "gridPos",
        position(panel.width(), panel.kind() == Kind.NUMBER ? NUMBER_HEIGHT : CHART_HEIGHT));
    ArrayNode targets = json.putArray("targets");
    char refId = 'A';
    for (Query query : panel.queries()) {
      ObjectNode target =
          targets
              .addObject()
              .put("refId", String.valueOf(refId++))
              .put("expr", query.promQl())
              .put("legendFormat", query.legend())
              .put("range", panel.kind() != Kind.NUMBER)
              .put("instant", panel.kind() == Kind.NUMBER)
              .put("format", panel.kind() == Kind.HEATMAP ? "heatmap" : "time_series")
              .put("editorMode", "code");
      target.set("datasource", source());
    }
    PanelOptions.write(json, panel);
  }

  /** The next free place in reading order. */
  private ObjectNode position(int width, int height) {
    if (x + width > COLUMNS) {
      newLine();
    }
    ObjectNode position = NODES.objectNode().put("x", x).put("y", y).put("w", width);
    position.put("h", height);
    x += width;
    lineHeight = Math.max(lineHeight, height);
    return position;
  }

  private void newLine() {
    y += lineHeight;
    x = 0;
    lineHeight = 0;
  }
}
