package io.functionrunner.perf.kpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.simlog.DecodeOptions;
import io.functionrunner.perf.simlog.RunHeader;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobalStatsTest {
  private static final Path RECORDED = Path.of("src/test/resources/simlog/gatling-3.13.4");
  private static final List<String> PERCENTILES =
      List.of("percentiles1", "percentiles2", "percentiles3", "percentiles4");

  @TempDir Path directory;

  /** Same fields in the same order, same values: but for the percentiles, which are exact here. */
  @Test
  void isTheFileThatGatlingWroteOfTheSameRun() throws IOException {
    LogStatistics statistics = LogStatistics.ofRun();
    SimulationLog.decode(RECORDED.resolve("simulation.log"), statistics, DecodeOptions.DEFAULT);
    LogSummary summary = statistics.toSummary();
    GlobalStats.of(summary).write(directory);

    JsonNode gatling = read(RECORDED.resolve("global_stats.json"));
    JsonNode ours = read(directory.resolve("js/global_stats.json"));
    assertEquals(fields(gatling), fields(ours));
    for (String field : fields(gatling)) {
      if (PERCENTILES.contains(field)) {
        assertEquals(fields(gatling.get(field)), fields(ours.get(field)));
      } else {
        assertEquals(gatling.get(field), ours.get(field), field);
      }
    }
    double[] quantiles = {0.5, 0.75, 0.95, 0.99};
    for (int i = 0; i < quantiles.length; i++) {
      JsonNode percentile = ours.get(PERCENTILES.get(i));
      ResponseTimes run = summary.run();
      assertEquals(run.all().quantile(quantiles[i]), percentile.get("total").intValue());
      assertEquals(run.ok().quantile(quantiles[i]), percentile.get("ok").intValue());
      assertEquals(run.ko().quantile(quantiles[i]), percentile.get("ko").intValue());
    }
  }

  @Test
  void rangesAreThoseOfSuccesses() {
    LogStatistics statistics = LogStatistics.ofRun();
    statistics.run(new RunHeader("3.15.1", "Test", 0, "", List.of(), List.of()));
    statistics.string(1, "pay");
    statistics.path(1, 0, 1);
    for (int millis : new int[] {0, 799, 800, 1_199, 1_200}) {
      statistics.request(1, 1_000, 1_000 + millis, true, 1);
    }
    statistics.request(1, 1_000, 1_001, false, 1);
    GlobalStats stats = GlobalStats.of(statistics.toSummary());

    assertEquals(2, stats.group1().count());
    assertEquals(2, stats.group2().count());
    assertEquals(1, stats.group3().count());
    assertEquals(1, stats.group4().count());
    // 1.2 s count as two begun seconds.
    assertEquals(3, stats.meanNumberOfRequestsPerSecond().total());
  }

  @Test
  void aRunWithoutRequestsIsAllZero() throws IOException {
    LogStatistics statistics = LogStatistics.ofRun();
    statistics.run(new RunHeader("3.15.1", "Test", 0, "", List.of(), List.of()));
    GlobalStats.of(statistics.toSummary()).write(directory);

    JsonNode ours = read(directory.resolve("js/global_stats.json"));
    assertEquals(0, ours.get("percentiles3").get("total").intValue());
    assertEquals(0, ours.get("group1").get("percentage").intValue());
    assertTrue(ours.get("meanNumberOfRequestsPerSecond").get("ok").isNumber());
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static List<String> fields(JsonNode node) {
    List<String> fields = new ArrayList<>();
    node.fieldNames().forEachRemaining(fields::add);
    return fields;
  }
}
