package io.functionrunner.perf.report;

import io.functionrunner.perf.run.AtomicFile;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What became of a suite.
 *
 * @param suite its name
 * @param startMillis epoch milliseconds
 */
public record SuiteResult(String suite, long startMillis, List<Run> runs) {

  /** Files that {@link #write} leaves. */
  public static final String HTML = "suite.html";

  /** The same for programs. */
  public static final String JSON = "suite.json";

  /** The same for CI: one test case a run. */
  public static final String JUNIT = "junit.xml";

  /**
   * One of its runs.
   *
   * @param results folder below the suite's, in which the run directory lies
   * @param outline empty when it came to nothing
   * @param problem why; empty when it did not
   * @param reruns how often it was run again, since it was INCONCLUSIVE; the outline is of the last
   * @param tookMillis all of them together; 0 when it was not started
   */
  public record Run(
      String simulation,
      String results,
      Optional<RunOutline> outline,
      String problem,
      int reruns,
      long tookMillis) {

    /** A run that came to nothing says nothing of the system. */
    public Verdict verdict() {
      return outline.flatMap(RunOutline::verdict).orElse(Verdict.INVALID);
    }

    /** Why the verdict is what it is. */
    public String reason() {
      String reason = outline.map(RunOutline::reason).orElse(problem);
      return reruns == 0 ? reason : "%s (of %d runs)".formatted(reason, reruns + 1);
    }
  }

  /** From the gravest on: a failure is one, whatever the other runs say. */
  private static final List<Verdict> GRAVEST_FIRST =
      List.of(Verdict.FAIL, Verdict.INVALID, Verdict.INCONCLUSIVE, Verdict.PASS);

  public SuiteResult {
    runs = List.copyOf(runs);
  }

  /** That of the run with the gravest one. */
  public Verdict verdict() {
    return GRAVEST_FIRST.stream()
        .filter(verdict -> runs.stream().anyMatch(run -> run.verdict() == verdict))
        .findFirst()
        .orElse(Verdict.INVALID);
  }

  /** Why the verdict is what it is. */
  public String sentence() {
    Verdict verdict = verdict();
    List<Run> decisive = runs.stream().filter(run -> run.verdict() == verdict).toList();
    if (verdict == Verdict.PASS) {
      return "all %d runs are within every limit".formatted(runs.size());
    }
    return decisive.isEmpty()
        ? "no run"
        : "%s: %s%s"
            .formatted(
                decisive.get(0).simulation(),
                decisive.get(0).reason(),
                decisive.size() == 1 ? "" : " (and %d more)".formatted(decisive.size() - 1));
  }

  /** Writes page, JSON and JUnit's XML, each whole or not at all. */
  public void write(Path folder) throws IOException {
    AtomicFile.write(folder.resolve(JSON), out -> SuiteFiles.json(out, this));
    AtomicFile.write(folder.resolve(JUNIT), out -> JUnitXml.write(out, this));
    AtomicFile.write(folder.resolve(HTML), out -> SuiteFiles.page(out, this));
  }
}
