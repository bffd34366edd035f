package io.functionrunner.perf.analysis;

import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.injector.InjectorSampler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The injector's own health in a run.
 *
 * @param reasons the limits it was at; none unless {@link State#SATURATED}
 * @param notes what a reader should know and that condemns nothing
 * @param step distance of points where there is no gap
 * @param metrics what was sampled; none without samples
 */
public record InjectorReport(
    State state,
    List<Reason> reasons,
    List<String> notes,
    Duration step,
    List<CollectedMetric> metrics) {

  /** Label of the series of a merged run: which of its injectors they tell of. */
  public static final String SHARD = InjectorSampler.SHARD;

  /** Whether it was the injector that the run measured. */
  public enum State {
    HEALTHY,
    SATURATED,
    NOT_MEASURED
  }

  /**
   * A limit that the injector was at.
   *
   * @param id stable: {@code injector.cpu}
   * @param text what was at its limit, as a sentence
   * @param evidence the numbers, and what to do about it
   * @param window where it was worst
   */
  public record Reason(String id, String text, String evidence, Finding.Span window) {}

  public InjectorReport {
    reasons = List.copyOf(reasons);
    notes = List.copyOf(notes);
    metrics = List.copyOf(metrics);
  }

  /** A metric by its id; empty when it was not sampled. */
  public Optional<CollectedMetric> metric(String id) {
    return metrics.stream().filter(metric -> metric.id().equals(id)).findFirst();
  }
}
