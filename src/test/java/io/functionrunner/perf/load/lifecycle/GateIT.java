package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slower target against the shipped baseline: the process ends as Maven's build then fails. */
class GateIT {

  @TempDir Path results;

  @Test
  void aRegressionEndsTheRunWithTheStatusThatFailsTheBuild() throws Exception {
    try (GatlingProcess run =
        GatlingProcess.start(results, "BaselineTest", "timeScale=0.2", "sandbox.slowdown=1.5")) {
      assertEquals(2, run.end(), run::output);
      JsonNode analysis = run.left().analysis();
      assertEquals("FAIL", analysis.path("verdict").asText(), run::output);
      JsonNode paired = analysis.at("/comparison/kpis/task.text.paired");
      assertEquals("FAIL", paired.path("verdict").asText(), paired::toString);
      assertEquals(0.5, paired.path("change").asDouble(), 0.1, paired::toString);
      String junit = Files.readString(run.left().directory().resolve("junit.xml"));
      assertTrue(
          junit.contains("<failure type=\"FAIL\" message=\"task text, task by task, against"),
          junit);
    }
  }
}
