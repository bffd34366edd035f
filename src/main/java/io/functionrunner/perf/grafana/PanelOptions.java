package io.functionrunner.perf.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.grafana.Dashboard.Panel;

/** Units, limits and looks of a panel, as its plugin wants them. */
final class PanelOptions {

  private PanelOptions() {}

  static void write(ObjectNode json, Panel panel) {
    ObjectNode field = json.putObject("fieldConfig");
    field.putArray("overrides");
    ObjectNode defaults = field.putObject("defaults");
    defaults.put("unit", panel.unit());
    thresholds(defaults.putObject("thresholds"), panel);
    ObjectNode options = json.putObject("options");
    switch (panel.kind()) {
      case LINES -> lines(defaults, options, panel);
      case NUMBER -> number(defaults, options);
      case HEATMAP -> heatmap(options, panel);
      case STATES -> states(defaults, options);
    }
  }

  private static void thresholds(ObjectNode thresholds, Panel panel) {
    thresholds.put("mode", "absolute");
    ArrayNode steps = thresholds.putArray("steps");
    steps.addObject().putNull("value").put("color", panel.limits().isEmpty() ? "text" : "green");
    panel.limits().forEach(limit -> steps.addObject().put("value", limit).put("color", "red"));
  }

  private static void lines(ObjectNode defaults, ObjectNode options, Panel panel) {
    defaults.put("min", 0);
    defaults.putObject("color").put("mode", "palette-classic");
    ObjectNode custom = defaults.putObject("custom");
    custom
        .put("drawStyle", "line")
        .put("lineWidth", 1)
        .put("fillOpacity", 5)
        .put("showPoints", "never")
        .put("spanNulls", false);
    custom.putObject("thresholdsStyle").put("mode", panel.limits().isEmpty() ? "off" : "line");
    ObjectNode legend = options.putObject("legend");
    legend.put("displayMode", "table").put("placement", "bottom").put("showLegend", true);
    legend.putArray("calcs").add("mean").add("max");
    options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
  }

  private static void number(ObjectNode defaults, ObjectNode options) {
    defaults.putObject("color").put("mode", "thresholds");
    options
        .put("colorMode", "value")
        .put("graphMode", "none")
        .put("justifyMode", "auto")
        .put("orientation", "auto")
        .put("textMode", "auto")
        .put("wideLayout", true)
        .put("percentChangeColorMode", "standard")
        .put("showPercentChange", false);
    ObjectNode reduce = options.putObject("reduceOptions");
    reduce.put("values", false).put("fields", "");
    reduce.putArray("calcs").add("lastNotNull");
  }

  private static void heatmap(ObjectNode options, Panel panel) {
    options.put("calculate", false).put("cellGap", 1);
    options
        .putObject("color")
        .put("mode", "scheme")
        .put("scheme", "Oranges")
        .put("scale", "exponential")
        .put("exponent", 0.5)
        .put("fill", "dark-orange")
        .put("steps", 64)
        .put("reverse", false);
    options.putObject("yAxis").put("unit", panel.unit()).put("axisPlacement", "left");
    options.putObject("cellValues").put("unit", "ops");
    options.putObject("filterValues").put("le", 1e-9);
    options.putObject("legend").put("show", true);
    options.putObject("exemplars").put("color", "rgba(255,0,255,0.7)");
    options
        .putObject("tooltip")
        .put("mode", "single")
        .put("showColorScale", false)
        .put("yHistogram", false);
    options.putObject("rowsFrame").put("layout", "auto");
    options.put("showValue", "never");
    options.put("selectionMode", "x");
  }

  private static void states(ObjectNode defaults, ObjectNode options) {
    defaults.putObject("color").put("mode", "thresholds");
    ObjectNode one = defaults.putArray("mappings").addObject().put("type", "value");
    ObjectNode map = one.putObject("options");
    map.putObject("0").put("text", " ").put("color", "transparent").put("index", 0);
    map.putObject("1").put("text", "on").put("color", "blue").put("index", 1);
    defaults.putObject("custom").put("lineWidth", 0).put("fillOpacity", 70);
    options
        .put("mergeValues", true)
        .put("showValue", "never")
        .put("alignValue", "left")
        .put("rowHeight", 0.9);
    ObjectNode legend = options.putObject("legend");
    legend.put("displayMode", "list").put("placement", "bottom").put("showLegend", false);
    legend.putArray("calcs");
    options.putObject("tooltip").put("mode", "single").put("sort", "none");
  }
}
