package io.functionrunner.perf.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JenkinsfileTest {
  @Test
  void aPushIsBuiltAndTested() {
    DeclarativePipeline pipeline =
        new DeclarativePipeline()
            .with("BRANCH_NAME", "feature")
            .with("WORKSPACE", "/w")
            .with("JOB_NAME", "perf/feature");
    pipeline
        .step("timeout", Map.class)
        .step("disableConcurrentBuilds")
        .step("buildDiscarder", Object.class)
        .step("logRotator", Map.class)
        .step("timestamps")
        .step("parameterizedCron", String.class)
        .step("sh", String.class)
        .step("junit", String.class);
    assertEquals("SUCCESS", pipeline.run(Path.of("Jenkinsfile")));
    assertEquals(List.of("Build and test"), pipeline.entered());
    System.out.println(pipeline.calls());
  }
}
