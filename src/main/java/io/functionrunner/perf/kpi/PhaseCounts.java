package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Exact response times of every request key in each phase of the load. */
final class PhaseCounts {
  private final Phase[] phases;
  private final List<StatusCounts[]> byKey = new ArrayList<>();

  PhaseCounts(List<Phase> phases) {
    this.phases = phases.toArray(Phase[]::new);
  }

  void add(int key, int startMillis, int durationMillis, boolean ok) {
    int phase = find(startMillis);
    if (phase >= 0) {
      counts(key, phase).add(durationMillis, ok);
    }
  }

  private StatusCounts counts(int key, int phase) {
    while (byKey.size() <= key) {
      byKey.add(new StatusCounts[phases.length]);
    }
    StatusCounts[] counts = byKey.get(key);
    if (counts[phase] == null) {
      counts[phase] = new StatusCounts();
    }
    return counts[phase];
  }

  /** By name of the phase. */
  Map<String, ResponseTimes> phases(int key) {
    Map<String, ResponseTimes> result = new HashMap<>();
    if (key < byKey.size()) {
      StatusCounts[] counts = byKey.get(key);
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] != null) {
          result.put(phases[i].name(), counts[i].toResponseTimes());
        }
      }
    }
    return result;
  }

  /** The first phase that contains the time, or -1. */
  private int find(int millis) {
    for (int i = 0; i < phases.length; i++) {
      if (phases[i].contains(millis)) {
        return i;
      }
    }
    return -1;
  }
}
