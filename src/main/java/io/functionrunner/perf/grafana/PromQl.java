package io.functionrunner.perf.grafana;

/**
 * The queries' recurring parts. Rates are taken inside of sums, and quantiles of sums by {@code
 * le}; a histogram is asked for both ways, since a server keeps it as classic or as native one.
 */
final class PromQl {

  /** Selects what the dashboard's variables say. */
  private static final String TASKS = "template_id=~\"$template\",quality=~\"$quality\"";

  private static final String TARGET = "job=~\"$job\"";
  private static final String WINDOW = "[$__rate_interval]";

  private PromQl() {}

  /** Which run a value of the load's own metrics belongs to. */
  enum Of {
    /** The run that is chosen. */
    RUN("run=~\"$run\"", ""),
    /** The run that it is compared with, as if it had begun at the same moment. */
    BASELINE("run=~\"$baseline\"", " offset ${offset}s");

    private final String matcher;
    private final String offset;

    Of(String matcher, String offset) {
      this.matcher = matcher;
      this.offset = offset;
    }

    /** Only those of the run: its name is a label of one series of each injector. */
    private String only(String vector) {
      return vector + " and on (job, instance) (loadtest_run_info{" + matcher + "}" + offset + ")";
    }

    /** A gauge of the load. */
    String gauge(String aggregation, String metric) {
      return aggregation + " (" + only(metric + offset) + ")";
    }

    /** A gauge of the load, by task. */
    String taskGauge(String aggregation, String metric) {
      return gauge(aggregation, metric + "{" + TASKS + "}");
    }

    /** Rate of a counter of tasks. */
    String rate(String by, String metric, String more) {
      return "sum"
          + by(by)
          + " ("
          + only("rate(" + metric + "{" + TASKS + more + "}" + WINDOW + offset + ")")
          + ")";
    }

    /** Rate of a counter of tasks. */
    String rate(String by, String metric) {
      return rate(by, metric, "");
    }

    /** Quantile of times of tasks, in seconds. */
    String quantile(double q, String by, String histogram) {
      return quantile(q, by, histogram, TASKS);
    }

    String quantile(double q, String by, String histogram, String selected) {
      String labels = by.isEmpty() ? "" : ", " + by;
      return "histogram_quantile(%s, sum by (le%s) (%s)) or histogram_quantile(%1$s, sum%s (%s))"
          .formatted(
              q,
              labels,
              only("rate(" + histogram + "_bucket{" + selected + "}" + WINDOW + offset + ")"),
              by(by),
              only("rate(" + histogram + "{" + selected + "}" + WINDOW + offset + ")"));
    }

    /** Growth of a histogram's buckets: classic. */
    String buckets(String histogram) {
      return "sum by (le) ("
          + only("rate(" + histogram + "_bucket{" + TASKS + "}" + WINDOW + offset + ")")
          + ")";
    }

    /** Growth of a histogram: native. */
    String histogram(String histogram) {
      return "sum (" + only("rate(" + histogram + "{" + TASKS + "}" + WINDOW + offset + ")") + ")";
    }
  }

  /** Rate of a counter of the target. */
  static String targetRate(String by, String metric) {
    return "sum" + by(by) + " (rate(" + metric + "{" + TARGET + "," + TASKS + "}" + WINDOW + "))";
  }

  /** Quantile of one of the target's histograms of tasks, in seconds. */
  static String targetQuantile(double q, String histogram) {
    return targetQuantile(q, histogram, TARGET + "," + TASKS, WINDOW);
  }

  /**
   * Quantile of one of the target's histograms, in seconds.
   *
   * @param window in brackets
   */
  static String targetQuantile(double q, String histogram, String selected, String window) {
    return "histogram_quantile(%s, sum by (le) (rate(%s_bucket{%s}%s))) or histogram_quantile(%1$s, sum (rate(%2$s{%3$s}%4$s)))"
        .formatted(q, histogram, selected, window);
  }

  /** A gauge of the target. */
  static String target(String metric) {
    return metric + "{" + TARGET + "}";
  }

  private static String by(String labels) {
    return labels.isEmpty() ? "" : " by (" + labels + ")";
  }
}
