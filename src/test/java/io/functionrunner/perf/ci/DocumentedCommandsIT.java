package io.functionrunner.perf.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.metrics.LocalServer;
import io.functionrunner.perf.metrics.LocalServer.Reply;
import io.functionrunner.perf.sandbox.Sandbox;
import io.functionrunner.perf.sandbox.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what the guide and the CI files tell people to run, as it stands there. It takes ten
 * minutes: {@code mvn verify -Pfull} has it, and alone {@code mvn verify -Pfull
 * -Dgroups=documented}.
 */
@Tag("documented")
class DocumentedCommandsIT {

  private static final String NOTHING_YET =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[%s]}}";

  /** PASS, FAIL, INCONCLUSIVE, INVALID: of so short a load any is right; 1 is wrong use. */
  private static final Set<Integer> VERDICTS = Set.of(0, 2, 3, 4);

  @TempDir Path directory;

  private static Reply prometheus(String query) {
    boolean time = query.contains("query=time");
    String sample = time ? "{\"metric\":{},\"value\":[1700000000,\"1700000000\"]}" : "";
    return Reply.json(200, NOTHING_YET.formatted(sample));
  }

  /** The gate's own status is a verdict; whatever is not the gate has to succeed. */
  private static void assertRan(String commands, ScratchProject.Ended ended) {
    boolean judges = commands.contains("bin/perf suite") || commands.contains("bin/perf repeat");
    Set<Integer> expected =
        judges ? VERDICTS : commands.contains("gatling:test") ? Set.of(0, 1) : Set.of(0);
    assertTrue(
        expected.contains(ended.status()),
        () -> commands + "\nended with " + ended.status() + ":\n" + ended.output());
    assertTrue(
        !ended.output().contains("COMPILATION ERROR") && !ended.output().contains("no such"),
        ended::output);
    if (commands.contains("gatling:test")) {
      assertTrue(ended.output().contains("performance.html"), ended::output);
    }
  }

  @Test
  @Timeout(900)
  void theGuide() throws Exception {
    ScratchProject project = ScratchProject.at(directory.resolve("project"));
    Map<String, String> speedy = Map.of("port", "0", "speed", "20");
    try (Sandbox runner = Sandbox.start(SandboxOptions.parse(speedy));
        LocalServer prometheus =
            LocalServer.start(r -> prometheus(String.valueOf(r.getHttpURI().getQuery())))) {
      Map<String, String> environment =
          Map.of(
              "TARGET", runner.baseUrl().toString(),
              "API", "function-runner",
              "PROMETHEUS", prometheus.uri("").toString());
      List<String> blocks = ShellCommands.ofMarkdown(Path.of("docs/guide.md"));
      assertTrue(blocks.size() > 8, blocks.toString());
      for (String block : blocks) {
        assertRan(block, project.run(block, environment));
      }
    }
    try (var files = Files.walk(project.home().resolve("baselines"))) {
      assertTrue(files.anyMatch(f -> f.toString().endsWith(".tasks.gz")), "a baseline");
    }
    assertTrue(Files.exists(project.home().resolve("target/trend.html")));
  }

  @Test
  @Timeout(900)
  void theCiFiles() throws Exception {
    ScratchProject project = ScratchProject.at(directory.resolve("project"));
    Set<String> commands = new LinkedHashSet<>();
    commands.addAll(ShellCommands.ofYaml(Path.of("deploy/ci/github-actions.yml")));
    commands.addAll(ShellCommands.ofYaml(Path.of("deploy/ci/gitlab-ci.yml")));
    // This very build: it would run itself.
    assertTrue(commands.remove("mvn -B -ntp verify"));
    assertEquals(4, commands.size(), commands.toString());
    Path summary = directory.resolve("summary.md");
    Map<String, String> environment =
        Map.of("API", "function-runner", "GITHUB_STEP_SUMMARY", summary.toString());
    for (String command : commands) {
      assertRan(command, project.run(command, environment));
    }
    assertTrue(Files.readString(summary).contains("BaselineTest"));
  }
}
