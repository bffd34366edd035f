package io.functionrunner.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.workload.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuitePlanTest {

  private static SuitePlan plan(Suite suite, Map<String, String> settings) {
    return SuitePlan.of(suite, settings, Duration.ofMinutes(1), 0);
  }

  private static List<String> loads(SuitePlan plan) {
    return plan.steps().stream().map(s -> s.simulation() + " " + s.load()).toList();
  }

  @Test
  void againstATargetTheStandardSuiteTakesTwoHours() {
    SuitePlan plan = plan(Suite.STANDARD, Map.of("target", "http://10.0.0.1:8080"));
    assertEquals(
        List.of("BaselineTest PT10M", "HighLoadTest PT30M", "SpikeTest PT15M", "MixedTest PT1H"),
        loads(plan));
    assertEquals(Duration.ofHours(2), plan.budget());
  }

  @Test
  void theSandboxIsTenTimesFaster() {
    SuitePlan plan = plan(Suite.STANDARD, Map.of());
    assertEquals(
        List.of("BaselineTest PT1M", "HighLoadTest PT3M", "SpikeTest PT1M30S", "MixedTest PT6M"),
        loads(plan));
    assertEquals(Duration.ofSeconds(6), plan.coolDown());
    assertEquals(Duration.ofSeconds(690 + 4 * 30 + 3 * 6), plan.budget());
    assertEquals(
        List.of(
            "BaselineTest PT2M30S", "HighLoadTest PT7M30S", "SpikeTest PT3M45S", "MixedTest PT15M"),
        loads(plan(Suite.STANDARD, Map.of("sandbox.speed", "4"))));
  }

  @Test
  void ciRunsAtHalfTheTimeUnlessToldOtherwise() {
    assertEquals(
        List.of("BaselineTest PT30S", "StressTest PT1M30S"), loads(plan(Suite.CI, Map.of())));
    SuitePlan told = plan(Suite.CI, Map.of("timeScale", "0.1", "duration", "20m"));
    assertEquals(List.of("BaselineTest PT12S", "StressTest PT12S"), loads(told));
    assertEquals("0.1", told.steps().get(0).settings().get("timeScale"));
    assertEquals("0.5", plan(Suite.CI, Map.of()).steps().get(0).settings().get("timeScale"));
  }

  @Test
  void thePlanSaysWhatAndHowLong() {
    String text = plan(Suite.CI, Map.of()).text();
    assertTrue(text.startsWith("Suite ci against the sandbox: 2 runs, about 3m6s\n"), text);
    assertTrue(text.contains("  StressTest     1m30s of load\n"), text);
    assertTrue(text.contains("6s between two runs"), text);
  }
}
