package io.functionrunner.perf.analysis;

import io.functionrunner.perf.analysis.CollectedMetric.OneSeries;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.kpi.ClockInterval;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.MetricSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Notes what is missing of the target's metrics and of the injector's samples, and why. */
final class ResourceFindings {

  /** A series with points for less of the measured time has a gap worth telling. */
  private static final double COVERED = .9;

  /** More than this many steps without any point at all is an outage, not jitter. */
  private static final double OUTAGE_STEPS = 2.5;

  private static final int MOST = 5;

  private final Recordings recordings;
  private final Timeline timeline;
  private final long endMillis;
  private final List<Finding> findings = new ArrayList<>();

  private ResourceFindings(Recordings recordings, Timeline timeline, long endMillis) {
    this.recordings = recordings;
    this.timeline = timeline;
    this.endMillis = endMillis;
  }

  /**
   * In no order.
   *
   * @param endMillis epoch milliseconds at which the run ended
   */
  static List<Finding> of(
      Recordings recordings,
      Timeline timeline,
      long endMillis,
      Optional<ServerMetrics> metrics,
      InjectorReport injector) {
    ResourceFindings findings = new ResourceFindings(recordings, timeline, endMillis);
    findings.unreadable();
    metrics.ifPresent(findings::target);
    recordings.target().readings().ifPresent(findings::outages);
    findings.injector(injector);
    return findings.findings;
  }

  /** A run without the file is no fault; a file that cannot be read is one. */
  private void unreadable() {
    String target = recordings.target().problem();
    if (!target.isEmpty()) {
      add(
          target.startsWith("no ") ? Severity.INFO : Severity.WARNING,
          "The target's own metrics were not collected",
          target);
    }
    String injector = recordings.injector().problem();
    if (!injector.isEmpty() && !injector.startsWith("no ")) {
      add(Severity.WARNING, "The injector's samples could not be read", injector);
    }
  }

  private void target(ServerMetrics metrics) {
    if (metrics.truncated()) {
      add(
          Severity.WARNING,
          "The recording of the target's metrics broke off",
          "its file is used up to the last whole round");
    }
    metrics.clock().ifPresent(this::clock);
    missing(metrics);
    gaps(metrics);
    metrics.notices().stream()
        .limit(MOST)
        .forEach(notice -> add(Severity.INFO, "Of the target's metrics", notice));
    if (metrics.notices().size() > MOST) {
      add(
          Severity.INFO,
          "Of the target's metrics",
          "%d more notices, in analysis.json".formatted(metrics.notices().size() - MOST));
    }
  }

  private void clock(ClockInterval clock) {
    add(
        Severity.INFO,
        "Offset of the metrics' clock",
        "%d to %d ms ahead of the injector's; points are put into the injector's time"
            .formatted(clock.lowMillis(), clock.highMillis()));
  }

  /** By exporter: one that is not there has a reason for each of its metrics. */
  private void missing(ServerMetrics metrics) {
    if (metrics.collected().isEmpty()) {
      add(
          Severity.WARNING,
          "None of the target's metrics was collected",
          reasons(metrics.missing()));
      return;
    }
    Map<String, List<MissingMetric>> byExporter =
        metrics.missing().stream()
            .collect(
                Collectors.groupingBy(
                    MissingMetric::exporter, LinkedHashMap::new, Collectors.toList()));
    byExporter.forEach(
        (exporter, own) -> {
          long all =
              recordings.catalog().metrics().stream()
                  .filter(metric -> metric.exporter().equals(exporter))
                  .count();
          add(
              Severity.INFO,
              "Not collected: %d of %d metrics of %s".formatted(own.size(), all, exporter),
              reasons(own));
        });
  }

  /** Each reason once, with the metrics that it is one of. */
  private static String reasons(List<MissingMetric> missing) {
    Map<String, List<MissingMetric>> byReason =
        missing.stream()
            .collect(
                Collectors.groupingBy(
                    MissingMetric::reason, LinkedHashMap::new, Collectors.toList()));
    String shown =
        byReason.entrySet().stream()
            .limit(MOST)
            .map(e -> names(e.getValue()) + ": " + e.getKey())
            .collect(Collectors.joining("; "));
    return byReason.size() <= MOST
        ? shown
        : shown + "; and %d more reasons".formatted(byReason.size() - MOST);
  }

  private static String names(List<MissingMetric> missing) {
    String first = missing.get(0).id();
    return missing.size() == 1 ? first : first + " and %d more".formatted(missing.size() - 1);
  }

  /** A metric that has no value while nothing happens is as incomplete as one that was lost. */
  private void gaps(ServerMetrics metrics) {
    List<String> incomplete = new ArrayList<>();
    for (CollectedMetric metric : metrics.collected()) {
      OptionalDouble covered =
          metric.series().stream()
              .map(OneSeries::measured)
              .mapToDouble(m -> m.map(MetricSummary::coverage).orElse(0.0))
              .min();
      if (covered.orElse(1) < COVERED) {
        incomplete.add(
            String.format(Locale.ROOT, "%s %.0f %%", metric.id(), 100 * covered.getAsDouble()));
      }
    }
    if (!incomplete.isEmpty()) {
      String shown = incomplete.stream().limit(MOST).collect(Collectors.joining(", "));
      String more =
          incomplete.size() <= MOST ? "" : " and %d more".formatted(incomplete.size() - MOST);
      add(
          Severity.INFO,
          "Metrics with points for only a part of the measured time",
          shown + more + "; averages are over what there is");
    }
  }

  /** Stretches of the load in which no metric at all has a point. */
  private void outages(Readings readings) {
    TreeSet<Long> instants = new TreeSet<>();
    readings.results().keySet().stream()
        .flatMap(id -> readings.series(id).stream())
        .forEach(
            series -> {
              for (long millis : series.epochMillis()) {
                instants.add(millis);
              }
            });
    if (instants.isEmpty()) {
      return;
    }
    long step = readings.step().toMillis();
    long end = readings.truncated() ? instants.last() : endMillis;
    List<Span> outages = new ArrayList<>();
    long before = timeline.startMillis();
    for (long instant : instants.tailSet(before)) {
      addOutage(outages, before, Math.min(instant, end), step);
      before = instant;
    }
    addOutage(outages, before, end, step);
    outages.stream()
        .sorted(Comparator.comparingLong(span -> span.startMillis() - span.endMillis()))
        .limit(MOST)
        .forEach(
            span ->
                findings.add(
                    new Finding(
                        Severity.WARNING,
                        "No metric of the target for a while",
                        String.format(
                            Locale.ROOT,
                            "%.1f s without any point, where one is due every %.1f s",
                            (span.endMillis() - span.startMillis()) / 1000.0,
                            step / 1000.0),
                        Optional.of(span))));
  }

  private void addOutage(List<Span> outages, long from, long to, long step) {
    if (to - from > OUTAGE_STEPS * step) {
      outages.add(new Span(from - timeline.startMillis(), to - timeline.startMillis()));
    }
  }

  private void injector(InjectorReport injector) {
    if (recordings.injector().readings().filter(Readings::truncated).isPresent()) {
      add(
          Severity.INFO,
          "The recording of the injector's health broke off",
          "its file is used up to the last whole sample");
    }
    if (injector.state() != InjectorReport.State.NOT_MEASURED) {
      injector.notes().forEach(note -> add(Severity.INFO, "Of the injector", note));
    }
  }

  private void add(Severity severity, String title, String text) {
    findings.add(Finding.of(severity, title, text));
  }
}
