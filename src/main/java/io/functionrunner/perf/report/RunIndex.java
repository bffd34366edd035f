package io.functionrunner.perf.report;

import io.functionrunner.perf.run.AtomicFile;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes {@code index.html} of a results folder: all its runs, the newest first. */
public final class RunIndex {

  /** Name of the page in the results folder. */
  public static final String FILE = "index.html";

  /** Only a page that says so is ours to replace; it stands in its first lines. */
  private static final String MARK = "content=\"function-runner-performance: index of runs\"";

  private static final int HEAD_BYTES = 1_024;

  private RunIndex() {}

  /**
   * Makes the page, or replaces it as a whole.
   *
   * @throws IOException when it cannot be written, or somebody else's page has its name
   */
  public static void write(Path results) throws IOException {
    Path file = results.resolve(FILE);
    if (Files.exists(file) && !isOurs(file)) {
      throw new IOException(file + " is not ours, and stays as it is");
    }
    List<RunOutline> runs = runs(results);
    Map<String, Object> page =
        Map.of(
            "title",
            "Runs in " + results.toAbsolutePath().normalize().getFileName(),
            "count",
            Display.count(runs.size()),
            "verdicts",
            verdicts(runs),
            "runs",
            runs.stream().map(RunOutline::row).toList());
    AtomicFile.write(file, out -> HtmlPage.write(out, "runs.html", page));
  }

  /** Replaces the page where there is one; makes none in a folder that never had it. */
  public static void renew(Path results) throws IOException {
    if (results != null && isOurs(results.resolve(FILE))) {
      write(results);
    }
  }

  private static boolean isOurs(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8).contains(MARK);
    }
  }

  private static List<RunOutline> runs(Path results) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files
          .filter(Files::isDirectory)
          .map(RunOutline::of)
          .flatMap(Optional::stream)
          .sorted(
              Comparator.comparingLong(RunOutline::startMillis)
                  .reversed()
                  .thenComparing(RunOutline::folder))
          .toList();
    }
  }

  private static List<Map<String, Object>> verdicts(List<RunOutline> runs) {
    return Stream.of(Verdict.values())
        .map(
            verdict ->
                HtmlModel.row(
                    "verdict",
                    verdict.name(),
                    "count",
                    Display.count(
                        runs.stream()
                            .filter(run -> run.verdict().equals(Optional.of(verdict)))
                            .count())))
        .filter(row -> !row.get("count").equals("0"))
        .toList();
  }
}
