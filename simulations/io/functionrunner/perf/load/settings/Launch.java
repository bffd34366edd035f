package io.functionrunner.perf.load.settings;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;

/**
 * How this JVM was started: not the user's choice, but the build's.
 *
 * @param results Gatling's results folder; the build hands it on, Gatling itself tells nobody
 * @param javaHome of this JVM, for a child process
 * @param classPath of this JVM, for a child process
 * @param home of the suite, when the build started it: then runs leave their summaries there
 * @param packaged whether this is a package for Gatling Enterprise: there are no processes to start
 *     and no run directory there, and whoever runs it makes the reports
 * @param colour whether the console is a terminal that wants colours ({@code NO_COLOR} is heeded)
 * @param environment value of an environment variable, or null: where bindings find their secrets
 */
public record Launch(
    Path results,
    Path javaHome,
    String classPath,
    Optional<Path> home,
    boolean packaged,
    boolean colour,
    Function<String, String> environment) {

  /** Variables in which Jenkins, GitHub and GitLab tell which commit they build. */
  private static final String[] COMMITS = {"GIT_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA"};

  private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{7,64}");

  /** Reads system properties and environment. */
  public static Launch ofThisJvm() {
    Properties properties = System.getProperties();
    return new Launch(
        Path.of(properties.getProperty("gatling.resultsFolder", "target/gatling")).toAbsolutePath(),
        Path.of(properties.getProperty("java.home")),
        properties.getProperty("java.class.path"),
        Optional.ofNullable(properties.getProperty("perf.home")).map(Path::of),
        packagedBy(Launch.class.getProtectionDomain().getCodeSource()),
        Ansi.AUTO.enabled(),
        System::getenv);
  }

  /** {@code mvn gatling:enterprisePackage} says so in the manifest of the jar that it makes. */
  static boolean packagedBy(CodeSource source) {
    if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
      return false;
    }
    try (JarFile jar = new JarFile(Path.of(source.getLocation().toURI()).toFile())) {
      return jar.getManifest() != null
          && jar.getManifest().getMainAttributes().getValue("Gatling-Packager") != null;
    } catch (IOException | URISyntaxException e) {
      return false; // Not a file of ours.
    }
  }

  /** Folder of the runs' summaries where nobody names another; without the build there is none. */
  public Optional<Path> history() {
    return home.map(h -> h.resolve("history"));
  }

  /** What CI is building, where there is one and it tells. */
  public Optional<String> commit() {
    return Stream.of(COMMITS)
        .map(environment)
        .filter(value -> value != null && COMMIT.matcher(value).matches())
        .findFirst();
  }
}
