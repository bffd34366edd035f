package io.functionrunner.perf.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsFileTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "task.image.paired, 1.1",
    "task.image.draft.p95, 1.1",
    "submit.p95, 1.1",
    "errorRate, 1.5",
    "throughput, 0.9",
    "completedShare, 0.9",
    "demand.cpu, 1.2",
    "demand.gpu, 1.15"
  })
  void theShippedOnesAreTheSeeds(String kpi, double limit) {
    assertEquals(limit, LimitsFile.shipped().of("SpikeTest").of(kpi));
  }

  @Test
  void whatASimulationSaysComesFirst() throws IOException {
    LimitsFile file =
        read(
            """
            {"schemaVersion": 1,
             "default": {"limits": {"submit.*": 1.3}},
             "simulations": {"SpikeTest": {"gates": ["errorRate"], "limits": {"task.text.*": 1.2}}}}
            """);
    assertEquals(1.2, file.of("SpikeTest").of("task.text.paired"));
    assertEquals(1.1, file.of("SpikeTest").of("task.image.paired"));
    assertEquals(1.1, file.of("BaselineTest").of("task.text.paired"));
    assertEquals(1.3, file.of("BaselineTest").of("submit.p50"));
    assertEquals(List.of("errorRate"), file.of("SpikeTest").gates());
    assertEquals(LimitsFile.shipped().of("x").gates(), file.of("BaselineTest").gates());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'schemaVersion': 2} | /schemaVersion",
        "{'schemaVersion': 1, 'defaults': {}} | It can have: $schema, schemaVersion, default",
        "{'schemaVersion': 1, 'default': {'limits': {'task.*': 1}}} | a ratio to the baseline",
        "{'schemaVersion': 1, 'default': {'limits': {'task.*': -1}}} | a ratio to the baseline",
        "{'schemaVersion': 1, 'default': {'gates': ['a..b']}} | an id of a KPI",
        "{'schemaVersion': 1 | not JSON"
      })
  void whatIsWrongIsNamed(String json, String part) {
    IOException e = assertThrows(IOException.class, () -> read(json.replace('\'', '"')));
    assertTrue(e.getMessage().contains("limits.json"), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void aStarIsOnePartAndAtTheEndAllThatFollow() {
    assertTrue(Limits.matches("*", "errorRate"));
    assertTrue(Limits.matches("task.*", "task.image.draft.p95"));
    assertTrue(Limits.matches("task.*.*.p95", "task.image.draft.p95"));
    assertFalse(Limits.matches("task.*.p95", "task.image.draft.p95"));
    assertFalse(Limits.matches("task.*.*.p95", "task.image.p95"));
    assertFalse(Limits.matches("task.*", "task"));
    assertFalse(Limits.matches("task", "task.image"));
  }

  private LimitsFile read(String json) throws IOException {
    return LimitsFile.read(Files.writeString(directory.resolve("limits.json"), json));
  }
}
