package io.functionrunner.perf.cli;

import io.functionrunner.perf.report.KpisJson;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code perf gate-exam}: whether the gate tells slower from equal, here, through the real stack.
 */
@Command(
    name = "gate-exam",
    mixinStandardHelpOptions = true,
    description = {
      "Runs BaselineTest against the sandbox by turns as it is and slowed down by 15 %%, each through",
      "mvn gatling:test, and counts what the gate says with the shipped limits and baseline.",
      "Exit status: 0 when at least 90 %% of the slowed runs FAIL, at most 5 %% of the equal ones, and",
      "at most 10 %% of all are INCONCLUSIVE; 2 when not. A run that is INVALID, since the machine was",
      "too busy to measure, is made again, up to as many times as there are runs."
    })
final class ExamCommand implements Callable<Integer> {

  private static final String SIMULATION = "BaselineTest";

  /** 12 s of load, and as long for the last tasks to end. */
  private static final String TIME_SCALE = "0.2";

  private static final String SLOWDOWN = "1.15";
  private static final double FOUND = 0.9;
  private static final double FALSE_ALARMS = 0.05;
  private static final double OPEN = 0.1;
  private static final int NOT_MET = 2;

  @Option(
      names = {"-n", "--runs"},
      paramLabel = "<runs>",
      defaultValue = "20",
      description = "How many of either kind. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--baseline",
      paramLabel = "<folder or file>",
      description = "What to compare with. Default: baselines/ of the project.")
  private Path baseline;

  /** What the runs of one kind came to. */
  private static final class Tally {
    private final String name;
    private final Map<Verdict, Integer> verdicts = new LinkedHashMap<>();

    private Tally(String name) {
      this.name = name;
    }

    private int of(Verdict verdict) {
      return verdicts.getOrDefault(verdict, 0);
    }

    private int judged() {
      return of(Verdict.PASS) + of(Verdict.FAIL) + of(Verdict.INCONCLUSIVE);
    }

    private String line() {
      return "%-6s  PASS %d, FAIL %d, INCONCLUSIVE %d, INVALID (made again) %d"
          .formatted(
              name,
              of(Verdict.PASS),
              of(Verdict.FAIL),
              of(Verdict.INCONCLUSIVE),
              of(Verdict.INVALID));
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (runs < 1) {
      throw new IllegalArgumentException("-n " + runs + ": expecting one run or more");
    }
    Path folder = Project.folderFor("gate-exam", "");
    MavenRun maven = new MavenRun(Project.home());
    Tally equal = new Tally("equal");
    Tally slowed = new Tally("slowed");
    // By turns, so that a machine that changes does so for both.
    for (int i = 1; i <= 2 * runs; i++) {
      if (equal.judged() < runs) {
        run(maven, folder, equal, i);
      }
      if (slowed.judged() < runs) {
        run(maven, folder, slowed, i);
      }
    }
    System.out.printf("%n%s%n%s%n%s%n", equal.line(), slowed.line(), folder);
    int open = equal.of(Verdict.INCONCLUSIVE) + slowed.of(Verdict.INCONCLUSIVE);
    boolean met =
        equal.judged() == runs
            && slowed.judged() == runs
            && slowed.of(Verdict.FAIL) >= FOUND * runs
            && equal.of(Verdict.FAIL) <= FALSE_ALARMS * runs
            && open <= OPEN * 2 * runs;
    System.out.println(met ? "The gate passes its exam." : "The gate does not pass its exam.");
    return met ? 0 : NOT_MET;
  }

  private void run(MavenRun maven, Path folder, Tally tally, int number)
      throws IOException, InterruptedException {
    Path results = Files.createDirectories(folder.resolve(tally.name + "-" + number));
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("timeScale", TIME_SCALE);
    // A history of planted regressions would be a history of nothing.
    settings.put("history", "off");
    if (baseline != null) {
      settings.put("baseline", baseline.toAbsolutePath().toString());
    }
    if (tally.name.equals("slowed")) {
      settings.put("sandbox.slowdown", SLOWDOWN);
    }
    System.out.printf("%-6s %2d: ", tally.name, number);
    System.out.flush();
    int status = maven.run(MavenRun.command(SIMULATION, results, settings), results);
    Optional<KpisJson> analysis = RepeatedRun.analysis(results);
    if (analysis.isEmpty()) {
      throw new IOException(
          "no analysis (status %d); see %s".formatted(status, results.resolve(MavenRun.OUTPUT)));
    }
    tally.verdicts.merge(Verdict.valueOf(analysis.get().verdict()), 1, Integer::sum);
    System.out.println(analysis.get().verdict() + ": " + analysis.get().reason());
  }
}
