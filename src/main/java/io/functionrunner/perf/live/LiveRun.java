package io.functionrunner.perf.live;

import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Phase;
import java.util.List;
import java.util.function.Supplier;

/**
 * A run as the live page sees it.
 *
 * @param name of its directory
 * @param phases of the load
 * @param now asked once a second
 */
public record LiveRun(
    String simulation, String name, String target, List<Phase> phases, Supplier<Moment> now) {

  public LiveRun {
    phases = List.copyOf(phases);
  }

  /**
   * How things stand.
   *
   * @param sinceStartMillis since the load's start; negative before it
   * @param phase name of the present one, warm-up and drain included
   * @param users active ones; NaN when the load has none
   * @param tasks where they went so far
   * @param gauges last values of what is measured beside the tasks
   */
  public record Moment(
      long sinceStartMillis, String phase, double users, Conservation tasks, List<Gauge> gauges) {}

  /** A chart of gauges; {@code target} tells the target's from the injector's own. */
  public record Chart(String id, String caption, boolean target) {}

  /**
   * The last value of one line of a chart.
   *
   * @param label what tells it from the chart's others; may be a server's text
   */
  public record Gauge(Chart chart, String label, double value) {}

  /** When submission ends, since the load's start. */
  long durationMillis() {
    return phases.get(phases.size() - 1).endMillis();
  }
}
