package io.functionrunner.perf.cli;

import java.nio.file.Path;

/** Where the suite itself lies; {@code bin/perf} says it. */
final class Project {

  private Project() {}

  /** The checkout; without {@code bin/perf}, the current folder. */
  static Path home() {
    return Path.of(System.getProperty("perf.home", ""));
  }
}
