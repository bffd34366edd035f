package io.functionrunner.perf.simlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Gatling itself makes of a log, read from its HTML report's table of statistics. Gatling runs
 * as a process of its own, since it is meant to be started once.
 */
public record GatlingReport(List<Row> rows) {
  private static final Pattern ROW =
      Pattern.compile(
          "<tr id=\"([^\"]*)\" (?:data-parent=\"([^\"]*)\")?>"
              + ".*?class=\"ellipsed-name\">([^<]*)</span>(.*?)</tr>",
          Pattern.DOTALL);
  private static final Pattern CELL =
      Pattern.compile("<td class=\"value \\w+ col-(\\d+)\">([^<]*)</td>");

  /** One line of the table: all requests first, then groups and requests. */
  public record Row(
      String label,
      long total,
      long ok,
      long ko,
      long min,
      long p95,
      long p99,
      long max,
      long mean,
      long standardDeviation) {}

  /** Lets Gatling make its report of a log, below {@code directory}. */
  public static GatlingReport of(Path log, Path directory)
      throws IOException, InterruptedException {
    Path run = Files.createDirectories(directory.resolve("run"));
    Files.copy(log, run.resolve(SimulationLog.FILE_NAME));
    Path output = directory.resolve("gatling.txt");
    Process gatling =
        command(directory, "512m")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!gatling.waitFor(120, TimeUnit.SECONDS)) {
        throw new IOException("Gatling did not end within 120 s: " + Files.readString(output));
      }
    } finally {
      gatling.destroyForcibly();
    }
    if (gatling.exitValue() != 0) {
      throw new IOException("Gatling refused the log: " + Files.readString(output));
    }
    return parse(Files.readString(run.resolve("index.html"), StandardCharsets.UTF_8));
  }

  /** Gatling with {@code -ro}, reports only, on the run in {@code directory/run}. */
  static ProcessBuilder command(Path directory, String heap) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heap,
        "--add-opens",
        "java.base/java.lang=ALL-UNNAMED",
        "-Djava.util.prefs.PreferencesFactory=io.functionrunner.perf.load.lifecycle.InMemoryPreferences",
        "-cp",
        System.getProperty("java.class.path"),
        "io.gatling.app.Gatling",
        "-rf",
        directory.toString(),
        "-ro",
        "run");
  }

  static GatlingReport parse(String html) {
    List<Row> rows = new ArrayList<>();
    Map<String, String> labels = new HashMap<>();
    for (Matcher row = ROW.matcher(html); row.find(); ) {
      String parent = labels.get(row.group(2));
      String label = (parent == null ? "" : parent + " / ") + unescape(row.group(3));
      if (row.group(2) != null) {
        labels.put(row.group(1), label);
      }
      long[] cells = new long[15];
      for (Matcher cell = CELL.matcher(row.group(4)); cell.find(); ) {
        int column = Integer.parseInt(cell.group(1));
        cells[column] =
            cell.group(2).equals("-") ? 0 : Math.round(Double.parseDouble(cell.group(2)));
      }
      rows.add(
          new Row(
              label, cells[2], cells[3], cells[4], cells[7], cells[10], cells[11], cells[12],
              cells[13], cells[14]));
    }
    return new GatlingReport(rows);
  }

  public Row all() {
    return rows.get(0);
  }

  /** The row of a group or request, its groups' names in front, joined by {@code " / "}. */
  public Row row(String label) {
    return rows.stream().filter(row -> row.label().equals(label)).findFirst().orElseThrow();
  }

  private static String unescape(String html) {
    return html.replace("&uuml;", "ü").replace("&ndash;", "–").replace("&amp;", "&");
  }
}
