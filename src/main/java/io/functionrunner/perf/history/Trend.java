package io.functionrunner.perf.history;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** KPIs of one track from run to run. */
public record Trend(Track track, List<KpiTrend> kpis) {

  public Trend {
    kpis = List.copyOf(kpis);
  }

  /**
   * Of some KPIs.
   *
   * @param wanted ids, in which {@code *} stands for anything; empty: those that a verdict may rest
   *     on
   */
  public static Trend of(Track track, List<String> wanted) {
    List<Pattern> patterns = wanted.stream().map(Trend::pattern).toList();
    return new Trend(
        track,
        track.kpis().entrySet().stream()
            .filter(kpi -> patterns.isEmpty() ? kpi.getValue().gates() : any(patterns, kpi))
            .map(kpi -> KpiTrend.of(track, kpi.getKey(), kpi.getValue()))
            .filter(kpi -> !kpi.points().isEmpty())
            .toList());
  }

  private static boolean any(List<Pattern> patterns, Map.Entry<String, RunSummary.Value> kpi) {
    return patterns.stream().anyMatch(p -> p.matcher(kpi.getKey()).matches());
  }

  private static Pattern pattern(String wanted) {
    String[] literals = wanted.split("\\*", -1);
    StringBuilder regex = new StringBuilder(Pattern.quote(literals[0]));
    for (int i = 1; i < literals.length; i++) {
      regex.append(".*").append(Pattern.quote(literals[i]));
    }
    return Pattern.compile(regex.toString());
  }

  /** Runs whose numbers are left out: broken off or INVALID. */
  public long leftOut() {
    return track.runs().stream().filter(run -> !run.counts()).count();
  }
}
