package io.functionrunner.perf.load.settings;

import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Function;

/**
 * How this JVM was started: not the user's choice, but the build's.
 *
 * @param results Gatling's results folder; the build hands it on, Gatling itself tells nobody
 * @param javaHome of this JVM, for a child process
 * @param classPath of this JVM, for a child process
 * @param environment value of an environment variable, or null: where bindings find their secrets
 */
public record Launch(
    Path results, Path javaHome, String classPath, Function<String, String> environment) {

  /** Reads system properties and environment. */
  public static Launch ofThisJvm() {
    Properties properties = System.getProperties();
    return new Launch(
        Path.of(properties.getProperty("gatling.resultsFolder", "target/gatling")).toAbsolutePath(),
        Path.of(properties.getProperty("java.home")),
        properties.getProperty("java.class.path"),
        System::getenv);
  }
}
