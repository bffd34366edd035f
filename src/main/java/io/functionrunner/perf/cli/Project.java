package io.functionrunner.perf.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Where the suite itself lies; {@code bin/perf} says it. */
final class Project {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private Project() {}

  /** The checkout; without {@code bin/perf}, the current folder. */
  static Path home() {
    return Path.of(System.getProperty("perf.home", ""));
  }

  /**
   * A folder of its own for the runs that a command starts, with the present time in its name.
   *
   * @param command below {@code target/}
   * @param prefix of the folder's name; may be empty
   */
  static Path folderFor(String command, String prefix) throws IOException {
    String time = LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
    return Files.createDirectories(
        home().resolve("target").resolve(command).resolve(prefix + time).toAbsolutePath());
  }
}
