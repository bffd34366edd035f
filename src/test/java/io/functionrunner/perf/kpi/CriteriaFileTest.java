package io.functionrunner.perf.kpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriteriaFileTest {

  @TempDir Path directory;

  private CriteriaFile read(String json) throws IOException {
    return CriteriaFile.read(Files.writeString(directory.resolve("mine.json"), json));
  }

  @Test
  void shippedLimitsAreThoseOfTheDocumentation() throws IOException {
    Criteria baseline = CriteriaFile.shipped().of("BaselineTest");
    assertEquals(OptionalDouble.of(.01), baseline.errorRate());
    assertEquals(OptionalDouble.of(.98), baseline.completedShare());
    assertEquals(OptionalDouble.of(500), baseline.submitP95Millis());
    assertEquals(OptionalDouble.of(100), baseline.scheduleLagP99Millis());
    assertEquals(OptionalDouble.of(240), baseline.taskP95Seconds(new TaskClass("image", "high")));
    assertEquals(
        OptionalDouble.of(600), baseline.taskP95Seconds(new TaskClass("video", "standard")));
    assertEquals(
        OptionalDouble.of(180),
        CriteriaFile.shipped().of("SpikeTest").taskP95Seconds(new TaskClass("image", "draft")));
    Criteria stress = CriteriaFile.shipped().of("StressTest");
    assertTrue(stress.errorRate().isEmpty());
    assertTrue(stress.taskP95Seconds().isEmpty());
    assertEquals(OptionalDouble.of(100), stress.scheduleLagP99Millis());
  }

  @Test
  void aSimulationsOwnLimitsLieOverTheDefault() throws IOException {
    CriteriaFile file =
        read(
            """
            {"schemaVersion": 1,
             "default": {"errorRate": 0.01, "submitP95Millis": 500,
                         "taskP95Seconds": {"image.draft": 1, "image": 2, "text": 3, "audio": 4}},
             "simulations": {"Mine": {"errorRate": 0.05, "submitP95Millis": null,
                         "taskP95Seconds": {"image": 9, "text": null}}}}
            """);
    Criteria mine = file.of("Mine");
    assertEquals(OptionalDouble.of(.05), mine.errorRate());
    assertTrue(mine.submitP95Millis().isEmpty());
    assertEquals(Map.of("image", 9.0, "audio", 4.0), mine.taskP95Seconds());
    assertEquals(OptionalDouble.of(.01), file.of("Another").errorRate());
    assertEquals(
        OptionalDouble.of(1), file.of("Another").taskP95Seconds(new TaskClass("image", "draft")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"schemaVersion\":1,\"default\":{\"errorRte\":1}}"
            + "|default.errorRte: unknown. Expecting one of completedShare, criticalAnomalies,",
        "{\"schemaVersion\":1,\"default\":{\"errorRate\":1.5}}"
            + "|default.errorRate: 1.5. Expecting a share above 0 and below 1",
        "{\"schemaVersion\":1,\"default\":{\"criticalAnomalies\":0.5}}"
            + "|default.criticalAnomalies: 0.5. Expecting a whole number from 0",
        "{\"schemaVersion\":1,\"default\":{\"submitP95Millis\":\"fast\"}}"
            + "|default.submitP95Millis: \"fast\". Expecting milliseconds above 0",
        "{\"schemaVersion\":1,\"default\":{\"taskP95Seconds\":{\"text\":-1}}}"
            + "|default.taskP95Seconds.text: -1. Expecting seconds above 0",
        "{\"schemaVersion\":1,\"default\":{\"taskP95Seconds\":7}}|default.taskP95Seconds: 7.",
        "{\"schemaVersion\":1,\"default\":{},\"simulations\":{\"A\":{\"errorRate\":0}}}"
            + "|simulations.A.errorRate: 0.",
        "{\"schemaVersion\":1,\"default\":{},\"simulation\":{}}|simulation: unknown.",
        "{\"schemaVersion\":2,\"default\":{}}|schemaVersion: 2. Expecting 1",
        "{\"schemaVersion\":1}|default: missing. Expecting an object",
        "[]|the file: []. Expecting an object",
        "{\"schemaVersion\":1,|not JSON:",
        "{\"schemaVersion\":1,\"schemaVersion\":1}|Duplicate field 'schemaVersion'"
      })
  void errorsNameTheFileAndTheField(String json, String expected) {
    IOException e = assertThrows(IOException.class, () -> read(json));
    assertTrue(e.getMessage().contains("mine.json"), e.getMessage());
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }
}
