package io.functionrunner.perf.load.settings;

import java.nio.file.Path;
import java.util.Properties;

/**
 * How this JVM was started: not the user's choice, but the build's.
 *
 * @param results Gatling's results folder; the build hands it on, Gatling itself tells nobody
 * @param javaHome of this JVM, for a child process
 * @param classPath of this JVM, for a child process
 */
public record Launch(Path results, Path javaHome, String classPath) {

  /** Reads the system properties. */
  public static Launch of(Properties properties) {
    return new Launch(
        Path.of(properties.getProperty("gatling.resultsFolder", "target/gatling")).toAbsolutePath(),
        Path.of(properties.getProperty("java.home")),
        properties.getProperty("java.class.path"));
  }
}
