package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.simlog.DecodeOptions;

/**
 * How to analyse.
 *
 * @param criteria the limits to judge by
 * @param decoding of the simulation.log
 */
public record AnalysisOptions(CriteriaFile criteria, DecodeOptions decoding) {

  /** By the limits in {@code criteria}, of a log of a tested version. */
  public static AnalysisOptions with(CriteriaFile criteria) {
    return new AnalysisOptions(criteria, DecodeOptions.DEFAULT);
  }

  /** The same, with the log read so. */
  public AnalysisOptions withDecoding(DecodeOptions other) {
    return new AnalysisOptions(criteria, other);
  }
}
