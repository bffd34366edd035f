package io.functionrunner.perf.cli;

import io.functionrunner.perf.baseline.Baselines;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the command line says that baselines are. */
final class BaselinePlace {

  private static final String OFF = "off";

  private BaselinePlace() {}

  /** What was asked for; the project's own when nothing was. */
  static Baselines of(String asked) {
    if (asked != null) {
      return asked.equals(OFF) ? Baselines.OFF : Baselines.at(Path.of(asked));
    }
    Path shipped = Project.home().resolve("baselines");
    return Files.isDirectory(shipped) ? Baselines.at(shipped) : Baselines.OFF;
  }
}
