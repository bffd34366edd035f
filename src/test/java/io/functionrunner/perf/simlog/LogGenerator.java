package io.functionrunner.perf.simlog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes logs as a run of constant rate would write them: users, requests in and outside of groups,
 * response times from a lognormal body and a slow tail, some failures. Same values, same bytes.
 *
 * @param requests how many request records
 * @param perSecond of them a second
 */
record LogGenerator(long seed, long requests, int perSecond) {
  static final long START_EPOCH_MILLIS = 1_790_000_000_000L;

  private static final int TABLE = 1 << 16;
  private static final int REQUESTS_PER_USER = 10;
  private static final int SUBMIT = 1;
  private static final int CHECK = 2;
  private static final int TASK = 3;
  private static final int BROWSE = 4;
  private static final int NONE = 5;
  private static final int REFUSED = 6;
  private static final int CRASHED = 7;

  /** Writes the log to a file. */
  void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        LogWriter writer = new LogWriter(out)) {
      writeTo(writer);
    }
  }

  /** Tells the log to any sink. */
  void writeTo(LogSink sink) {
    sink.run(
        new RunHeader(
            "3.15.1",
            "GeneratedTest",
            START_EPOCH_MILLIS,
            "seed " + seed,
            List.of("images", "texts"),
            List.of()));
    sink.string(SUBMIT, "submit image");
    sink.string(CHECK, "check image");
    sink.string(TASK, "task image draft");
    sink.string(BROWSE, "überblick – 概要");
    sink.string(NONE, "");
    sink.string(REFUSED, "status.find.is(202), but actually found 429");
    sink.string(CRASHED, "j.n.ConnectException: Connection refused");
    sink.path(1, 0, SUBMIT);
    sink.path(2, 0, CHECK);
    sink.path(3, 0, TASK);
    sink.path(4, 0, BROWSE);
    sink.path(5, 4, SUBMIT);
    int[] times = responseTimes();
    SplittableRandom random = new SplittableRandom(seed);
    int end = 0;
    for (long i = 0; i < requests; i++) {
      end = Math.toIntExact(1_000 + i * 1_000 / perSecond);
      long bits = random.nextLong();
      int duration = Math.min(end, times[(int) (bits & (TABLE - 1))]);
      int path = 1 + (int) ((bits >>> 16) % 3 + 3) % 3;
      boolean ok = ((bits >>> 24) & 0xFF) < 253;
      int message = ok ? NONE : (bits & 1) == 0 ? REFUSED : CRASHED;
      if (i % REQUESTS_PER_USER == 0) {
        sink.user((int) (i / REQUESTS_PER_USER % 2), true, Math.max(0, end - duration));
      }
      if (((bits >>> 32) & 0xF) == 0) {
        sink.request(5, end - duration, end, ok, message);
        sink.group(4, end - duration, end, duration, ok);
      } else {
        sink.request(path, end - duration, end, ok, message);
      }
      if (i % REQUESTS_PER_USER == REQUESTS_PER_USER - 1) {
        sink.user((int) (i / REQUESTS_PER_USER % 2), false, end);
      }
    }
    sink.error(CRASHED, end);
  }

  /** Median 90 ms, one in a hundred up to some seconds. */
  private int[] responseTimes() {
    java.util.Random random = new java.util.Random(seed);
    int[] times = new int[TABLE];
    for (int i = 0; i < TABLE; i++) {
      double body = 90 * Math.exp(0.5 * random.nextGaussian());
      times[i] = (int) (i % 100 == 0 ? 20 * body : body);
    }
    return times;
  }
}
