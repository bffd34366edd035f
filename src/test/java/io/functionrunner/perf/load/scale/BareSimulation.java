package io.functionrunner.perf.load.scale;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * The HTTP calls of a task of two seconds, as a Gatling user would write them down without this
 * suite: submit, look after a second and after another one and a half.
 */
public final class BareSimulation extends Simulation {

  /** As long as an average prompt of the feeders makes it. */
  private static final String BODY =
      """
      {"template_id":"text_generation_v1","quality":"standard","inputs":{"prompt":"%s"}}"""
          .formatted("Describe the harbour at dawn. ".repeat(10));

  public BareSimulation() {
    double tasksPerSecond = Double.parseDouble(System.getProperty("bare.rate"));
    setUp(
            scenario("bare")
                .exec(
                    http("submit")
                        .post("/v1/tasks")
                        .header("Content-Type", "application/json")
                        .body(StringBody(BODY))
                        .check(status().is(202), jsonPath("$.task_id").saveAs("id")))
                .pause(Duration.ofMillis(1000))
                .exec(check("running"))
                .pause(Duration.ofMillis(1500))
                .exec(check("succeeded"))
                .injectOpen(constantUsersPerSec(tasksPerSecond).during(Duration.ofSeconds(60))))
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
