package io.functionrunner.perf.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.ci.ScratchProject.Ended;
import io.functionrunner.perf.sandbox.Sandbox;
import io.functionrunner.perf.sandbox.SandboxOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The package for Gatling Enterprise: made as people make it, read, and run by the open Gatling,
 * which finds in it what Enterprise finds.
 */
class EnterprisePackageIT {

  @TempDir Path directory;

  @Test
  @Timeout(300)
  void theSimulationsUnchangedAndNothingThatOnlyMakesSenseHere() throws Exception {
    ScratchProject project = ScratchProject.at(directory.resolve("project"));
    Ended made = project.run("mvn -B -ntp gatling:enterprisePackage", Map.of());
    assertEquals(0, made.status(), made::output);
    Path packaged;
    try (Stream<Path> files = Files.list(project.home().resolve("target"))) {
      packaged = files.filter(f -> f.toString().endsWith("-shaded.jar")).findFirst().orElseThrow();
    }
    try (JarFile jar = new JarFile(packaged.toFile())) {
      Set<String> simulations =
          Set.of(
              jar.getManifest().getMainAttributes().getValue("Gatling-Simulations").split(",", -1));
      for (String profile : List.of("BaselineTest", "SpikeTest", "MixedTest", "EnduranceTest")) {
        assertTrue(simulations.contains(profile), simulations::toString);
      }
      Set<String> entries = jar.stream().map(e -> e.getName()).collect(Collectors.toSet());
      assertTrue(
          entries.containsAll(
              List.of(
                  "SpikeTest.class",
                  "gatling.conf",
                  "feeders/text/manifest.json",
                  "io/functionrunner/perf/binding/function-runner.json",
                  "io/functionrunner/perf/workload/Profiles.class")),
          "all that a run needs");
      assertFalse(entries.stream().anyMatch(e -> e.startsWith("io/gatling/")), "no Gatling");
    }
    withoutATarget(project, packaged);
    againstATarget(project, packaged);
  }

  /** A package starts no sandbox: its simulation says so before any load. */
  private static void withoutATarget(ScratchProject project, Path packaged) throws Exception {
    Ended ended = project.run(gatling(packaged), Map.of());
    assertEquals(1, ended.status(), ended::output);
    assertTrue(
        ended
            .output()
            .contains(
                "A package for Gatling Enterprise has no sandbox with it. Expecting -Dtarget"),
        ended::output);
    assertFalse(ended.output().contains("\tat "), ended::output);
  }

  /** Enterprise makes the reports and owns the exit status. */
  private static void againstATarget(ScratchProject project, Path packaged) throws Exception {
    try (Sandbox runner = Sandbox.start(SandboxOptions.parse(Map.of("port", "0", "speed", "20")))) {
      Ended ended =
          project.run(
              gatling(
                  packaged,
                  "-Dtarget=" + runner.baseUrl(),
                  "-Dusers=20",
                  "-Dduration=2s",
                  "-Dwarmup=1",
                  "-Dqueue.wait=off"),
              Map.of());
      assertEquals(0, ended.status(), ended::output);
      assertTrue(ended.output().contains("Simulation BaselineTest started"), ended::output);
      assertFalse(ended.output().contains("verdict"), ended::output);
    }
    try (Stream<Path> files = Files.walk(project.home().resolve("results"))) {
      assertFalse(files.anyMatch(f -> f.endsWith("performance.html")), "no report of ours");
    }
  }

  private static String gatling(Path packaged, String... settings) {
    List<String> command = new ArrayList<>(List.of("java", "-Xmx512m"));
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.addAll(List.of(settings));
    command.add("-cp");
    command.add("'" + packaged + File.pathSeparator + libraries() + "'");
    command.addAll(
        List.of("io.gatling.app.Gatling", "-s", "BaselineTest", "-nr", "-rf", "results"));
    return String.join(" ", command);
  }

  private static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
