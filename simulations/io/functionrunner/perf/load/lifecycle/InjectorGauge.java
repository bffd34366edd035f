package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.injector.InjectorMetric;
import java.util.Locale;

/**
 * How a sample of the injector is called among the live metrics: the name of its series with
 * Prometheus's base unit at the end (seconds, ratio).
 *
 * @param factor from the sample's unit to the base unit
 */
record InjectorGauge(String name, String help, double factor) {

  static InjectorGauge of(InjectorMetric metric) {
    String name = "loadtest_" + metric.id();
    String help =
        metric.meaning().substring(0, 1).toUpperCase(Locale.ROOT)
            + metric.meaning().substring(1)
            + ".";
    return switch (metric.unit()) {
      case "share" -> new InjectorGauge(name.replaceFirst("_share$", "_ratio"), help, 1);
      case "ms" -> new InjectorGauge(name.replaceFirst("_millis$", "_seconds"), help, 1e-3);
      default -> new InjectorGauge(name, help, 1);
    };
  }
}
