package io.functionrunner.perf.live;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Quality;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The data points of one template and quality, looked up once: by labels they would be looked up
 * with every task.
 */
record TaskSeries(
    Modality modality,
    Quality quality,
    CounterDataPoint submitted,
    Map<Outcome, CounterDataPoint> ended,
    DistributionDataPoint submitSeconds,
    DistributionDataPoint taskSeconds,
    AtomicLong inFlight) {

  static TaskSeries of(TaskMetrics metrics, Modality modality, Quality quality) {
    String template = modality.template();
    Map<Outcome, CounterDataPoint> ended = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, metrics.ended().labelValues(template, quality.id(), outcome.id()));
    }
    return new TaskSeries(
        modality,
        quality,
        metrics.submitted().labelValues(template, quality.id()),
        ended,
        metrics.submitSeconds().labelValues(template, quality.id()),
        metrics.taskSeconds().labelValues(template, quality.id()),
        // Not the difference of the two counts: those are read one after the other.
        new AtomicLong());
  }
}
