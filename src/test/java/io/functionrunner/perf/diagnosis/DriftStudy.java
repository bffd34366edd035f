package io.functionrunner.perf.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How often a drift is found in a day, planted or not: the table of docs/diagnosis.md. */
public final class DriftStudy {

  private DriftStudy() {}

  /** Arguments: the number of seeds; or {@code write} and a folder for the files of one day. */
  public static void main(String[] args) throws IOException {
    if (args.length == 2) {
      new DayRun(1, .01, 0).write(Files.createDirectories(Path.of(args[1])));
      return;
    }
    int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    System.out.println(
        "| drift an hour | days | latency drifts found (of 4 a day) | leaks found |");
    System.out.println("|---|---|---|---|");
    row(seeds, 0, 0);
    row(seeds, .01, 0);
    row(seeds, 0, .5);
  }

  private static void row(int seeds, double drift, double leak) throws IOException {
    int latency = 0;
    int leaks = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      for (Drift found : DriftSearch.of(new DayRun(seed, drift, leak).observed())) {
        if (found.leak()) {
          leaks++;
        } else {
          latency++;
        }
      }
    }
    System.out.printf(
        "| %.0f %%, memory %.1f points | %d | %d | %d |%n",
        100 * drift, leak, seeds, latency, leaks);
  }
}
