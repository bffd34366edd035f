package io.functionrunner.perf.cli;

import io.functionrunner.perf.report.KpisJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one of several runs left in a results folder of its own. */
final class RepeatedRun {

  private static final String COMPLETED = "COMPLETED";
  private static final String INVALID = "INVALID";

  private RepeatedRun() {}

  /** Empty when it came to none. */
  static Optional<KpisJson> analysis(Path results) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      List<Path> found =
          files.map(d -> d.resolve("analysis.json")).filter(Files::isRegularFile).toList();
      return found.isEmpty() ? Optional.empty() : Optional.of(KpisJson.read(found.get(0)));
    }
  }

  /** Why its numbers do not count; empty when they do. */
  static String unusable(KpisJson analysis) {
    boolean counts = analysis.status().equals(COMPLETED) && !analysis.verdict().equals(INVALID);
    return counts ? "" : analysis.reason();
  }
}
