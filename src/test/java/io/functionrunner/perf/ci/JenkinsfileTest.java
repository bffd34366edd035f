package io.functionrunner.perf.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.ci.DeclarativePipeline.StepFailed;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JenkinsfileTest {

  private static final Path FILE = Path.of("Jenkinsfile");

  private int status;
  private final Map<String, Integer> statuses = new HashMap<>();
  private final DeclarativePipeline pipeline = new DeclarativePipeline();

  private DeclarativePipeline onBranch(String branch) {
    pipeline
        .with("BRANCH_NAME", branch)
        .with("JOB_NAME", "perf/" + branch)
        .with("NODE_NAME", "agent-1")
        .step("timeout", Map.class)
        .step("disableConcurrentBuilds")
        .step("buildDiscarder", Object.class)
        .step("logRotator", Map.class)
        .step("timestamps")
        .step("parameterizedCron", String.class)
        .step("lock", Map.class)
        .step("sh", String.class)
        .step("sh", Map.class)
        .step("junit", String.class)
        .step("junit", Map.class)
        .step("archiveArtifacts", Map.class)
        .step("copyArtifacts", Map.class)
        .step("lastCompleted")
        .step("publishHTML", Map.class)
        .step("publishChecks", Map.class)
        .step("node", String.class, groovy.lang.Closure.class)
        .step("dir", String.class, groovy.lang.Closure.class)
        .step("checkout", Object.class)
        .step("stash", Map.class)
        .step("unstash", String.class)
        .step("withCredentials", List.class, groovy.lang.Closure.class)
        .step("unstable", String.class)
        .step("error", String.class)
        .step("message", String.class)
        .step("ok", String.class)
        .step("submitterParameter", String.class);
    pipeline.answer("sh", given -> given.get(0) instanceof Map<?, ?> map ? answer(map) : null);
    pipeline.answer("lastCompleted", given -> "the last completed build");
    pipeline.answer(
        "unstable",
        given -> {
          pipeline.fail("UNSTABLE");
          return null;
        });
    pipeline.answer(
        "error",
        given -> {
          throw new StepFailed(String.valueOf(given.get(0)));
        });
    return pipeline;
  }

  private Object answer(Map<?, ?> arguments) {
    String script = String.valueOf(arguments.get("script"));
    return Boolean.TRUE.equals(arguments.get("returnStatus"))
        ? (Object) statuses.getOrDefault(script.contains("bin/perf merge") ? "merge" : "", status)
        : script.startsWith("date ") ? "2026-11-24T10:15:00Z\n" : "the summary";
  }

  private DeclarativePipeline onThreeInjectors() {
    return onChange().parameter("INJECTORS", "3").parameter("TARGET", "http://runner.example:8080");
  }

  private DeclarativePipeline onChange() {
    return onBranch("PR-7").with("CHANGE_ID", "7");
  }

  private List<String> calls(String step) {
    return pipeline.calls().stream().filter(call -> call.startsWith(step + " ")).toList();
  }

  private boolean ran(String command) {
    return calls("sh").stream().anyMatch(call -> call.contains(command));
  }

  @Test
  void aPushIsBuiltAndTestedAndNothingIsLoaded() {
    assertEquals("SUCCESS", onBranch("feature").run(FILE));
    assertEquals(List.of("Build and test"), pipeline.entered());
    assertTrue(ran("mvn -B -ntp verify"));
    assertEquals(List.of("parameterizedCron "), calls("parameterizedCron"), "no schedule");
  }

  @Test
  void mainHasASchedule() {
    onBranch("main").run(FILE);
    String cron = calls("parameterizedCron").get(0);
    assertTrue(cron.contains("%RUN=nightly") && cron.contains("%RUN=weekly"), cron);
  }

  @Test
  void aChangeRequestHasTheCiSuiteAsItsGate() {
    assertEquals("SUCCESS", onChange().run(FILE));
    assertEquals(List.of("Build and test", "Load"), pipeline.entered());
    assertTrue(ran("bin/perf suite ci --max-reruns 2 \"$@\""));
    assertTrue(calls("copyArtifacts").get(0).contains("projectName=perf/main"));
    String comment = calls("publishChecks").get(0);
    assertTrue(comment.contains("the summary") && comment.contains("conclusion=SUCCESS"), comment);
  }

  @Test
  void aFailingGateFailsTheBuildAndItsReportsAreThere() {
    status = 2;
    assertEquals("FAILURE", onChange().run(FILE));
    assertTrue(calls("archiveArtifacts").get(0).contains("target/suite/**"));
    assertEquals(1, calls("publishHTML").size());
    assertTrue(calls("junit").stream().anyMatch(c -> c.contains("target/suite/**/junit.xml")));
    assertTrue(calls("publishChecks").get(0).contains("conclusion=FAILURE"));
  }

  @Test
  void anInvalidRunFailsItToo() {
    status = 4;
    assertEquals("FAILURE", onChange().run(FILE));
  }

  @Test
  void whatIsNotDecidedMakesItUnstable() {
    status = 3;
    assertEquals("UNSTABLE", onChange().run(FILE));
  }

  @Test
  void testsThatFailAreReportedAndNothingIsLoaded() {
    onChange()
        .answer(
            "sh",
            given -> {
              throw new StepFailed("verify");
            });
    assertEquals("FAILURE", pipeline.run(FILE));
    assertEquals(List.of("Build and test"), pipeline.entered());
    assertEquals(1, calls("junit").size());
  }

  @Test
  void nightlyTheStandardSuiteAndWeeklyEndurance() {
    assertEquals("SUCCESS", onBranch("main").parameter("RUN", "nightly").run(FILE));
    assertTrue(ran("bin/perf suite standard"));
    pipeline.parameter("RUN", "weekly").run(FILE);
    assertTrue(ran("gatling:test -Dsimulation=EnduranceTest"));
    assertFalse(ran("baseline accept"));
  }

  @Test
  void oneLoadOnATargetAtATime() {
    onChange().parameter("TARGET", "http://runner.example:8080").run(FILE);
    assertEquals(List.of("lock {resource=load on http://runner.example:8080}"), calls("lock"));
  }

  @Test
  void aTokenComesFromTheCredentialsStore() {
    onChange().parameter("TOKEN_CREDENTIALS", "runner-token").run(FILE);
    assertEquals(
        List.of("withCredentials [{credentialsId=runner-token, variable=FUNCTION_RUNNER_TOKEN}]"),
        calls("withCredentials"));
    assertFalse(ran("runner-token"));
  }

  @Test
  void severalInjectorsShareOneLoadAndHaveOneGate() {
    assertEquals("SUCCESS", onThreeInjectors().run(FILE));
    assertEquals(3, calls("node").size());
    for (int shard = 1; shard <= 3; shard++) {
      int ran = index("-Dshard=%d/3 -Dstart.at=2026-11-24T10:15:00Z".formatted(shard));
      int stashed = index("stash {name=injector-%d, includes=target/injector/**}".formatted(shard));
      int back = index("unstash injector-" + shard);
      assertTrue(ran < stashed && stashed < back, pipeline.calls().toString());
      assertTrue(back < index("bin/perf merge"), pipeline.calls().toString());
    }
    assertFalse(ran("bin/perf suite"));
    assertTrue(calls("archiveArtifacts").get(0).contains("target/injectors/**"));
  }

  @Test
  void theMergedRunIsTheGate() {
    onThreeInjectors();
    statuses.put("merge", 2);
    assertEquals("FAILURE", pipeline.run(FILE));
    statuses.put("merge", 3);
    assertEquals("UNSTABLE", onceMore());
    statuses.put("merge", 4);
    assertEquals("FAILURE", onceMore());
  }

  /** A pipeline remembers its result; each build is a new one. */
  private String onceMore() {
    JenkinsfileTest other = new JenkinsfileTest();
    other.statuses.putAll(statuses);
    return other.onThreeInjectors().run(FILE);
  }

  @Test
  void anInjectorThatFailsFailsTheBuildAndNothingIsMerged() {
    status = 1;
    assertEquals("FAILURE", onThreeInjectors().run(FILE));
    assertFalse(ran("bin/perf merge"));
  }

  @Test
  void severalInjectorsNeedATarget() {
    assertEquals("FAILURE", onChange().parameter("INJECTORS", "2").run(FILE));
    assertTrue(calls("error").get(0).contains("needs TARGET"));
    assertEquals(List.of(), calls("node"));
  }

  /** A parameter is anybody's text: it reaches the shell as a variable. */
  @Test
  void parametersNeverBecomeScript() {
    onThreeInjectors()
        .parameter("TARGET", "$(touch /tmp/x)")
        .parameter("API", "`id`")
        .parameter("SIMULATION", "$(touch /tmp/y)")
        .parameter("START_IN", "$(touch /tmp/z)")
        .run(FILE);
    assertTrue(ran("gatling:test"));
    assertFalse(ran("touch") || ran("`id`"));
  }

  @Test
  void aBaselineIsAcceptedOnMainAfterSomebodyAgreed() {
    assertEquals("SUCCESS", onBranch("main").parameter("RUN", "baseline").run(FILE));
    assertEquals(List.of("Build and test", "Load", "Accept the baseline"), pipeline.entered());
    int measured = index("bin/perf repeat -n 6 BaselineTest");
    int asked = index("message Accept these runs");
    int accepted = index("bin/perf baseline accept");
    assertTrue(measured < asked && asked < accepted, pipeline.calls().toString());
  }

  private int index(String text) {
    List<String> calls = pipeline.calls();
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError(text + " is not in " + calls);
  }

  @Test
  void noBaselineOnABranchNorOfRunsThatFailed() {
    onBranch("feature").parameter("RUN", "baseline").run(FILE);
    assertFalse(ran("baseline accept"));
    status = 1;
    assertEquals("FAILURE", onBranch("main").run(FILE));
    assertFalse(ran("baseline accept"));
  }
}
