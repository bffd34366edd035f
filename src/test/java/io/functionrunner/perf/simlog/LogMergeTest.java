package io.functionrunner.perf.simlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.kpi.LogStatistics;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.kpi.ResponseTimes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogMergeTest {
  private static final long START = 1_790_000_000_000L;

  @TempDir Path directory;

  @Test
  void recordsInOrderOfTheirEndsByTheReferenceClock() throws IOException {
    Path first =
        log(
            "first",
            header(START, "images"),
            sink -> {
              sink.user(0, true, 10);
              sink.string(1, "submit");
              sink.path(1, 0, 1);
              sink.string(2, "");
              sink.request(1, 10, 300, true, 2);
              sink.user(0, false, 301);
            });
    Path second =
        log(
            "second",
            header(START + 100, "texts", "images"),
            sink -> {
              sink.user(1, true, 0);
              sink.string(1, "shop");
              sink.path(1, 0, 1);
              sink.string(2, "submit");
              sink.path(2, 1, 2);
              sink.string(3, "refused");
              sink.request(2, 0, 50, false, 3);
              sink.group(1, 0, 60, 50, false);
              sink.error(3, 500);
            });
    Path out = directory.resolve("merged.log");

    LogMerge.Merged merged =
        LogMerge.merge(
            List.of(new LogMerge.Part(first, 0), new LogMerge.Part(second, -80)),
            out,
            DecodeOptions.DEFAULT);

    RecordedCalls read = new RecordedCalls();
    assertEquals(merged.header(), SimulationLog.decode(out, read, DecodeOptions.DEFAULT).header());
    assertEquals(
        List.of(
            "run MergeTest [images, texts]",
            "user 0 true 10",
            "user 0 true 20",
            "request /shop/submit 20 70 false refused",
            "group /shop 20 80 50 false",
            "request /submit 10 300 true ",
            "user 0 false 301",
            "error refused 520"),
        read.lines);
    assertEquals(START, merged.header().startEpochMillis());
    assertEquals(7, merged.records());
    assertEquals(Files.size(out), merged.bytes());
  }

  @Test
  void orderWithinAPartStaysAsItWasWritten() throws IOException {
    Path crossed =
        log(
            "crossed",
            header(START, "images"),
            sink -> {
              sink.user(0, true, 200);
              sink.user(0, true, 100);
            });
    Path other = log("other", header(START, "images"), sink -> sink.user(0, false, 150));
    Path out = directory.resolve("merged.log");

    LogMerge.merge(parts(crossed, other), out, DecodeOptions.DEFAULT);

    RecordedCalls read = new RecordedCalls();
    SimulationLog.decode(out, read, DecodeOptions.DEFAULT);
    assertEquals(
        List.of("user 0 false 150", "user 0 true 200", "user 0 true 100"),
        read.lines.subList(1, 4));
  }

  @Test
  void statisticsAreThoseOfThePartsTogether() throws IOException {
    List<Path> logs = generated(7);
    Path out = directory.resolve("merged.log");

    LogMerge.Merged merged =
        LogMerge.merge(parts(logs.toArray(Path[]::new)), out, DecodeOptions.DEFAULT);

    List<LogSummary> parts = new ArrayList<>();
    for (Path log : logs) {
      parts.add(summary(log));
    }
    LogSummary together = summary(out);
    for (RequestSummary request : together.requests()) {
      ResponseTimes expected =
          parts.stream()
              .map(part -> part.request(request.key()).orElseThrow().run())
              .reduce(ResponseTimes.NONE, ResponseTimes::plus);
      assertEquals(expected, request.run());
    }
    assertEquals(7 * 500, together.run().count());
    assertEquals(
        parts.stream().mapToLong(part -> part.scenarios().get(0).started()).sum(),
        together.scenarios().get(0).started());
    assertEquals(merged.parts().stream().mapToLong(Decoded::records).sum(), merged.records());
  }

  /** Also shows that Gatling takes what our writer writes. */
  @Test
  void gatlingReportsTheMergedLog() throws IOException, InterruptedException {
    Path out = directory.resolve("merged.log");
    LogMerge.merge(parts(generated(3).toArray(Path[]::new)), out, DecodeOptions.DEFAULT);

    GatlingReport report = GatlingReport.of(out, directory.resolve("results"));

    LogSummary ours = summary(out);
    assertRow(ours.run(), report.all());
    for (RequestSummary request : ours.requests()) {
      assertRow(request.run(), report.row(request.key().label()));
    }
    assertRow(ours.groups().get(0).cumulated(), report.row("überblick – 概要"));
  }

  @Test
  void cutPartsAreMergedAsFarAsTheyGo() throws IOException {
    Path whole = generated(1).get(0);
    Path cut = directory.resolve("cut.log");
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 3));
    Path out = directory.resolve("merged.log");

    LogMerge.Merged merged = LogMerge.merge(parts(whole, cut), out, DecodeOptions.DEFAULT);

    assertTrue(merged.parts().get(0).truncation().isEmpty());
    assertEquals(Truncation.Kind.CUT, merged.parts().get(1).truncation().orElseThrow().kind());
    Decoded read = SimulationLog.decode(out, new LogSink() {}, DecodeOptions.DEFAULT);
    assertTrue(read.truncation().isEmpty());
    assertEquals(merged.records(), read.records());
  }

  @Test
  void unmatchedMessagesStayUnmatched() throws IOException {
    RunHeader later = header(START + 5_000, "images");
    Path early = log("early", header(START, "images"), sink -> sink.user(0, true, 0));
    Path late =
        log(
            "late",
            later,
            sink -> {
              sink.string(1, "push");
              sink.path(1, 0, 1);
              sink.request(1, 5, later.unmatchedEndMillis(), true, 1);
            });
    Path out = directory.resolve("merged.log");

    LogMerge.merge(parts(early, late), out, DecodeOptions.DEFAULT);

    assertEquals(1, summary(out).unmatched());
  }

  @Test
  void refusesWhatCannotBeOneLog() throws IOException {
    Path log = log("one", header(START, "images"), sink -> sink.user(0, true, 0));
    Path old =
        log(
            "old",
            new RunHeader("3.13.4", "MergeTest", START, "", List.of(), List.of()),
            sink -> {});
    Path far =
        log("far", header(START + (25L * 24 * 3_600_000), "images"), sink -> sink.user(0, true, 0));
    Path out = directory.resolve("merged.log");

    assertRefused("3.15.1 and 3.13.4", parts(log, old), out);
    assertRefused("no logs", List.of(), out);
    assertRefused("overwritten", parts(log), log);
    assertRefused("after the earliest start", parts(log, far), out);
    assertFalse(Files.exists(out));
    try (var files = Files.list(directory)) {
      assertEquals(3, files.count());
    }
  }

  private static void assertRefused(String reason, List<LogMerge.Part> parts, Path out) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> LogMerge.merge(parts, out, DecodeOptions.DEFAULT))
            .getMessage();
    assertTrue(message.contains(reason), message);
  }

  private static void assertRow(ResponseTimes ours, GatlingReport.Row gatling) {
    assertEquals(ours.count(), gatling.total());
    assertEquals(ours.ok().count(), gatling.ok());
    assertEquals(ours.ko().count(), gatling.ko());
    assertEquals(ours.all().min(), gatling.min());
    assertEquals(ours.all().max(), gatling.max());
    assertEquals(Math.round(ours.all().mean()), gatling.mean());
    assertEquals(Math.round(ours.all().standardDeviation()), gatling.standardDeviation());
  }

  private List<Path> generated(int count) throws IOException {
    List<Path> logs = new ArrayList<>();
    for (int seed = 0; seed < count; seed++) {
      Path log = directory.resolve("generated-" + seed + ".log");
      new LogGenerator(seed, 500, 50).write(log);
      logs.add(log);
    }
    return logs;
  }

  private static List<LogMerge.Part> parts(Path... logs) {
    return Arrays.stream(logs).map(log -> new LogMerge.Part(log, 0)).toList();
  }

  private static LogSummary summary(Path log) throws IOException {
    LogStatistics statistics = LogStatistics.ofRun();
    SimulationLog.decode(log, statistics, DecodeOptions.DEFAULT);
    return statistics.toSummary();
  }

  private Path log(String name, RunHeader header, Consumer<LogSink> records) throws IOException {
    Path log = directory.resolve(name + ".log");
    try (OutputStream out = Files.newOutputStream(log);
        LogWriter writer = new LogWriter(out)) {
      writer.run(header);
      records.accept(writer);
    }
    return log;
  }

  private static RunHeader header(long startEpochMillis, String... scenarios) {
    return new RunHeader(
        "3.15.1", "MergeTest", startEpochMillis, "", List.of(scenarios), List.<ByteBuffer>of());
  }
}
