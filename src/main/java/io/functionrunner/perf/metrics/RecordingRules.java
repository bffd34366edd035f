package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.time.Duration;

/**
 * The catalog as Prometheus recording rules, one {@code perf:<id>} a metric: for dashboards and
 * alerts that outlive a run. {@code deploy/prometheus/recording.yml} is what this writes.
 */
public final class RecordingRules {

  private RecordingRules() {}

  /**
   * Writes a rule file.
   *
   * @param scrapeInterval of the server the rules are for
   */
  public static void write(Appendable out, Catalog catalog, Duration scrapeInterval)
      throws IOException {
    out.append("# Made from the metric catalog; do not edit. docs/metrics.md says how.\n");
    out.append("groups:\n  - name: perf\n    interval: ");
    out.append(PromQl.duration(scrapeInterval)).append("\n    rules:\n");
    for (MetricDefinition metric : catalog.metrics()) {
      out.append("      - record: perf:").append(metric.id()).append("\n        expr: ");
      out.append(yaml(metric.promQl(scrapeInterval))).append("\n");
    }
  }

  private static String yaml(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
