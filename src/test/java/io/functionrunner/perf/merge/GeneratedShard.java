package io.functionrunner.perf.merge;

import io.functionrunner.perf.injector.InjectorMetric;
import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.metrics.SeriesWriter;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.simlog.LogWriter;
import io.functionrunner.perf.simlog.RunHeader;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The files of one injector of many, as long as wanted: 100 tasks a second, each submitted, checked
 * eight times and ended after nine seconds. So every 10 ms bring ten records and three lines of the
 * journal, each in its order.
 */
record GeneratedShard(int index, int of, long records) {

  static final int RECORDS_A_TASK = 10;

  private static final long START = 1_790_000_000_000L;
  private static final int TICK_MILLIS = 10;
  private static final int CHECKS = 8;
  private static final int CHECK_TICKS = 100;
  private static final int END_TICKS = 900;
  private static final int HTTP_MILLIS = 5;
  private static final int TASKS_A_USER = 36;

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    manifest().write(directory.resolve(RunManifest.FILE));
    log(directory.resolve(SimulationLog.FILE_NAME));
    journal(directory.resolve(TaskJournal.FILE));
    health(directory.resolve(InjectorSampler.FILE));
  }

  private long tasks() {
    return records / RECORDS_A_TASK;
  }

  private long millis() {
    return tasks() * TICK_MILLIS;
  }

  private void log(Path file) throws IOException {
    try (LogWriter log = new LogWriter(new BufferedOutputStream(Files.newOutputStream(file)))) {
      log.run(
          new RunHeader("3.15.1", "HighLoadTest", START, "", List.of("HighLoadTest"), List.of()));
      String[] texts = {"", "submit text", "check text", "task text standard"};
      for (int id = 1; id <= texts.length; id++) {
        log.string(id, texts[id - 1]);
      }
      for (int path = 1; path <= 3; path++) {
        log.path(path, 0, path + 1);
      }
      for (long tick = 0; tick < tasks() + END_TICKS; tick++) {
        int now = (int) (tick * TICK_MILLIS) + HTTP_MILLIS + index % HTTP_MILLIS;
        if (tick < tasks()) {
          log.request(1, now - HTTP_MILLIS, now, true, 1);
        }
        for (int check = 1; check <= CHECKS; check++) {
          long task = tick - (long) check * CHECK_TICKS;
          if (task >= 0 && task < tasks()) {
            log.request(2, now - HTTP_MILLIS, now, true, 1);
          }
        }
        if (tick >= END_TICKS) {
          log.request(3, now - END_TICKS * TICK_MILLIS, now, true, 1);
        }
      }
    }
  }

  /** As {@link TaskJournal} writes, but not a system call a line. */
  private void journal(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (long tick = 0; tick < tasks() + END_TICKS; tick++) {
        long now = START + tick * TICK_MILLIS + index % HTTP_MILLIS;
        if (tick < tasks()) {
          out.write("S\t" + name(tick) + "\ttext\tstandard\t" + now + '\t' + now + '\n');
          out.write("A\t" + name(tick) + '\t' + (now + HTTP_MILLIS) + '\n');
        }
        long ended = tick - END_TICKS;
        if (ended >= 0) {
          long created = START + ended * TICK_MILLIS + index % HTTP_MILLIS + 2;
          out.write(
              "E\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t0\t\t%d\n"
                  .formatted(
                      name(ended),
                      Outcome.COMPLETED.id(),
                      now + HTTP_MILLIS,
                      created,
                      created + 1_000,
                      created + 8_500,
                      CHECKS,
                      now - 1_000));
        }
      }
    }
  }

  private String name(long task) {
    return (task / TASKS_A_USER * of + index - 1) + "\t" + task % TASKS_A_USER;
  }

  private void health(Path file) throws IOException {
    try (SeriesWriter writer = new SeriesWriter(file, "the injector", Duration.ofSeconds(1))) {
      for (long second = 1; second <= millis() / 1000; second++) {
        for (InjectorMetric metric : InjectorMetric.values()) {
          writer.point(metric.id(), Map.of(), START + 1000 * second + index, 0.25);
        }
      }
    }
  }

  private RunManifest manifest() {
    int users = (int) ((tasks() + TASKS_A_USER - 1) / TASKS_A_USER);
    return new RunManifest(
        RunManifest.SCHEMA_VERSION,
        "HighLoadTest",
        RunManifest.Status.COMPLETED,
        null,
        START,
        START + millis() + 10_000,
        1,
        "closed-users",
        "http://10.0.0.1:8080",
        false,
        "function-runner",
        "0123456789abcdef",
        1,
        1,
        users,
        "feedbeef",
        tasks(),
        0,
        List.of(new Phase("steady", Phase.Kind.STEADY, 0, Math.max(1, millis()))),
        Map.of("shard", index + "/" + of),
        new RunManifest.Environment("Linux", "amd64", 2, 1L << 34, "17.0.15", "f00d"),
        Map.of("gatling", "3.15.1", "java", "17.0.15"),
        RunManifest.Shards.part(index, of));
  }
}
