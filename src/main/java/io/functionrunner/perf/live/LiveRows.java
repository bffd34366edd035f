package io.functionrunner.perf.live;

import io.functionrunner.perf.live.History.Merge;
import io.functionrunner.perf.live.LiveRun.Chart;
import io.functionrunner.perf.live.LiveRun.Gauge;
import io.functionrunner.perf.live.LiveRun.Moment;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the rows of the charts, a row a second. Not thread-safe. */
final class LiveRows {

  /** Lines that a reader can tell apart; further ones are left out. */
  private static final int MOST_LINES = 6;

  private static final double SECOND = 1000;
  private static final String TIME = "time";
  private static final String LOAD = "load";
  private static final String FLIGHT = "flight";
  private static final String SUBMIT = "submit";
  private static final String TASK = "task ";

  private static final Conservation NOTHING = new Conservation(0, 0, 0, 0, 0, 0);

  private final History history = new History();
  private final Map<String, Chart> charts = new LinkedHashMap<>();
  private double[] row = new double[0];
  private Conservation before = NOTHING;
  private long beforeMillis;

  History history() {
    return history;
  }

  /** Charts of gauges that have been seen so far, by their id. */
  Map<String, Chart> charts() {
    return charts;
  }

  /** One more second; see {@link History#add}. */
  boolean add(Moment now, LiveStatistics.Second second) {
    row = new double[history.columns().size()];
    Arrays.fill(row, Double.NaN);
    double seconds = Math.max(1, now.sinceStartMillis() - beforeMillis) / SECOND;
    Conservation tasks = now.tasks();
    set(TIME, TIME, Merge.MOST, now.sinceStartMillis() / SECOND);
    rate("offered", tasks.submitted() - before.submitted(), seconds);
    rate("completed", tasks.completed() - before.completed(), seconds);
    rate(
        "failed", tasks.failed() + tasks.timedOut() - before.failed() - before.timedOut(), seconds);
    rate("rejected", tasks.rejected() - before.rejected(), seconds);
    set(FLIGHT, "tasks in flight", Merge.MOST, (double) tasks.inFlight());
    set(FLIGHT, "active users", Merge.MOST, now.users());
    quantiles(SUBMIT, second.submissions());
    second.tasks().forEach((modality, times) -> quantiles(TASK + modality, times));
    now.gauges().forEach(this::gauge);
    before = tasks;
    beforeMillis = now.sinceStartMillis();
    return history.add(row);
  }

  private void rate(String label, long count, double seconds) {
    set(LOAD, label, Merge.MEAN, count / seconds);
  }

  private void quantiles(String chart, MillisHistogram times) {
    Map.of("p50", .5, "p95", .95, "p99", .99).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            q ->
                set(
                    chart,
                    q.getKey(),
                    Merge.MOST,
                    times.isEmpty() ? Double.NaN : times.quantile(q.getValue()) / SECOND));
  }

  private void gauge(Gauge gauge) {
    String id = gauge.chart().id();
    charts.putIfAbsent(id, gauge.chart());
    long lines =
        history.columns().stream()
            .filter(c -> c.chart().equals(id) && !c.label().equals(gauge.label()))
            .count();
    if (lines < MOST_LINES) {
      set(id, gauge.label(), Merge.MOST, gauge.value());
    }
  }

  private void set(String chart, String label, Merge merge, double value) {
    int column = history.column(chart, label, merge);
    if (column >= row.length) {
      int old = row.length;
      row = Arrays.copyOf(row, column + 1);
      Arrays.fill(row, old, row.length, Double.NaN);
    }
    row[column] = value;
  }
}
