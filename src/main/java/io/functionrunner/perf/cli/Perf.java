package io.functionrunner.perf.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code bin/perf}: what there is to do around a run, each a subcommand. */
@Command(
    name = "perf",
    mixinStandardHelpOptions = true,
    description = "Performance tests for an AI function runner: what comes before and after a run.")
public final class Perf {

  /** Exit status of a command line that makes no sense, and of a file that cannot be used. */
  static final int USAGE = 1;

  private static final List<Class<?>> SUBCOMMANDS =
      List.of(
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
          TrendCommand.class);

  private Perf() {}

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(commandLine(args).execute(args));
  }

  /**
   * The command line for these arguments. Where they begin with a subcommand it is the only one: to
   * read the annotations of all takes longer than to read most logs.
   */
  static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Perf());
    Optional<Class<?>> asked =
        SUBCOMMANDS.stream().filter(c -> args.length > 0 && name(c).equals(args[0])).findFirst();
    if (asked.isPresent()) {
      line.addSubcommand(asked.get());
    } else {
      SUBCOMMANDS.forEach(line::addSubcommand);
      line.addSubcommand(SandboxCommand.spec());
    }
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Perf::refused);
    line.setExecutionExceptionHandler(Perf::failed);
    return line;
  }

  private static String name(Class<?> subcommand) {
    return subcommand.getAnnotation(Command.class).name();
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
