package io.functionrunner.perf.analysis;

import io.functionrunner.perf.baseline.Baselines;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.simlog.DecodeOptions;
import java.util.function.LongConsumer;

/**
 * How to analyse.
 *
 * @param criteria the limits to judge by
 * @param decoding of the simulation.log
 * @param baselines what to compare with
 * @param sampled whether the run is wanted as a sample, to be compared with others later
 * @param progress told the bytes read so far, of simulation.log and then of tasks.tsv, every few
 *     kilobytes
 */
public record AnalysisOptions(
    CriteriaFile criteria,
    DecodeOptions decoding,
    Baselines baselines,
    boolean sampled,
    LongConsumer progress) {

  /** By the limits in {@code criteria}, of a log of a tested version, compared with nothing. */
  public static AnalysisOptions with(CriteriaFile criteria) {
    return new AnalysisOptions(criteria, DecodeOptions.DEFAULT, Baselines.OFF, false, bytes -> {});
  }

  /** The same, with logs of other versions of Gatling tried too. */
  public AnalysisOptions withAnyVersion(boolean anyVersion) {
    return new AnalysisOptions(
        criteria, decoding.withAnyVersion(anyVersion), baselines, sampled, progress);
  }

  /** The same, with the progress told to {@code listener}. */
  public AnalysisOptions withProgress(LongConsumer listener) {
    return new AnalysisOptions(criteria, decoding, baselines, sampled, listener);
  }

  /** The same, compared with these. */
  public AnalysisOptions withBaselines(Baselines others) {
    return new AnalysisOptions(criteria, decoding, others, sampled, progress);
  }

  /** The same, and the run as a sample. */
  public AnalysisOptions withSample() {
    return new AnalysisOptions(criteria, decoding, baselines, true, progress);
  }
}
