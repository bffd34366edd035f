package io.functionrunner.perf.report;

import io.functionrunner.perf.history.KpiTrend;
import io.functionrunner.perf.history.RunSummary;
import io.functionrunner.perf.history.Track;
import io.functionrunner.perf.history.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Trends in words: the console's table, and sentences that the page shares. */
public final class TrendText {

  private static final int RUNS = 40;
  private static final int CHANGES = 12;

  private TrendText() {}

  /** The table of one track, and below it the changes of level. */
  public static String table(Trend trend) {
    Track track = trend.track();
    StringBuilder text = new StringBuilder();
    text.append(Plain.line(track.key().simulation(), 60)).append("  ").append(runs(trend));
    text.append('\n').append(conditions(track)).append("\n\n");
    if (trend.kpis().isEmpty()) {
      return text.append("No run that counts has these KPIs.\n").toString();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("KPI", "last", "level", "last change", "last %d runs".formatted(RUNS)));
    trend.kpis().forEach(kpi -> rows.add(row(kpi)));
    Columns.aligned(rows).forEach(line -> text.append(line).append('\n'));
    List<String> changes = changes(trend);
    if (!changes.isEmpty()) {
      text.append("\nChanges of level:\n");
      if (changes.size() > CHANGES) {
        text.append("  %d earlier ones: --html shows them%n".formatted(changes.size() - CHANGES));
      }
      changes
          .subList(Math.max(0, changes.size() - CHANGES), changes.size())
          .forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString();
  }

  private static List<String> row(KpiTrend kpi) {
    List<Double> values = kpi.points().stream().map(KpiTrend.Point::value).toList();
    return List.of(
        Plain.line(kpi.id(), 40),
        Display.number(values.get(values.size() - 1), kpi.unit()),
        Display.number(kpi.level(), kpi.unit()),
        kpi.changes().isEmpty() ? "" : share(kpi.changes().get(kpi.changes().size() - 1)),
        Sparkline.of(values, RUNS));
  }

  private static List<String> changes(Trend trend) {
    Track track = trend.track();
    Stream<String> baselines =
        track.baselineChanges().stream()
            .map(i -> track.runs().get(i))
            .map(
                run -> "%s  baseline is now %s".formatted(at(run), Plain.line(run.baseline(), 60)));
    Stream<String> levels =
        trend.kpis().stream()
            .flatMap(kpi -> kpi.changes().stream().map(change -> sentence(track, kpi, change)));
    return Stream.concat(baselines, levels).sorted().toList();
  }

  /** What changed, when, by how much, and whether that is good. */
  static String sentence(Track track, KpiTrend kpi, KpiTrend.Change change) {
    RunSummary run = track.runs().get(change.run());
    return "%s  %s %s: %s to %s%s, from %s on%s"
        .formatted(
            at(run),
            Plain.line(kpi.id(), 60),
            share(change),
            Display.number(change.before(), kpi.unit()),
            Display.number(change.after(), kpi.unit()),
            word(change.effect()),
            Plain.line(run.run(), 60),
            run.commit() == null ? "" : ", commit " + Plain.line(run.commit(), 12));
  }

  static String share(KpiTrend.Change change) {
    return Double.isFinite(change.share())
        ? String.format(Locale.ROOT, "%+.1f %%", 100 * change.share())
        : "from 0";
  }

  private static String word(KpiTrend.Effect effect) {
    return switch (effect) {
      case BETTER -> ", better";
      case WORSE -> ", WORSE";
      case NEITHER -> "";
    };
  }

  /** How many runs, from when to when, and how many of them do not count. */
  static String runs(Trend trend) {
    List<RunSummary> runs = trend.track().runs();
    String leftOut =
        trend.leftOut() == 0
            ? ""
            : "; %s INVALID or broken off, left out".formatted(Display.count(trend.leftOut()));
    return "%s runs from %s to %s%s"
        .formatted(
            Display.count(runs.size()), at(runs.get(0)), at(trend.track().newest()), leftOut);
  }

  /** What all runs of a track have in common. */
  public static String conditions(Track track) {
    Track.Key key = track.key();
    return "environment %s, target %s, API %s, load %s"
        .formatted(
            known(key.environment()), known(key.target()), known(key.api()), known(key.load()));
  }

  private static String known(String value) {
    return value == null ? "unknown" : Plain.line(value, 80);
  }

  /** Start of a run, to the minute, in UTC. */
  static String at(RunSummary run) {
    return Display.minute(run.startMillis());
  }
}
