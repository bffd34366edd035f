package io.functionrunner.perf.cli;

import io.functionrunner.perf.sandbox.Sandbox;
import io.functionrunner.perf.sandbox.SandboxOption;
import io.functionrunner.perf.sandbox.SandboxOptions;
import io.functionrunner.perf.sandbox.SandboxProcess;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** {@code perf sandbox}: the sandbox alone, to look at or to point other tools at. */
final class SandboxCommand implements Callable<Integer> {

  private final Map<String, String> given = new LinkedHashMap<>();

  @Option(
      names = "--until-stdin-closes",
      description = "Serve until standard input ends, whatever signals come: for a parent process.")
  private boolean untilStdinCloses;

  /** Its options are the sandbox's own, so that they are named in one place. */
  static CommandSpec spec() {
    SandboxCommand command = new SandboxCommand();
    CommandSpec spec = CommandSpec.forAnnotatedObject(command).name("sandbox");
    spec.mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description("Starts the embedded function runner on the loopback interface.");
    for (SandboxOption option : SandboxOption.values()) {
      spec.addOption(
          OptionSpec.builder("--" + option.key())
              .type(String.class)
              .paramLabel("<value>")
              .description(option.legal() + ". Default: " + shown(option.defaultValue()))
              .setter(command.setter(option.key()))
              .build());
    }
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SandboxOptions options = SandboxOptions.parse(given);
    if (untilStdinCloses) {
      return SandboxProcess.run(options, System.in, System.out);
    }
    try (Sandbox sandbox = Sandbox.start(options)) {
      System.out.println("sandbox ready " + sandbox.baseUrl() + "  (Ctrl-C ends it)");
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private CommandLine.Model.ISetter setter(String key) {
    return new CommandLine.Model.ISetter() {
      @Override
      public <T> T set(T value) {
        if (value != null) {
          given.put(key, value.toString());
        }
        return null;
      }
    };
  }

  private static String shown(String value) {
    return value.isEmpty() ? "off" : value;
  }
}
