package io.functionrunner.perf.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code bin/perf}: what there is to do around a run, each a subcommand. */
@Command(
    name = "perf",
    mixinStandardHelpOptions = true,
    description = "Performance tests for an AI function runner: what comes before and after a run.",
    subcommands = {
      AnalyzeCommand.class,
      BaselineCommand.class,
      CheckTargetCommand.class,
      CompareCommand.class,
      DashboardsCommand.class,
      DistributeCommand.class,
      ExamCommand.class,
      ExplainCommand.class,
      FollowCommand.class,
      MergeCommand.class,
      MetricsCommand.class,
      RepeatCommand.class,
      SuiteCommand.class,
      TrendCommand.class
    })
public final class Perf {

  /** Exit status of a command line that makes no sense, and of a file that cannot be used. */
  static final int USAGE = 1;

  private Perf() {}

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Perf());
    line.addSubcommand(SandboxCommand.spec());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Perf::refused);
    line.setExecutionExceptionHandler(Perf::failed);
    return line;
  }

  private static int refused(ParameterException e, String[] args) {
    e.getCommandLine().getErr().println(e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
    e.getCommandLine()
        .getErr()
        .printf("See: perf%s --help%n", subcommand(e.getCommandLine().getCommandName()));
    return USAGE;
  }

  static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof java.io.IOException || e instanceof IllegalArgumentException) {
      line.getErr().println(e.getMessage());
      return USAGE;
    }
    throw e;
  }

  private static String subcommand(String name) {
    return name.equals("perf") ? "" : " " + name;
  }
}
