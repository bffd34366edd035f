package io.functionrunner.perf.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the child processes of the tests run: settings as {@code name=value}, or {@code alone}. */
final class SandboxMain {
  private SandboxMain() {}

  public static void main(String[] args) {
    try {
      if (List.of(args).equals(List.of("alone"))) {
        SandboxProcess.runAlone(SandboxOptions.defaults(), System.out);
      } else {
        System.exit(SandboxProcess.run(options(args), System.in, System.out));
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static SandboxOptions options(String[] args) {
    Map<String, String> values = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      values.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    return SandboxOptions.parse(values);
  }

  /** The command that runs this class in a JVM as small as the sandbox is meant to have. */
  static List<String> command(String... settings) {
    // The load generator's logging would print every step of Jetty's.
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("logback"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", classPath, SandboxMain.class.getName()));
    command.addAll(List.of(settings));
    return command;
  }
}
