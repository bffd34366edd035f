package io.functionrunner.perf.ci;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of this project, already compiled, in which commands may leave what they like: baselines,
 * histories, runs.
 */
record ScratchProject(Path home) {

  private static final List<String> COPIED =
      List.of(
          "bin",
          "src",
          "simulations",
          "feeders",
          "baselines",
          "docs",
          "deploy",
          "pom.xml",
          "README.md",
          "LICENSE",
          "target/classes",
          "target/test-classes");

  /** What Maven needs not do again here, and loads that are over soon. */
  private static final String MAVEN_OPTIONS =
      "-Dmaven.main.skip=true -Dmaven.test.skip=true"
          + " -Dduration=4s -Dusers=150 -Dwarmup=1 -Dqueue.wait=10s -Dlive=off";

  /** How a command ended. */
  record Ended(int status, String output) {}

  static ScratchProject at(Path home) throws IOException {
    for (String part : COPIED) {
      copy(Path.of(part), home.resolve(part));
    }
    return new ScratchProject(home);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                from.equals(file) ? to : to.resolve(from.relativize(file)),
                StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Runs shell commands there as CI does: the first that fails ends them. */
  Ended run(String commands, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(home, "output", ".txt");
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", commands)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    shell.environment().put("MAVEN_OPTS", MAVEN_OPTIONS);
    shell.environment().putAll(environment);
    Process process = shell.start();
    process.getOutputStream().close();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IOException(commands + ": not over after 10 minutes");
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
