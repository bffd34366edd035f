package io.functionrunner.perf.kpi;

import io.functionrunner.perf.stats.Dispersion;
import io.functionrunner.perf.stats.Dispersion.Batch;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How many of something there were, by measured phase and stretch of time: so it shows how far they
 * cluster.
 *
 * @param strata batches in order of time, by phase
 */
record Hits(List<List<Batch>> strata) {

  long hits() {
    return sum(Batch::hits);
  }

  long total() {
    return sum(Batch::trials);
  }

  Dispersion dispersion() {
    return Dispersion.of(strata);
  }

  private long sum(ToLongFunction<Batch> part) {
    return strata.stream().flatMap(Collection::stream).mapToLong(part).sum();
  }
}
