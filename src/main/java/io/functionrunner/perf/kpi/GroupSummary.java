package io.functionrunner.perf.kpi;

import java.util.List;

/**
 * The times spent in one group.
 *
 * @param path its name, behind those of the groups around it
 * @param durations from entering to leaving, pauses included
 * @param cumulated sums of the response times inside
 */
public record GroupSummary(List<String> path, ResponseTimes durations, ResponseTimes cumulated) {

  public GroupSummary {
    path = List.copyOf(path);
  }
}
