package io.functionrunner.perf.simlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Jazzer, a coverage-guided fuzzer, calls with its inputs. {@code mvn verify} runs it for
 * {@code fuzz.seconds}, {@code mvn verify -Pfuzz} for an hour; the recorded logs are its seeds.
 */
public final class LogFuzzer {
  private LogFuzzer() {}

  /** Called by Jazzer; whatever it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Path file = Path.of("target", "fuzz", "input.log");
    Files.createDirectories(file.getParent());
    HostileLog.decode(input, file);
  }
}
