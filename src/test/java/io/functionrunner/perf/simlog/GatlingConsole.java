package io.functionrunner.perf.simlog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers in a console output of Gatling's.
 *
 * @param rows {@code name | total | ok | ko}; those of requests carry counts, those of the summary
 *     what their name says
 * @param errors messages with their counts
 * @param usersDone by scenario
 */
record GatlingConsole(
    Map<String, List<Double>> rows, Map<String, Long> errors, Map<String, Long> usersDone) {
  private static final Pattern ROW =
      Pattern.compile("^> (.*?) *\\| *([\\d.]+) *\\| *([\\d.]+) *\\| *([\\d.]+)$");
  private static final Pattern ERROR = Pattern.compile("^> (.*?) +(\\d+) \\([\\d.]+%\\)$");
  private static final Pattern SECTION = Pattern.compile("^---- (.*?) -+.*");
  private static final Pattern DONE = Pattern.compile(".*/ done: *(\\d+)$");

  static GatlingConsole parse(List<String> lines) {
    GatlingConsole console = new GatlingConsole(new HashMap<>(), new HashMap<>(), new HashMap<>());
    String section = "";
    for (String line : lines) {
      Matcher heading = SECTION.matcher(line);
      Matcher row = ROW.matcher(line);
      Matcher error = ERROR.matcher(line);
      Matcher done = DONE.matcher(line);
      if (heading.matches()) {
        section = heading.group(1);
      } else if (row.matches()) {
        console.rows.put(
            row.group(1),
            List.of(
                Double.valueOf(row.group(2)),
                Double.valueOf(row.group(3)),
                Double.valueOf(row.group(4))));
      } else if (error.matches() && section.equals("Errors")) {
        console.errors.put(error.group(1), Long.valueOf(error.group(2)));
      } else if (done.matches()) {
        console.usersDone.put(section, Long.valueOf(done.group(1)));
      }
    }
    return console;
  }
}
