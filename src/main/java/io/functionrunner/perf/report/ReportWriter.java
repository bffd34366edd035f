package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.kpi.GlobalStats;
import io.functionrunner.perf.run.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Writes every report of an analysis into the run directory. */
public final class ReportWriter {

  /** The report for people. */
  public static final String HTML = "performance.html";

  /** The others, for programs, change requests and CI. */
  public static final List<String> OTHERS = List.of("analysis.json", "summary.md", "junit.xml");

  @FunctionalInterface
  private interface Writer {
    void write(OutputStream out, Analysis analysis) throws IOException;
  }

  private ReportWriter() {}

  /** Replaces each file as a whole: a reader never sees half of one. */
  public static void writeAll(Path directory, Analysis analysis) throws IOException {
    replace(directory.resolve("analysis.json"), AnalysisJson::write, analysis);
    replace(directory.resolve("summary.md"), MarkdownSummary::write, analysis);
    replace(directory.resolve("junit.xml"), JUnitXml::write, analysis);
    replace(directory.resolve(HTML), HtmlReport::write, analysis);
    if (analysis.requests().isPresent()) {
      GlobalStats.of(analysis.requests().get()).write(directory);
    }
  }

  private static void replace(Path file, Writer writer, Analysis analysis) throws IOException {
    AtomicFile.write(file, out -> writer.write(out, analysis));
  }
}
