package io.functionrunner.perf.kpi;

import static io.functionrunner.perf.kpi.Kpi.Direction.LOWER;
import static io.functionrunner.perf.kpi.Kpi.Direction.NEITHER;

import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The KPIs that the HTTP requests in a simulation.log give. */
public final class LogKpis {

  private static final String SUBMIT = "submit ";
  private static final String CHECK = "check ";
  private static final String TASK = "task ";

  private LogKpis() {}

  /** HTTP times of the submissions that were accepted, in measured phases. */
  public static BatchedTimes submissions(LogSummary log, Timeline timeline) {
    List<RequestSummary> submits = named(log, SUBMIT);
    MillisHistogram all =
        submits.stream()
            .map(request -> measured(request, timeline).ok())
            .reduce(MillisHistogram.EMPTY, MillisHistogram::plus);
    Batches<List<MillisHistogram>> batches =
        new Batches<>(
            timeline,
            ArrayList::new,
            (sum, own) -> {
              sum.addAll(own);
              return sum;
            });
    for (RequestSummary request : submits) {
      for (Window window : request.windows()) {
        long start = timeline.startMillis() + window.startMillis();
        if (timeline.measured(start)) {
          batches.at(start).add(window.started().ok());
        }
      }
    }
    return new BatchedTimes(
        all, batches.map(own -> own.stream().reduce(MillisHistogram.EMPTY, MillisHistogram::plus)));
  }

  /** All of them; without a log they are missing. */
  public static List<Reading> of(Optional<LogSummary> log, BatchedTimes submissions) {
    List<Reading> readings = new ArrayList<>();
    String none = log.isPresent() ? "no submission was accepted" : "no simulation.log";
    Quantiles.NAMES.forEach(
        (name, p) ->
            readings.add(
                new Reading(
                    new Kpi(
                        "submit." + name,
                        "Submit " + name,
                        "ms",
                        LOWER,
                        name + " of the HTTP requests that submitted a task and were accepted",
                        true),
                    Quantiles.reading(submissions.all(), p, none))));
    readings.add(
        new Reading(
            new Kpi(
                "checks.share",
                "Share of status polls",
                "share",
                NEITHER,
                "HTTP requests that polled a status / all HTTP requests, in the whole run",
                false),
            log.map(LogKpis::checksShare).orElse(KpiValue.missing(none))));
    return readings;
  }

  private static KpiValue checksShare(LogSummary log) {
    long checks = named(log, CHECK).stream().mapToLong(r -> r.run().count()).sum();
    // A task's record stands in the log like a request, and is none.
    long requests =
        log.run().count() - named(log, TASK).stream().mapToLong(r -> r.run().count()).sum();
    return requests == 0
        ? KpiValue.missing("no HTTP request in simulation.log")
        : KpiValue.of((double) checks / requests);
  }

  private static List<RequestSummary> named(LogSummary log, String prefix) {
    return log.requests().stream()
        .filter(r -> r.key().groups().isEmpty() && r.key().name().startsWith(prefix))
        .toList();
  }

  private static ResponseTimes measured(RequestSummary request, Timeline timeline) {
    // A log that was read without phases counts as a whole, like its timeline.
    return timeline.isWhole()
        ? request.run()
        : timeline.measuredPhases().stream()
            .map(phase -> request.phase(phase.name()))
            .reduce(ResponseTimes.NONE, ResponseTimes::plus);
  }
}
