package io.functionrunner.perf.simlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.kpi.LogStatistics;
import io.functionrunner.perf.kpi.LogSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  @TempDir Path directory;

  /** Pieces of any size, down to one byte: the sink hears the same as from the whole file. */
  @Test
  void tellsAGrowingLogOnce() throws IOException {
    Path whole = directory.resolve("whole.log");
    new LogGenerator(4, 60, 10).write(whole);
    byte[] bytes = Files.readAllBytes(whole);
    RecordedCalls expected = new RecordedCalls();
    Decoded decoded = SimulationLog.decode(whole, expected, DecodeOptions.DEFAULT);
    LogStatistics all = LogStatistics.ofRun();
    SimulationLog.decode(whole, all, DecodeOptions.DEFAULT);
    LogSummary summary = all.toSummary();
    for (int largest : new int[] {1, 7, 40, 1_000}) {
      Path growing = directory.resolve("growing-" + largest + ".log");
      SplittableRandom random = new SplittableRandom(largest);
      RecordedCalls told = new RecordedCalls();
      LogStatistics statistics = LogStatistics.ofRun();
      long records = 0;
      try (LogFollower follower = new LogFollower(growing, told, DecodeOptions.DEFAULT);
          LogFollower counter = new LogFollower(growing, statistics, DecodeOptions.DEFAULT)) {
        assertEquals(0, follower.poll());
        for (int at = 0; at < bytes.length; ) {
          int length = Math.min(bytes.length - at, 1 + random.nextInt(largest));
          append(growing, bytes, at, length);
          at += length;
          records += follower.poll();
          counter.poll();
        }
        assertEquals(expected.lines, told.lines);
        assertEquals(decoded.records(), records);
        assertEquals(Optional.of(decoded), follower.decoded());
      }
      assertEquals(60, statistics.toSummary().run().count());
      assertEquals(summary.requests(), statistics.toSummary().requests());
    }
  }

  @Test
  void anUnfinishedLogIsKnownToEndInsideARecord() throws IOException {
    Path log = directory.resolve("simulation.log");
    new LogGenerator(4, 60, 10).write(log);
    byte[] bytes = Files.readAllBytes(log);
    Path cut = directory.resolve("cut.log");
    append(cut, bytes, 0, bytes.length - 3);
    try (LogFollower follower = new LogFollower(cut, new RecordedCalls(), DecodeOptions.DEFAULT)) {
      follower.poll();
      assertEquals(
          Truncation.Kind.CUT, follower.decoded().orElseThrow().truncation().orElseThrow().kind());
      assertEquals(0, follower.poll());
      append(cut, bytes, bytes.length - 3, 3);
      assertEquals(1, follower.poll());
      assertTrue(follower.decoded().orElseThrow().truncation().isEmpty());
    }
  }

  @Test
  void corruptOnceIsCorruptForEver() throws IOException {
    Path log = directory.resolve("simulation.log");
    new LogGenerator(4, 60, 10).write(log);
    append(log, new byte[] {9}, 0, 1);
    try (LogFollower follower = new LogFollower(log, new RecordedCalls(), DecodeOptions.DEFAULT)) {
      assertTrue(follower.poll() > 60);
      Decoded first = follower.decoded().orElseThrow();
      assertEquals(Truncation.Kind.CORRUPT, first.truncation().orElseThrow().kind());
      append(log, new byte[] {2, 0, 0, 0, 0, 1, 0, 0, 0, 1}, 0, 10);
      assertEquals(0, follower.poll());
      assertEquals(Optional.of(first), follower.decoded());
    }
  }

  @Test
  void refusesAnotherLogInItsPlace() throws IOException {
    Path log = directory.resolve("simulation.log");
    new LogGenerator(4, 60, 10).write(log);
    try (LogFollower follower = new LogFollower(log, new RecordedCalls(), DecodeOptions.DEFAULT)) {
      assertEquals(Optional.empty(), follower.decoded());
      follower.poll();
      Files.write(log, new byte[10]);
      String message = assertThrows(IOException.class, follower::poll).getMessage();
      assertTrue(message.contains("has shrunk to 10 bytes"), message);
    }
    Files.writeString(log, "RUN\tBaselineTest");
    try (LogFollower follower = new LogFollower(log, new RecordedCalls(), DecodeOptions.DEFAULT)) {
      assertThrows(NotASimulationLog.class, follower::poll);
    }
  }

  private static void append(Path file, byte[] bytes, int from, int length) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(bytes, from, length);
    }
  }
}
