package io.functionrunner.perf.load.scale;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonFile;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * The HTTP calls of a task of two seconds, as a Gatling user would write them down without this
 * suite: submit, look after a second and after another one and a half. Bodies come from a feeder;
 * without one ({@code bare.feeder}) all are the same text, as long as an average submission of
 * BaselineTest: the least that these calls can cost.
 */
public final class BareSimulation extends Simulation {

  private static final String CONSTANT =
      """
      {"template_id":"text_generation_v1","quality":"standard","inputs":{"prompt":"%s"}}"""
          .formatted("Describe the harbour at dawn. ".repeat(280));

  private static final String DRAWN =
      """
      {"template_id":"#{template}","quality":"#{quality}","inputs":#{inputs.jsonStringify()}}""";

  public BareSimulation() {
    double tasksPerSecond = Double.parseDouble(System.getProperty("bare.rate"));
    String feeder = System.getProperty("bare.feeder");
    ScenarioBuilder bare = scenario("bare");
    setUp(
            (feeder == null ? bare : bare.feed(jsonFile(feeder).circular()))
                .exec(
                    http("submit")
                        .post("/v1/tasks")
                        .header("Content-Type", "application/json")
                        .body(StringBody(feeder == null ? CONSTANT : DRAWN))
                        .check(status().is(202), jsonPath("$.task_id").saveAs("id")))
                .pause(Duration.ofMillis(1000))
                .exec(check("running"))
                .pause(Duration.ofMillis(1500))
                .exec(check("succeeded"))
                .injectOpen(constantUsersPerSec(tasksPerSecond).during(Duration.ofMinutes(5))))
        .protocols(
            http.baseUrl(System.getProperty("target"))
                .userAgentHeader("function-runner-performance")
                .disableAutoReferer()
                .disableCaching()
                .disableFollowRedirect()
                .disableWarmUp()
                .shareConnections());
  }

  private static ChainBuilder check(String expected) {
    return exec(
        http("check")
            .get("/v1/tasks/#{id}")
            .check(status().is(200), jsonPath("$.status").is(expected)));
  }
}
