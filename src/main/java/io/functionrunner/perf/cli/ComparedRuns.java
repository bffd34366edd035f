package io.functionrunner.perf.cli;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.baseline.Baseline;
import io.functionrunner.perf.baseline.BaselineFile;
import io.functionrunner.perf.baseline.Identity;
import io.functionrunner.perf.baseline.RunSample;
import io.functionrunner.perf.kpi.CriteriaFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One side of a comparison.
 *
 * @param samples of one load, at least one
 */
record ComparedRuns(String name, List<RunSample> samples) {

  /** Of run directories, or the files of baselines; a run that does not count is refused. */
  static ComparedRuns of(List<Path> paths) throws IOException {
    List<RunSample> samples = new ArrayList<>();
    for (Path path : paths) {
      if (path.toString().endsWith(".json")) {
        Baseline baseline = BaselineFile.read(path);
        samples.addAll(baseline.samples());
      } else {
        samples.add(sample(analyze(path), path));
      }
    }
    for (RunSample sample : samples) {
      List<String> differences = sample.identity().differences(samples.get(0).identity());
      if (!differences.isEmpty()) {
        throw new IllegalArgumentException(
            "%s and %s are not runs of one load: %s"
                .formatted(samples.get(0).name(), sample.name(), String.join("; ", differences)));
      }
    }
    return new ComparedRuns(
        String.join(", ", paths.stream().map(Path::toString).toList()), samples);
  }

  static Analysis analyze(Path run) throws IOException {
    return RunAnalyzer.analyze(run, AnalysisOptions.with(CriteriaFile.shipped()).withSample());
  }

  static RunSample sample(Analysis analysis, Path run) {
    return analysis
        .sample()
        .orElseThrow(
            () -> new IllegalArgumentException(run + ": " + analysis.comparison().notice()));
  }

  Identity identity() {
    return samples.get(0).identity();
  }

  List<String> machines() {
    return samples.stream().map(RunSample::fingerprint).distinct().sorted().toList();
  }
}
