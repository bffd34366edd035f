package io.functionrunner.perf.grafana;

import java.util.List;

/**
 * A dashboard, before it is Grafana's JSON.
 *
 * @param uid how Grafana knows it again, at most 40 characters
 * @param variables beside those that all have
 * @param rows in order
 */
public record Dashboard(
    String uid, String title, String description, List<Variable> variables, List<Row> rows) {

  private static final int LONGEST_UID = 40;

  public Dashboard {
    if (!uid.matches("[a-zA-Z0-9_-]{1," + LONGEST_UID + "}")) {
      throw new IllegalArgumentException(
          uid + ": not a uid. Expecting 1 to 40 of letters, digits, - and _");
    }
    variables = List.copyOf(variables);
    rows = List.copyOf(rows);
  }

  /** Panels under one heading; with {@code repeat}, once for each value of that variable. */
  public record Row(String title, String repeat, List<Panel> panels) {

    public Row {
      panels = List.copyOf(panels);
    }

    static Row of(String title, Panel... panels) {
      return new Row(title, "", List.of(panels));
    }
  }

  /**
   * A choice on top of the dashboard, whose values a query gives.
   *
   * @param query {@code label_values(…)} or {@code query_result(…)}
   * @param regex cuts the value out of a result; empty: all of it
   * @param multi whether several, and all, can be chosen
   * @param hidden computed, not chosen
   */
  public record Variable(
      String name, String label, String query, String regex, boolean multi, boolean hidden) {

    static Variable choice(String name, String label, String query, boolean multi) {
      return new Variable(name, label, query, "", multi, false);
    }
  }

  /**
   * A PromQL query.
   *
   * @param legend with {@code {{label}}} for labels' values
   */
  public record Query(String promQl, String legend) {}

  /**
   * One panel.
   *
   * @param unit as Grafana calls it: {@code s}, {@code percentunit}, {@code short}
   * @param limits that a value should stay below, drawn as lines; rising
   * @param width of 24
   */
  public record Panel(
      Kind kind,
      String title,
      String description,
      String unit,
      List<Query> queries,
      List<Double> limits,
      int width) {

    public Panel {
      queries = List.copyOf(queries);
      limits = limits.stream().distinct().sorted().toList();
    }

    Panel limited(List<Double> newLimits) {
      return new Panel(kind, title, description, unit, queries, newLimits, width);
    }
  }

  /** How a panel shows its values. */
  public enum Kind {
    LINES("timeseries"),
    NUMBER("stat"),
    HEATMAP("heatmap"),
    STATES("state-timeline");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** Grafana's name of the plugin. */
    public String type() {
      return type;
    }
  }

  /** Every panel, rows' too. */
  public List<Panel> panels() {
    return rows.stream().flatMap(row -> row.panels().stream()).toList();
  }
}
