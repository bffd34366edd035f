package io.functionrunner.perf.history;

import io.functionrunner.perf.kpi.Kpi;
import io.functionrunner.perf.stats.ChangePoint;
import io.functionrunner.perf.stats.ChangePoints;
import java.util.ArrayList;
import java.util.List;

/**
 * A KPI from run to run.
 *
 * @param id of the KPI
 * @param points of the runs that count and have a value
 * @param changes in the order of time
 */
public record KpiTrend(
    String id,
    String title,
    String unit,
    Kpi.Direction direction,
    List<Point> points,
    List<Change> changes) {

  /**
   * A value.
   *
   * @param run position of its run in the track
   */
  public record Point(int run, double value) {}

  /**
   * The level changed.
   *
   * @param run position of the first run of the new level in the track
   * @param before the old level, and {@code after} the new one: means
   * @param share by which it changed; infinite when the old level was 0
   * @param p that so large a difference comes by chance
   * @param effect for the system
   */
  public record Change(
      int run, double before, double after, double share, double p, Effect effect) {}

  /** What a change means. */
  public enum Effect {
    BETTER,
    WORSE,
    NEITHER
  }

  public KpiTrend {
    points = List.copyOf(points);
    changes = List.copyOf(changes);
  }

  /** Of a KPI that some run of the track has. */
  public static KpiTrend of(Track track, String id, RunSummary.Value described) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < track.runs().size(); i++) {
      RunSummary run = track.runs().get(i);
      RunSummary.Value value = run.kpis().get(id);
      if (run.counts() && value != null) {
        points.add(new Point(i, value.value()));
      }
    }
    double[] values = points.stream().mapToDouble(Point::value).toArray();
    List<Change> changes =
        ChangePoints.of(values, ChangePoints.SHOWN).stream()
            .map(c -> change(c, points, described.direction()))
            .toList();
    return new KpiTrend(
        id, described.title(), described.unit(), described.direction(), points, changes);
  }

  private static Change change(ChangePoint found, List<Point> points, Kpi.Direction direction) {
    Effect effect =
        switch (direction) {
          case LOWER -> found.after() > found.before() ? Effect.WORSE : Effect.BETTER;
          case HIGHER -> found.after() < found.before() ? Effect.WORSE : Effect.BETTER;
          case NEITHER -> Effect.NEITHER;
        };
    return new Change(
        points.get(found.index()).run(),
        found.before(),
        found.after(),
        found.change(),
        found.p(),
        effect);
  }

  /** Mean of the runs since the last change. */
  public double level() {
    return changes.isEmpty()
        ? points.stream().mapToDouble(Point::value).average().orElse(0)
        : changes.get(changes.size() - 1).after();
  }
}
