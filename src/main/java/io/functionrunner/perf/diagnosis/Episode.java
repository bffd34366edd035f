package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.run.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What happened at one time, in however many series it showed.
 *
 * @param anomalies the strongest first
 */
public record Episode(Severity severity, Span window, List<Anomaly> anomalies) {

  /** Standard deviations from which on an anomaly is large. */
  private static final double LARGE = 10;

  /** Share of the measured time from which on it is long. */
  private static final double LONG = 0.03;

  private static final int GROUPS = 2;
  private static final int SHOWN = 4;

  public Episode {
    anomalies = List.copyOf(anomalies);
  }

  /** All of a run, in time's order. */
  static List<Episode> of(Observed run) {
    List<Anomaly> all = new ArrayList<>();
    for (Signal signal : Signals.of(run)) {
      all.addAll(AnomalySearch.of(signal, run.phases()));
    }
    all.sort(Comparator.comparingLong(a -> a.window().startMillis()));
    List<Episode> episodes = new ArrayList<>();
    List<Anomaly> current = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (Anomaly anomaly : all) {
      if (anomaly.window().startMillis() > end && !current.isEmpty()) {
        episodes.add(of(current, run));
        current.clear();
      }
      current.add(anomaly);
      end = Math.max(current.size() == 1 ? Long.MIN_VALUE : end, anomaly.window().endMillis());
    }
    if (!current.isEmpty()) {
      episodes.add(of(current, run));
    }
    return episodes;
  }

  private static Episode of(List<Anomaly> anomalies, Observed run) {
    List<Anomaly> sorted =
        anomalies.stream().sorted(Comparator.comparingDouble(Anomaly::score).reversed()).toList();
    Span window =
        new Span(
            anomalies.stream().mapToLong(a -> a.window().startMillis()).min().orElseThrow(),
            anomalies.stream().mapToLong(a -> a.window().endMillis()).max().orElseThrow());
    long measured =
        run.measured().stream().mapToLong((Phase p) -> p.endMillis() - p.startMillis()).sum();
    long large =
        anomalies.stream()
            .filter(a -> a.score() >= LARGE)
            .filter(a -> length(a.window()) >= LONG * measured)
            .map(Anomaly::group)
            .distinct()
            .count();
    return new Episode(large >= GROUPS ? Severity.CRITICAL : Severity.WARNING, window, sorted);
  }

  private static long length(Span span) {
    return span.endMillis() - span.startMillis();
  }

  /** The strongest of each group. */
  private List<Anomaly> leading() {
    Map<String, Anomaly> byGroup = new LinkedHashMap<>();
    anomalies.forEach(a -> byGroup.putIfAbsent(a.group(), a));
    return List.copyOf(byGroup.values());
  }

  Finding finding() {
    List<Anomaly> leading = leading();
    String shown =
        leading.stream().limit(SHOWN).map(Anomaly::sentence).collect(Collectors.joining("; "));
    int more = anomalies.size() - Math.min(SHOWN, leading.size());
    return new Finding(
        severity,
        "Anomaly in " + leading.stream().map(Anomaly::group).collect(Collectors.joining(", ")),
        more > 0 ? shown + Sentences.format("; and %d more series", more) : shown,
        Optional.of(window));
  }
}
