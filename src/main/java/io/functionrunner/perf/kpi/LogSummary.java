package io.functionrunner.perf.kpi;

import java.util.List;
import java.util.Optional;

/**
 * Everything a simulation.log says, in exact statistics. Times are milliseconds since the load's
 * start, which lies {@code loadStartMillis} after the run's start.
 *
 * @param firstMillis the first start of a user or request; 0 without any
 * @param lastMillis the last event; 0 without any
 * @param requests in order of first appearance
 * @param windowMillis width of {@link RequestSummary#windows()}: 1 s, doubled until at most 1,000
 *     windows cover the run and their exact histograms fit the memory set aside for them
 * @param groups groups that were left, in order of first appearance
 * @param errors by falling count
 * @param otherErrors failures whose message is beyond those kept
 * @param unmatched inbound messages that no request waited for: Gatling logs them as requests
 *     without an end, and they are in no other number
 */
public record LogSummary(
    long runStartEpochMillis,
    long loadStartMillis,
    long firstMillis,
    long lastMillis,
    List<RequestSummary> requests,
    int windowMillis,
    List<GroupSummary> groups,
    SecondCounts perSecond,
    List<ScenarioUsers> scenarios,
    List<ErrorCount> errors,
    long otherErrors,
    long unmatched) {

  public LogSummary {
    requests = List.copyOf(requests);
    groups = List.copyOf(groups);
    scenarios = List.copyOf(scenarios);
    errors = List.copyOf(errors);
  }

  /** All requests of the run together; computed at each call. */
  public ResponseTimes run() {
    return requests.stream()
        .map(RequestSummary::run)
        .reduce(ResponseTimes.NONE, ResponseTimes::plus);
  }

  /** All requests that started in the phase of this name; computed at each call. */
  public ResponseTimes phase(String name) {
    return requests.stream()
        .map(request -> request.phase(name))
        .reduce(ResponseTimes.NONE, ResponseTimes::plus);
  }

  /** The requests of this key. */
  public Optional<RequestSummary> request(RequestKey key) {
    return requests.stream().filter(request -> request.key().equals(key)).findFirst();
  }
}
