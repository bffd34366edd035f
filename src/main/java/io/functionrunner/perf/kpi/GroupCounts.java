package io.functionrunner.perf.kpi;

import java.util.List;

/** Accumulates a {@link GroupSummary}. */
final class GroupCounts {
  private final StatusCounts durations = new StatusCounts();
  private final StatusCounts cumulated = new StatusCounts();

  void add(int durationMillis, int cumulatedMillis, boolean ok) {
    durations.add(durationMillis, ok);
    cumulated.add(cumulatedMillis, ok);
  }

  GroupSummary toSummary(List<String> path) {
    return new GroupSummary(path, durations.toResponseTimes(), cumulated.toResponseTimes());
  }
}
