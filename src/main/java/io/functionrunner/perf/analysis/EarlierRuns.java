package io.functionrunner.perf.analysis;

import io.functionrunner.perf.baseline.Baselines;
import io.functionrunner.perf.baseline.RunSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs that are compared with the baseline together with a new one.
 *
 * @param leftOut of those that cannot, why: the new run is compared without them
 */
record EarlierRuns(List<RunSample> samples, List<String> leftOut) {

  /** Those that the options name, as far as they are of the new run's load and machine. */
  static EarlierRuns of(RunSample run, AnalysisOptions options) throws IOException {
    AnalysisOptions alone =
        options.withBaselines(Baselines.OFF).withSample().withProgress(bytes -> {});
    List<RunSample> samples = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (Path path : options.baselines().earlier()) {
      Analysis earlier = RunAnalyzer.analyze(path, alone);
      if (earlier.sample().isEmpty()) {
        leftOut.add("%s is left out: %s".formatted(path, earlier.comparison().notice()));
        continue;
      }
      RunSample sample = earlier.sample().get();
      List<String> differences = new ArrayList<>(sample.identity().differences(run.identity()));
      if (!sample.identity().environment().equals(run.identity().environment())) {
        differences.add("another target");
      }
      if (!sample.fingerprint().equals(run.fingerprint())) {
        differences.add("another machine");
      }
      if (differences.isEmpty()) {
        samples.add(sample);
      } else {
        leftOut.add("%s is left out: %s".formatted(path, String.join("; ", differences)));
      }
    }
    return new EarlierRuns(samples, leftOut);
  }
}
