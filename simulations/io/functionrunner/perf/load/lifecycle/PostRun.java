package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.Conclusion;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.history.History;
import io.functionrunner.perf.history.RunSummary;
import io.functionrunner.perf.load.settings.Settings.Gate;
import io.functionrunner.perf.report.ConsoleSummary;
import io.functionrunner.perf.report.ReportWriter;
import io.functionrunner.perf.report.RunIndex;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * From a run's files to its reports and its exit status. The analysis is made while Gatling still
 * waits for {@code after()}; it is printed last, when Gatling's report is there too.
 */
final class PostRun {

  /** Gatling's own status for "assertions failed": its Maven plugin fails the build with it. */
  private static final int GATLING_ASSERTIONS_FAILED = 2;

  private static final int BROKEN = 1;

  private final AnalysisOptions options;
  private final Gate gate;
  private final Optional<Path> history;
  private final boolean colour;
  private final PrintStream out;
  private Path directory;
  private Analysis analysis;
  private String failure;

  /**
   * @param options the limits to judge by, and what to compare with
   * @param history where the run's summary goes, if anywhere
   * @param colour whether whoever reads {@code out} understands ANSI escapes
   */
  PostRun(
      AnalysisOptions options, Gate gate, Optional<Path> history, boolean colour, PrintStream out) {
    this.options = options;
    this.gate = gate;
    this.history = history;
    this.colour = colour;
    this.out = out;
  }

  /**
   * Analyses the run and writes its reports; what goes wrong is kept for {@link #conclude()}.
   *
   * @return what came of it; empty when it went wrong
   */
  synchronized Optional<Conclusion> analyse(Path runDirectory) {
    directory = runDirectory;
    try {
      analysis = RunAnalyzer.analyze(runDirectory, options);
      ReportWriter.writeAll(runDirectory, analysis);
      keepSummary();
      return Optional.of(analysis.conclusion());
    } catch (IOException | RuntimeException e) {
      failure = e.toString();
      return Optional.empty();
    }
  }

  /** A folder that cannot be written, a share that is gone, costs the history, never the run. */
  private void keepSummary() {
    if (history.isPresent()) {
      try {
        History.write(history.get(), RunSummary.of(analysis));
      } catch (IOException e) {
        out.printf(
            "%nThe run's summary cannot be kept (-Dhistory): %s%nLater: bin/perf analyze --history %s %s%n",
            e, history.get(), directory);
      }
    }
  }

  /** Gatling's report of this run is there now, so the index can link it. */
  private void renewIndex() {
    try {
      RunIndex.write(directory.getParent());
    } catch (IOException e) {
      out.printf("%nThe index of runs is not renewed: %s%n", e.getMessage());
    }
  }

  /** Prints the summary and returns the status that the process should end with; 0: its own. */
  synchronized int conclude() {
    if (directory == null) {
      return 0;
    }
    renewIndex();
    if (failure != null) {
      out.printf("%nThe analysis failed: %s%nAgain: bin/perf analyze %s%n", failure, directory);
      return BROKEN;
    }
    out.println();
    out.print(ConsoleSummary.text(analysis, shown(directory), colour));
    out.flush();
    return fails(analysis.conclusion().verdict()) ? GATLING_ASSERTIONS_FAILED : 0;
  }

  private boolean fails(Verdict verdict) {
    return switch (verdict) {
      case PASS -> false;
      case INCONCLUSIVE -> gate == Gate.STRICT;
      case FAIL, INVALID -> gate != Gate.OFF;
    };
  }

  /** As one would type it from where Maven was started, when it lies below. */
  private static String shown(Path directory) {
    Path here = Path.of("").toAbsolutePath();
    return Optional.of(directory)
        .filter(d -> d.startsWith(here))
        .map(here::relativize)
        .orElse(directory)
        .toString();
  }
}
