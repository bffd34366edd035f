package io.functionrunner.perf.analysis;

import io.functionrunner.perf.baseline.Baselines;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.simlog.DecodeOptions;

/**
 * How to analyse.
 *
 * @param criteria the limits to judge by
 * @param decoding of the simulation.log
 * @param baselines what to compare with
 * @param sampled whether the run is wanted as a sample, to be compared with others later
 */
public record AnalysisOptions(
    CriteriaFile criteria, DecodeOptions decoding, Baselines baselines, boolean sampled) {

  /** By the limits in {@code criteria}, of a log of a tested version, compared with nothing. */
  public static AnalysisOptions with(CriteriaFile criteria) {
    return new AnalysisOptions(criteria, DecodeOptions.DEFAULT, Baselines.OFF, false);
  }

  /** The same, with the log read so. */
  public AnalysisOptions withDecoding(DecodeOptions other) {
    return new AnalysisOptions(criteria, other, baselines, sampled);
  }

  /** The same, compared with these. */
  public AnalysisOptions withBaselines(Baselines others) {
    return new AnalysisOptions(criteria, decoding, others, sampled);
  }

  /** The same, and the run as a sample. */
  public AnalysisOptions withSample() {
    return new AnalysisOptions(criteria, decoding, baselines, true);
  }
}
