package io.functionrunner.perf.kpi;

import java.util.List;
import java.util.Map;

/**
 * Everything about the requests of one key.
 *
 * @param run the whole run
 * @param phases by the name of the phase in which the request started; a phase without any is
 *     absent
 * @param windows all windows of the run in order, each {@link LogSummary#windowMillis()} long
 */
public record RequestSummary(
    RequestKey key, ResponseTimes run, Map<String, ResponseTimes> phases, List<Window> windows) {

  public RequestSummary {
    phases = Map.copyOf(phases);
    windows = List.copyOf(windows);
  }

  /** The requests that started in the phase of this name. */
  public ResponseTimes phase(String name) {
    return phases.getOrDefault(name, ResponseTimes.NONE);
  }
}
