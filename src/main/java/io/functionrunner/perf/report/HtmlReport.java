package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import java.io.IOException;
import java.io.OutputStream;

/** Writes {@code performance.html}, the report of one run. */
public final class HtmlReport {

  private HtmlReport() {}

  /** Writes UTF-8, and leaves {@code out} open. */
  public static void write(OutputStream out, Analysis analysis) throws IOException {
    HtmlPage.write(
        out, "performance.html", HtmlModel.of(analysis), "performance.js", ChartData.of(analysis));
  }
}
