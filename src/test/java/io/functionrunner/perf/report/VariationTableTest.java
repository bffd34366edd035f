package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Variation;
import io.functionrunner.perf.kpi.Kpi;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariationTableTest {

  private static Reading reading(String id, String unit, boolean gates, double value) {
    return new Reading(new Kpi(id, id, unit, Kpi.Direction.LOWER, "", gates), KpiValue.of(value));
  }

  @Test
  void hasARowForWhatCanBeJudgedAndAReasonForWhatCannot() {
    List<List<Reading>> runs = new ArrayList<>();
    for (double factor : new double[] {0.98, 1, 1.02, 1, 1}) {
      runs.add(
          List.of(
              reading("throughput", "tasks/s", false, 25 * factor),
              reading("mean", "ms", true, 800 * Math.pow(factor, 5)),
              reading("errorRate", "share", true, 0)));
    }
    // Standard deviation and quotient: Python's statistics.stdev([.98, 1, 1.02, 1, 1]) is 0.014142,
    // and of the fifth powers .070801 around 1.001600. Chi-square's quantiles .4844 and 11.143, by
    // hand.
    List<String> lines = VariationTable.text(Variation.of(runs)).lines().toList();
    assertTrue(lines.get(0).matches("KPI +mean +min +max +CV +95 % interval"), lines.get(0));
    assertTrue(
        lines
            .get(1)
            .matches(
                "throughput +25 tasks/s +24.5 tasks/s +25.5 tasks/s +1.41 % +0.85 % to 4.07 %"
                    + " +steady"),
        lines.get(1));
    assertTrue(
        lines.get(2).matches("mean +801.3 ms +723.1 ms +883.3 ms +7.07 % +.* +VARIES +\\*"),
        lines.get(2));
    assertTrue(lines.contains("  errorRate: 0 in every run"), lines::toString);
  }

  @Test
  void withNothingToShowThereIsNoTable() {
    List<Reading> run = List.of(reading("errorRate", "share", true, 0));
    assertEquals(
        "\nCannot be judged:\n  errorRate: 0 in every run\n",
        VariationTable.text(Variation.of(List.of(run, run))));
  }

  @Test
  void analysesOfAnotherSchemaAreRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("analysis.json"), "{\"schemaVersion\": 99}");
    IOException e = assertThrows(IOException.class, () -> KpisJson.read(file));
    assertTrue(e.getMessage().contains("schema version 99"), e.getMessage());
  }
}
