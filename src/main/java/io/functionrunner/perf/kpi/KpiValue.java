package io.functionrunner.perf.kpi;

import io.functionrunner.perf.stats.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/** A KPI's value in one run, or why there is none: nothing measured is not 0. */
public sealed interface KpiValue {

  /**
   * A number.
   *
   * @param interval where the true value lies, where a sample says so
   * @param certified the lowest limit that the quantile is certified to keep (see {@link
   *     io.functionrunner.perf.stats.CertifiedQuantile}); empty for anything but a quantile, and
   *     for one of too few values
   */
  record Measured(double value, Optional<Interval> interval, OptionalDouble certified)
      implements KpiValue {

    public Measured {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(value + ": not a value. Expecting a finite number");
      }
    }
  }

  /** There is no value. */
  record Missing(String reason) implements KpiValue {}

  static KpiValue of(double value) {
    return new Measured(value, Optional.empty(), OptionalDouble.empty());
  }

  static KpiValue missing(String reason) {
    return new Missing(reason);
  }
}
