package io.functionrunner.perf.cli;

import io.functionrunner.perf.report.SuiteResult;
import io.functionrunner.perf.workload.Durations;
import io.functionrunner.perf.workload.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perf suite}: several simulations in sequence, one report, one exit status. */
@Command(
    name = "suite",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the simulations of a suite one after the other, whatever the verdict of one is.",
      "standard: BaselineTest, HighLoadTest, SpikeTest, MixedTest. ci: BaselineTest and StressTest",
      "in half the time. Ctrl-C ends the present run and reports what there is.",
      "Exit status: that of the gravest verdict: 2 FAIL, 4 INVALID (also a run that came to",
      "nothing), 3 INCONCLUSIVE, 0 PASS."
    })
final class SuiteCommand implements Callable<Integer> {

  /** Each further look at the data is one more chance of a false alarm: docs/gate.md. */
  private static final int MOST_RERUNS = 2;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "<suite>",
      defaultValue = "STANDARD",
      description = "standard or ci. Default: standard.")
  private Suite suite;

  @Option(
      names = "-D",
      paramLabel = "<name>=<value>",
      description = "A setting of every simulation, or a property of Maven.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--cool-down",
      paramLabel = "<duration>",
      defaultValue = "1m",
      description = "Between two runs, at full scale. Default: ${DEFAULT-VALUE}.")
  private String coolDown;

  @Option(
      names = "--budget",
      paramLabel = "<duration>",
      defaultValue = "2h",
      description = "A suite that takes longer is refused. Default: ${DEFAULT-VALUE}.")
  private String budget;

  @Option(
      names = "--max-reruns",
      paramLabel = "<runs>",
      defaultValue = "0",
      description = {
        "Run a simulation again, so many times, that is INCONCLUSIVE against its baseline; its runs",
        "are then compared together. Default: ${DEFAULT-VALUE}; two is reasonable."
      })
  private int reruns;

  @Option(
      names = "--plan",
      description = "Say what would be run and how long it takes, and run nothing.")
  private boolean planOnly;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (reruns < 0 || reruns > MOST_RERUNS) {
      throw new IllegalArgumentException(
          "--max-reruns=%d: expecting 0 to %d".formatted(reruns, MOST_RERUNS));
    }
    SuitePlan plan = SuitePlan.of(suite, settings, duration("--cool-down", coolDown), reruns);
    PrintWriter out = spec.commandLine().getOut();
    out.print(plan.text());
    out.flush();
    if (plan.budgetWithReruns().compareTo(duration("--budget", budget)) > 0) {
      throw new IllegalArgumentException(
          "That is more than the %s allowed. --budget=%s allows it"
              .formatted(budget, Durations.text(plan.budgetWithReruns())));
    }
    if (planOnly) {
      return 0;
    }
    Path folder = Project.folderFor("suite", plan.suite() + "-");
    SuiteExecution execution = new SuiteExecution(plan, folder, System::currentTimeMillis, out);
    MavenRun maven = new MavenRun(Project.home(), execution::interrupted);
    SuiteResult result = execution.run(maven::run, pause -> Thread.sleep(pause.toMillis()));
    return result.verdict().exitCode();
  }

  static Duration duration(String option, String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s=%s: %s. Expecting 90s, 5m, 1h30m".formatted(option, text, e.getMessage()), e);
    }
  }
}
