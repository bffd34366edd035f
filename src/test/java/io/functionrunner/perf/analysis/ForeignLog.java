package io.functionrunner.perf.analysis;

import io.functionrunner.perf.simlog.LogWriter;
import io.functionrunner.perf.simlog.RunHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A log of a simulation that is not ours, with names as a hostile server might choose them. */
public final class ForeignLog {

  /** A name, and in {@link #MESSAGE} an error, that try to leave whatever they are written into. */
  public static final String NAME =
      "</script><script>alert(1)</script> | `x` [a](http://evil.example) \"'&]]>\u2028\u0001\u202e";

  public static final String MESSAGE = "<img src=x onerror=alert(2)>\r\n@everyone\u001b[31m\u0000";

  private ForeignLog() {}

  public static void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        LogWriter log = new LogWriter(out)) {
      log.run(
          new RunHeader(
              "3.15.1", "com.example.Shop", SimulatedRun.START, "", List.of("buyers"), List.of()));
      log.string(1, NAME);
      log.string(2, "home");
      log.string(3, "");
      log.string(4, MESSAGE);
      log.path(1, 0, 1);
      log.path(2, 0, 2);
      log.user(0, true, 0);
      for (int i = 0; i < 300; i++) {
        log.request(1 + i % 2, 50 * i, 50 * i + 20, i % 10 != 0, i % 10 == 0 ? 4 : 3);
      }
      log.user(0, false, 15_000);
    }
  }
}
