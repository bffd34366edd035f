package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RecordedSeries;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.merge.MergeOptions;
import io.functionrunner.perf.merge.MergedRun;
import io.functionrunner.perf.merge.ShardedRun;
import io.functionrunner.perf.workload.Profiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reports show of the injectors of a merged run. */
class MergedRunReportTest {

  private static final Pattern ROW =
      Pattern.compile("<th scope=\"row\" class=\"n\">2</th>(.*?)</tr>", Pattern.DOTALL);

  @TempDir Path directory;

  private static Analysis analyze(Path run) throws IOException {
    return RunAnalyzer.analyze(run, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  private static String page(Analysis analysis) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HtmlReport.write(out, analysis);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyInjectorHasARowWithWhatItDid() throws IOException {
    SimulatedRun whole = new SimulatedRun(Profiles.spike(), 10, 1, 0);
    ShardedRun shards = new ShardedRun(whole, 2, directory);
    List<Path> parts = List.of(shards.write(1, 0), shards.write(2, 400));
    RecordedSeries.ofInjector(100, t -> .2).write(parts.get(0));
    RecordedSeries.ofInjector(100, t -> t == 50 ? .6 : .3).write(parts.get(1));
    Path merged = directory.resolve("merged");
    MergedRun.write(parts, merged, MergeOptions.DEFAULT);
    Analysis analysis = analyze(merged);

    Matcher row = ROW.matcher(page(analysis));
    assertTrue(row.find());
    long submitted = whole.tasks().stream().filter(t -> t.user() % 2 == 1).count();
    String counted = "%,d".formatted(submitted);
    assertEquals(
        List.of("shard-2", "completed", "0 ms", "-400 ms ± 4.0", counted, counted, "60 %", "–"),
        cells(row.group(1)));
    assertTrue(
        ConsoleSummary.text(analysis, null, false)
            .contains("\ninjectors 2 of 2 shards; clocks of 1 corrected\n"));
  }

  @Test
  void aRunOfOneInjectorHasNoSuchTable() throws IOException {
    new SimulatedRun(Profiles.spike(), 10, 1, 0).write(directory);
    Analysis analysis = analyze(directory);
    assertFalse(page(analysis).contains("id=\"injectors\""));
    assertFalse(ConsoleSummary.text(analysis, null, false).contains("\ninjectors "));
  }

  private static List<String> cells(String row) {
    return Pattern.compile("<td[^>]*>([^<]*)</td>")
        .matcher(row)
        .results()
        .map(cell -> cell.group(1))
        .toList();
  }
}
