package io.functionrunner.perf.simlog;

import io.functionrunner.perf.kpi.LogStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Decodes bytes of any origin, and holds the decoder to what it promises of them. */
final class HostileLog {
  private HostileLog() {}

  enum Outcome {
    REFUSED,
    TRUNCATED,
    COMPLETE
  }

  /** Everything but the two documented exceptions, and every broken promise, is thrown. */
  static Outcome decode(byte[] bytes, Path file) throws IOException {
    Files.write(file, bytes);
    Checker checker = new Checker();
    Decoded decoded;
    try {
      decoded = SimulationLog.decode(file, checker, DecodeOptions.DEFAULT.withAnyVersion(true));
    } catch (NotASimulationLog e) {
      require(checker.records == 0 && checker.runs == 0, "records of what is no log");
      return Outcome.REFUSED;
    }
    require(checker.runs == 1, "one run record");
    require(decoded.records() == checker.records, "the number of records told");
    require(decoded.bytes() <= bytes.length, "no more bytes than there are");
    boolean complete = decoded.truncation().isEmpty();
    require(!complete || decoded.bytes() == bytes.length, "complete is to the last byte");
    // Each record told takes a byte at least, so neither time nor memory outgrow the input.
    require(decoded.records() <= bytes.length, "no more records than bytes");
    checker.statistics.toSummary();
    follow(file, decoded);
    return complete ? Outcome.COMPLETE : Outcome.TRUNCATED;
  }

  private static void follow(Path file, Decoded decoded) throws IOException {
    LogSink sink = new LogSink() {};
    try (LogFollower follower =
        new LogFollower(file, sink, DecodeOptions.DEFAULT.withAnyVersion(true))) {
      require(follower.poll() == decoded.records(), "a follower reads the same");
      require(follower.poll() == 0, "nothing is read twice");
    }
  }

  private static void require(boolean kept, String promise) {
    if (!kept) {
      throw new AssertionError("broken: " + promise);
    }
  }

  /** Checks that ids are known when they are used, and feeds the statistics. */
  private static final class Checker implements LogSink {
    private final LogStatistics statistics = LogStatistics.ofRun();
    private final List<String> texts = new ArrayList<>(List.of(""));
    private int paths;
    private int scenarios;
    private int runs;
    private long records;

    @Override
    public void run(RunHeader header) {
      runs++;
      scenarios = header.scenarios().size();
      statistics.run(header);
    }

    @Override
    public void string(int id, String value) {
      require(id == texts.size(), "texts are numbered in order");
      texts.add(value);
      statistics.string(id, value);
    }

    @Override
    public void path(int id, int parent, int nameId) {
      require(id == ++paths, "paths are numbered in order");
      require(parent >= 0 && parent < id, "a parent is known");
      requireText(nameId);
      statistics.path(id, parent, nameId);
    }

    @Override
    public void request(int pathId, int startMillis, int endMillis, boolean ok, int messageId) {
      require(pathId > 0 && pathId <= paths, "a path is known");
      requireText(messageId);
      records++;
      statistics.request(pathId, startMillis, endMillis, ok, messageId);
    }

    @Override
    public void user(int scenario, boolean start, int millis) {
      require(scenario >= 0 && scenario < scenarios, "a scenario is known");
      records++;
      statistics.user(scenario, start, millis);
    }

    @Override
    public void group(int pathId, int startMillis, int endMillis, int cumulatedMillis, boolean ok) {
      require(pathId >= 0 && pathId <= paths, "a path is known");
      records++;
      statistics.group(pathId, startMillis, endMillis, cumulatedMillis, ok);
    }

    @Override
    public void error(int messageId, int millis) {
      requireText(messageId);
      records++;
      statistics.error(messageId, millis);
    }

    private void requireText(int id) {
      require(id > 0 && id < texts.size(), "a text is known");
    }
  }
}
