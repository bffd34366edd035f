package io.functionrunner.perf.simlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.functionrunner.perf.kpi.ErrorCount;
import io.functionrunner.perf.kpi.LogStatistics;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.RequestKey;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.kpi.ResponseTimes;
import io.functionrunner.perf.kpi.ScenarioUsers;
import io.functionrunner.perf.stats.MillisHistogram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that real Gatling versions wrote, against what these versions said about them. */
class RecordedLogTest {
  static final Path RECORDED = Path.of("src/test/resources/simlog");

  @ParameterizedTest
  @ValueSource(strings = {"3.13.4", "3.14.9", "3.15.1"})
  void saysWhatGatlingSaid(String version) throws IOException {
    Path directory = RECORDED.resolve("gatling-" + version);
    GatlingConsole console =
        GatlingConsole.parse(Files.readAllLines(directory.resolve("console.txt")));
    LogStatistics statistics = LogStatistics.ofRun();
    Decoded decoded =
        SimulationLog.decode(
            directory.resolve("simulation.log"), statistics, DecodeOptions.DEFAULT);
    LogSummary summary = statistics.toSummary();

    assertEquals(version, decoded.header().gatlingVersion());
    assertEquals(Optional.empty(), decoded.truncation());
    assertEquals(2, decoded.header().assertions().size());
    assertEquals(4, summary.requests().size());
    for (RequestSummary request : summary.requests()) {
      assertCounts(console.rows().get(request.key().label()), request.run());
    }
    ResponseTimes all = summary.run();
    assertCounts(console.rows().get("Global"), all);
    assertEachStatus(console, "min response time (ms)", all, MillisHistogram::min);
    assertEachStatus(console, "max response time (ms)", all, MillisHistogram::max);
    assertEachStatus(console, "mean response time (ms)", all, times -> Math.round(times.mean()));
    assertEachStatus(
        console,
        "response time std deviation (ms)",
        all,
        times -> Math.round(times.standardDeviation()));
    assertEquals(
        console.errors(),
        summary.errors().stream()
            // One message ends in a blank, which a console cannot show.
            .collect(Collectors.toMap(error -> error.message().strip(), ErrorCount::count)));
    assertEquals(
        console.usersDone(),
        summary.scenarios().stream()
            .collect(Collectors.toMap(ScenarioUsers::scenario, ScenarioUsers::ended)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.13.4", "3.14.9", "3.15.1"})
  void textsBeyondLatin1AndNestedGroups(String version) throws IOException {
    Path log = RECORDED.resolve("gatling-" + version + "/simulation.log");
    LogStatistics statistics = LogStatistics.ofRun();
    SimulationLog.decode(log, statistics, DecodeOptions.DEFAULT);
    LogSummary summary = statistics.toSummary();

    assertEquals(
        List.of("shop", "文章"), summary.scenarios().stream().map(ScenarioUsers::scenario).toList());
    assertEquals(
        60,
        summary
            .request(new RequestKey(List.of("Käse – 店", "cart"), "pay €"))
            .orElseThrow()
            .run()
            .count());
    assertEquals(
        Map.of(List.of("Käse – 店"), 60L, List.of("Käse – 店", "cart"), 60L),
        summary.groups().stream()
            .collect(Collectors.toMap(g -> g.path(), g -> g.durations().count())));
  }

  /** So the writer writes what Gatling writes, also where its code was not looked at. */
  @ParameterizedTest
  @ValueSource(strings = {"3.13.4", "3.14.9", "3.15.1"})
  void aCopyIsTheSameByteForByte(String version) throws IOException {
    Path log = RECORDED.resolve("gatling-" + version + "/simulation.log");
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    try (LogWriter writer = new LogWriter(copy)) {
      SimulationLog.decode(log, writer, DecodeOptions.DEFAULT);
    }

    assertArrayEquals(Files.readAllBytes(log), copy.toByteArray());
  }

  private static void assertCounts(List<Double> row, ResponseTimes times) {
    assertEquals(
        row,
        List.of((double) times.count(), (double) times.ok().count(), (double) times.ko().count()));
  }

  private static void assertEachStatus(
      GatlingConsole console,
      String row,
      ResponseTimes times,
      ToDoubleFunction<MillisHistogram> statistic) {
    assertEquals(
        console.rows().get(row),
        List.of(
            statistic.applyAsDouble(times.all()),
            statistic.applyAsDouble(times.ok()),
            statistic.applyAsDouble(times.ko())),
        row);
  }
}
